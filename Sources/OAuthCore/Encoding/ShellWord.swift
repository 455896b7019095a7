/// Words as a POSIX shell reads them, for the commands that messages name.
public enum ShellWord {
    public static func quote(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@%+,#".contains($0)) }
        if isPlain, !word.isEmpty, !word.hasPrefix("#") { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
