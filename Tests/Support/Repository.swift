import Foundation

/// Where the tests find the project's files and the programs that the build made.
public enum Repository {
    /// The package's folder.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// A file of the project by its path below the package's folder.
    public static func path(_ name: String) -> String { root + "/" + name }

    /// The built program: `$OAUTHLUA_BINARY`, or the product beside the test bundle.
    public static func binary() throws -> String {
        if let named = ProcessInfo.processInfo.environment["OAUTHLUA_BINARY"], !named.isEmpty {
            guard FileManager.default.isExecutableFile(atPath: named) else {
                throw ProcessFailure(description: "OAUTHLUA_BINARY names \(named), which cannot be executed")
            }
            return named
        }
        var folder = try URL(fileURLWithPath: FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        repeat {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent("oauthlua").path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue {
                return candidate
            }
        } while folder.path != "/"
        throw ProcessFailure(description: "no oauthlua beside the test bundle; build it or set OAUTHLUA_BINARY")
    }

    /// What a program of the machine is called by its path, or nil where it is missing.
    public static func program(_ name: String) -> String? {
        Command.environment["PATH"]!.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension Command {
    /// `oauthlua` with a home of its own: configuration, store and key live in the folder `home` of this folder.
    public static func oauthlua(home: TempFolder, environment: [String: String] = [:]) throws -> Command {
        var all = Command.environment.merging(environment) { _, new in new }
        all["HOME"] = home.path
        all["OAUTHLUA_HOME"] = home.path(of: "home")
        return Command(try Repository.binary(), environment: all, folder: home.path)
    }
}
