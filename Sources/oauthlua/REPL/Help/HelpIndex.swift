import OAuthCore

/// The annotated API (oauthlua.d.lua) by name, for `:help`.
struct HelpIndex {
    struct Field: Equatable {
        var name: String
        var type: String
        var text: String
    }

    struct Entry: Equatable {
        /// As scripts write it: `oauth.connection`, `connection:get`, `definition`.
        var name: String
        /// `oauth.connection(definition)`; nil for what is no function.
        var signature: String?
        var text: [String] = []
        var parameters: [Field] = []
        var fields: [Field] = []
        var returns: [String] = []
    }

    private(set) var entries: [Entry] = []

    init(_ source: [UInt8]) {
        var reader = AnnotationReader()
        for line in String(decoding: source, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            reader.read(line)
        }
        entries = reader.entries
    }

    var names: [String] { entries.map(\.name) }

    /// The entries of that name, or with it as the last part; else what has a field of that name, with this alone.
    func entries(named name: String) -> [Entry] {
        let exact = entries.filter { $0.name == name || $0.name == name.replacing(":", with: ".") }
        if !exact.isEmpty { return exact }
        let last = String(name.split { $0 == "." || $0 == ":" }.last ?? "")
        let ending = entries.filter { $0.name.hasSuffix("." + last) || $0.name.hasSuffix(":" + last) }
        if !ending.isEmpty { return ending }
        return entries.compactMap { entry in
            let fields = entry.fields.filter { $0.name == last || $0.name == last + "?" }
            guard !fields.isEmpty else { return nil }
            return Entry(name: "\(entry.name).\(last)", fields: fields)
        }
    }

    /// - Throws: ``OAuthError`` that names the nearest.
    func checked(_ name: String) throws -> [Entry] {
        let found = entries(named: name)
        guard found.isEmpty else { return found }
        let last = String(name.split { $0 == "." || $0 == ":" }.last ?? "")
        let known = names + entries.flatMap(\.fields).map { $0.name.replacing("?", with: "") }
        let nearest = NearestName.of(name, in: known) ?? NearestName.of(last, in: known)
        throw OAuthError(
            .config, "there is no help on '\(VisibleText.of(name))'",
            advice: nearest.map { "Did you mean :help \($0)?" } ?? ":help shows what there is")
    }
}

/// Reads LuaCATS annotations: a block of `---` lines, and what it stands above.
private struct AnnotationReader {
    private(set) var entries: [HelpIndex.Entry] = []
    private var block: [Substring] = []
    /// What the file calls a class, where that is not its name.
    private var classes: [Substring: String] = [:]

    mutating func read(_ line: Substring) {
        if line.hasPrefix("---@meta") { return }
        if line.hasPrefix("---") {
            block.append(line.dropFirst(3))
        } else if line.hasPrefix("function ") {
            addFunction(line.dropFirst("function ".count))
        } else if !block.isEmpty {
            addValue(line)
        }
    }

    private mutating func addFunction(_ line: Substring) {
        var signature = String(line.prefix { $0 != ")" }) + ")"
        for (variable, name) in classes where signature.hasPrefix(variable + ":") {
            signature = name + signature.dropFirst(variable.count)
        }
        add(HelpIndex.Entry(name: String(signature.prefix { $0 != "(" }), signature: signature))
    }

    /// A class, a table of functions, or a part of a class that is told in several.
    private mutating func addValue(_ line: Substring) {
        let variable = line.hasPrefix("local ") ? line.dropFirst("local ".count) : line
        let name = variable.prefix { $0 != " " }
        let declared = block.first { $0.hasPrefix("@class ") }?.dropFirst("@class ".count)
        if let declared, line.hasPrefix("local "), declared != name { classes[name] = String(declared) }
        guard let known = declared ?? (name.isEmpty ? nil : name) else {
            block = []
            return
        }
        add(HelpIndex.Entry(name: String(known)))
    }

    private mutating func add(_ new: HelpIndex.Entry) {
        var entry = new
        for line in block {
            guard line.hasPrefix("@") else {
                entry.text.append(String(line))
                continue
            }
            let words = line.dropFirst().split(separator: " ", maxSplits: 1)
            let rest = words.count > 1 ? words[1] : ""
            switch words[0] {
            case "param": entry.parameters.append(Self.field(rest))
            case "field": entry.fields.append(Self.field(rest))
            case "return": entry.returns.append(String(rest))
            default: break
            }
        }
        block = []
        if let index = entries.firstIndex(where: { $0.name == entry.name && entry.signature == nil }) {
            entries[index].text += [""] + entry.text
            entries[index].fields += entry.fields
        } else {
            entries.append(entry)
        }
    }

    private static func field(_ text: Substring) -> HelpIndex.Field {
        let parts = text.split(separator: " ", maxSplits: 2)
        return HelpIndex.Field(
            name: String(parts.first ?? ""),
            type: parts.count > 1 ? String(parts[1]).replacing("|", with: " or ") : "",
            text: parts.count > 2 ? String(parts[2]) : "")
    }
}
