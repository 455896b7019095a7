import OAuthCore
import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where our files are. Only names; nothing is looked at or made.
public struct StoreLocation: Sendable, Equatable {
    public var storePath: String
    /// Holds `key`, `connections.lua`, `presets/`.
    public var configFolder: String
    public var stateFolder: String

    /// `$OAUTHLUA_HOME` is both folders; else they are `oauthlua` in `$XDG_CONFIG_HOME` (`~/.config`) and
    /// `$XDG_STATE_HOME` (`~/.local/state`), where a relative XDG path does not count (XDG Base Directory
    /// Specification). The store is `store.sqlite` in the state folder unless `storeFlag` (`--store`) or else
    /// `OAUTHLUA_STORE` names another. An empty variable counts as not set. Throws a `config` error for a store that
    /// this build cannot use.
    public static func resolve(
        environment: [String: String], storeFlag: String? = nil, home: () -> String? = Self.accountHome
    ) throws(OAuthError) -> StoreLocation {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let homeFolder = value("HOME") ?? home()
        func folder(_ variable: String, _ fallback: String) throws(OAuthError) -> String {
            if let own = value("OAUTHLUA_HOME") { return own }
            if let base = value(variable), base.hasPrefix("/") { return base + "/oauthlua" }
            guard let homeFolder else {
                throw OAuthError(.config, "this user has no home folder", advice: "Set OAUTHLUA_HOME to a folder")
            }
            return homeFolder + fallback + "/oauthlua"
        }
        let state = try folder("XDG_STATE_HOME", "/.local/state")
        let config = try folder("XDG_CONFIG_HOME", "/.config")
        let named = storeFlag ?? value("OAUTHLUA_STORE")
        let store = try named.map { name throws(OAuthError) in try path(of: name, home: homeFolder) }
        return StoreLocation(storePath: store ?? state + "/store.sqlite", configFolder: config, stateFolder: state)
    }

    /// Creates the state folder where it is missing, for its owner alone.
    public func createStateFolder() throws { try Files.createFolder(stateFolder) }

    /// `sqlite:PATH`, `sqlite:///PATH` or a path. `~/` is the home folder: behind `sqlite:` no shell has expanded it.
    private static func path(of name: String, home: String?) throws(OAuthError) -> String {
        var path = name
        if let scheme = scheme(of: name) {
            switch scheme {
            case "sqlite": path = String(name.dropFirst("sqlite:".count))
            case "postgres", "postgresql":
                throw OAuthError(
                    .config, "this build of oauthlua has no PostgreSQL store",
                    advice: "Name a file instead: --store sqlite:PATH")
            default:
                throw OAuthError(
                    .config, "a store of kind \(scheme) is not known", advice: "Name a file: --store sqlite:PATH")
            }
        }
        if path.hasPrefix("///") { path.removeFirst(2) }
        if path.hasPrefix("~/"), let home { path = home + path.dropFirst() }
        guard !path.isEmpty, !path.hasPrefix("//"), !path.hasSuffix("/"), !path.utf8.contains(0) else {
            throw OAuthError(.config, "the store \(name) names no file", advice: "Name one: --store sqlite:PATH")
        }
        return path
    }

    private static func scheme(of name: String) -> String? {
        guard let colon = name.firstIndex(of: ":") else { return nil }
        let scheme = name[..<colon].lowercased()
        let isScheme = scheme.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "+")
        }
        return isScheme && !scheme.isEmpty ? scheme : nil
    }

    /// What the account database says, for jobs that run without `HOME`.
    public static func accountHome() -> String? {
        var account = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16384)
        return buffer.withUnsafeMutableBufferPointer { buffer in
            guard getpwuid_r(getuid(), &account, buffer.baseAddress!, buffer.count, &found) == 0, found != nil else {
                return nil
            }
            return String(cString: account.pw_dir)
        }
    }
}
