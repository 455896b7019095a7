/// Words as a POSIX shell reads them, for the commands that messages name.
enum Shell {
    static func quote(_ word: String) -> String {
        let plain = word.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic && $0.isASCII || ("0"..."9").contains($0)
                || "-_./:=@%+,#".unicodeScalars.contains($0)
        }
        if !word.isEmpty, plain, !word.hasPrefix("#") { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
