import CPresets
import OAuthCore

#if canImport(Glibc)
    import Glibc
#endif

/// The presets that the program brings: texts in the binary, of which none is read before somebody asks for it.
public enum PresetCatalogue {
    /// Every id, sorted.
    public static var ids: [String] { texts.map(id) }

    /// Every id and alias.
    static var names: [String] { tables.flatMap { [$0.id] + ($0.table.values["aliases"]?.texts ?? []) } }

    /// Every preset as its file has it, in the order of their ids.
    public static var tables: [(id: String, table: PresetTable)] {
        texts.compactMap { text in table(text).map { (id(text), $0) } }
    }

    /// Whose alias a name is.
    public static func id(ofAlias name: String) -> String? {
        guard let found = find(name), found.id != name else { return nil }
        return found.id
    }

    /// The preset of that id or alias.
    static func find(_ name: String) -> (id: String, table: PresetTable)? {
        guard PresetSchema.isID(name) else { return nil }
        let start = "\(beginning)\(name)\","
        if let text = texts.first(where: { strncmp($0, start, start.utf8.count) == 0 }), let table = table(text) {
            return (name, table)
        }
        for text in texts where strstr(text, "\"\(name)\"") != nil {
            if let table = table(text), table.values["aliases"]?.texts.contains(name) ?? false {
                return (id(text), table)
            }
        }
        return nil
    }

    /// The Lua that returns the hooks of a preset; nil where it has none.
    public static func hooks(of id: String) -> [UInt8]? { presets_hooks(id).map(bytes) }

    /// The texts, one behind the other, each with a zero byte at its end.
    private static var texts: some Sequence<UnsafePointer<CChar>> {
        var size = 0
        let start = presets_catalogue(&size)!
        let end = start + size
        return sequence(first: start) { text in
            let next = text + strlen(text) + 1
            return next < end ? next : nil
        }
    }

    /// How scripts/dev/presets begins each file.
    private static let beginning = "{\n  \"id\": \""

    private static func id(_ text: UnsafePointer<CChar>) -> String {
        let rest = text + beginning.utf8.count
        return String(decoding: UnsafeRawBufferPointer(start: rest, count: strcspn(rest, "\"")), as: UTF8.self)
    }

    private static func table(_ text: UnsafePointer<CChar>) -> PresetTable? { try? PresetTable(reading: bytes(text)) }

    private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}
