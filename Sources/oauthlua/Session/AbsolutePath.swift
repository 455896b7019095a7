#if canImport(Glibc)
    import Glibc
#endif

enum AbsolutePath {
    /// `path` from the root, without `.`, `..` and doubled slashes. Links stay: a script that is always called by a link is
    /// the same script wherever that leads.
    static func of(_ path: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : workingFolder + "/" + path).split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    private static var workingFolder: String {
        guard let folder = getcwd(nil, 0) else { return "" }
        defer { free(folder) }
        return String(cString: folder)
    }
}
