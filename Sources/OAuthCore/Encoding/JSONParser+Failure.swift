extension JSONParser {
    /// Why ``document()`` returned nil, for whoever wrote the text: continues "the file …".
    var failure: String {
        if bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return "is empty" }
        guard String(validating: bytes, as: UTF8.self) != nil else { return "is not valid UTF-8" }
        let before = bytes[..<min(index, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        if let repeatedName { return "has '\(VisibleText.of(repeatedName, limit: 60))' twice, again in line \(line)" }
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
        return "is not valid JSON: line \(line), column \(column)"
    }
}
