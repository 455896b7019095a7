import Foundation

/// A fenced block of a Markdown page, and what the comment above it asks of the test.
struct Block: Equatable {
    /// What follows the opening fence: `sh`, `console`, `lua`, …
    var language: String
    var text: String
    /// The line of the opening fence, from 1.
    var line: Int
    var directives: [Directive]

    /// `<!-- test: … -->` on a line before the block, with at most blank lines between.
    enum Directive: Equatable {
        /// Not run, and why: something that needs a provider's account, a person, or the whole build.
        case skip(reason: String)
        /// Left running until the page's end. It prints `export NAME=value` when it is ready; that holds for later blocks.
        case background
        /// Not a command: written to a file of this name.
        case file(String)
        /// The exit status the command is to have.
        case status(Int32)
        /// Nothing this test knows.
        case unknown(String)
    }

    /// Commands are run; everything else is looked at only when a directive says so.
    var isCommand: Bool { language == "sh" || language == "console" }
}

extension Block.Directive {
    /// The directive of a comment's line, or nil where the line is none.
    init?(line: String) {
        let line = line.drop { $0 == " " }
        guard line.hasPrefix("<!-- test:"), let end = line.range(of: "-->") else { return nil }
        let words = line[..<end.lowerBound].dropFirst("<!-- test:".count)
            .split(separator: " ", maxSplits: 1).map(String.init)
        let rest = words.count == 2 ? words[1].trimmed : ""
        switch words.first {
        case "skip": self = .skip(reason: rest)
        case "background" where rest.isEmpty: self = .background
        case "file" where !rest.isEmpty: self = .file(rest)
        case "status": self = Int32(rest).map { .status($0) } ?? .unknown("status \(rest)")
        default: self = .unknown(words.joined(separator: " "))
        }
    }
}

extension Block {
    /// All fenced blocks of a page, in order. Fences may be indented, as inside lists; their contents lose that indentation.
    static func all(in page: String) -> [Block] {
        var blocks: [Block] = []
        var open: (block: Block, indentation: Int, lines: [Substring])?
        var directives: [Directive] = []
        for (index, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.drop { $0 == " " }
            let indentation = line.count - content.count
            if var current = open {
                if content.hasPrefix("```") {
                    current.block.text = current.lines.joined(separator: "\n")
                    blocks.append(current.block)
                    open = nil
                } else {
                    current.lines.append(line.dropFirst(min(indentation, current.indentation)))
                    open = current
                }
            } else if content.hasPrefix("```") {
                let language = String(content.dropFirst(3)).trimmed
                open = (Block(language: language, text: "", line: index + 1, directives: directives), indentation, [])
                directives = []
            } else if let directive = Directive(line: String(line)) {
                directives.append(directive)
            } else if !content.isEmpty {
                directives = []
            }
        }
        return blocks
    }

    /// The commands and what the page says they print. `sh` blocks are commands only; in a `console` block commands begin with
    /// `$ ` and go on in lines that begin with `> `.
    var steps: [(command: String, output: [String])] {
        guard language == "console" else { return [(text, [])] }
        var steps: [(command: String, output: [String])] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("$ ") {
                steps.append((String(line.dropFirst(2)), []))
            } else if line.hasPrefix("> "), steps.last?.output.isEmpty == true {
                steps[steps.count - 1].command += "\n" + line.dropFirst(2)
            } else if !steps.isEmpty {
                steps[steps.count - 1].output.append(line)
            }
        }
        return steps
    }
}

extension String {
    var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}

/// Whether what a command printed is what a page shows, line by line. `…` stands for anything.
func output(_ lines: [String], isShownAs shown: [String]) -> Bool {
    guard let first = shown.first else { return lines.isEmpty }
    let rest = Array(shown.dropFirst())
    if first.trimmed == "…" {
        return (0...lines.count).contains { output(Array(lines.dropFirst($0)), isShownAs: rest) }
    }
    guard let line = lines.first else { return false }
    let pieces = first.split(separator: "…", omittingEmptySubsequences: false).map(String.init)
    return line.matches(pieces) && output(Array(lines.dropFirst()), isShownAs: rest)
}

extension String {
    /// Whether it consists of these pieces in order, with anything between them.
    fileprivate func matches(_ pieces: [String]) -> Bool {
        guard let head = pieces.first, let tail = pieces.last, pieces.count > 1 else { return self == pieces.first }
        guard hasPrefix(head), hasSuffix(tail), count >= head.count + tail.count else { return false }
        var middle = dropFirst(head.count).dropLast(tail.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = middle.range(of: piece) else { return false }
            middle = middle[found.upperBound...]
        }
        return true
    }
}
