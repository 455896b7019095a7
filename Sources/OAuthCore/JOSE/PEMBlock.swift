#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One block of a PEM text (RFC 7468), from its BEGIN line to its END line.
struct PEMBlock {
    /// What stands after BEGIN: `PRIVATE KEY`, `CERTIFICATE`, …
    var label: String
    /// What stands between the two lines.
    var lines: [String]

    /// The whole block, its lines ended by `\n`.
    var text: String {
        (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----", ""]).joined(separator: "\n")
    }

    /// What the block encodes; nil for what is not base64.
    var der: Data? { Data(base64Encoded: lines.joined()) }

    /// The blocks of a text, in their order. Text around them, other line ends and line ends written as `\n`, as in
    /// environment variables, do no harm; a block without its end is none.
    static func all(in text: String) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var open: PEMBlock?
        for part in text.split(separator: "\\n", omittingEmptySubsequences: false) {
            for line in part.split(whereSeparator: \.isNewline) {
                let line = trimmed(line)
                if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----"), line.count > 16 {
                    open = PEMBlock(label: String(line.dropFirst(11).dropLast(5)), lines: [])
                } else if let block = open, line == "-----END \(block.label)-----" {
                    blocks.append(block)
                    open = nil
                } else if !line.isEmpty {
                    open?.lines.append(line)
                }
            }
        }
        return blocks
    }

    private static func trimmed(_ line: Substring) -> String {
        var line = line.drop(while: \.isWhitespace)
        while line.last?.isWhitespace == true { line.removeLast() }
        return String(line)
    }
}
