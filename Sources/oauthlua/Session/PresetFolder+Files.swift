import OAuthCore
import OAuthLua

#if canImport(Glibc)
    import Glibc
#endif

extension PresetFolder {
    /// `presets/NAME.lua` and `presets/NAME.json` of the configuration folder. Lua comes first.
    init(inConfiguration folder: String) {
        let folder = folder + "/presets"
        self.init(
            file: { name in
                guard PresetSchema.isID(name) else { return nil }
                for path in ["\(folder)/\(name).lua", "\(folder)/\(name).json"] where access(path, F_OK) == 0 {
                    return File(path: path, text: try InputFile.read(path))
                }
                return nil
            },
            names: { Self.names(in: folder) })
    }

    /// One file in the place of all others of its name, for `presets lint`.
    func replacing(_ name: String, with file: File) -> PresetFolder {
        PresetFolder(file: { [self] in $0 == name ? file : try self.file($0) }, names: names)
    }

    private static func names(in folder: String) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: Set<String> = []
        while let entry = readdir(entries) {
            let file = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            for suffix in [".lua", ".json"] where file.hasSuffix(suffix) {
                let name = String(file.dropLast(suffix.count))
                if PresetSchema.isID(name) { names.insert(name) }
            }
        }
        return names.sorted()
    }
}
