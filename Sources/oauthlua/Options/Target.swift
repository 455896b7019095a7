import ArgumentParser

/// Which connections a command is about: a name in connections.lua, or a script's path with `#name` to pick one of its.
struct Target: Equatable, Sendable, ExpressibleByArgument {
    enum Source: Equatable {
        case shared
        case script(path: String)
    }

    var source: Source
    /// nil: every connection of the script.
    var name: String?

    static let allShared = Target(source: .shared, name: nil)

    init(source: Source, name: String?) {
        self.source = source
        self.name = name
    }

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        let parts = argument.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts[0].hasSuffix(".lua") || parts[0].contains("/") {
            self.init(source: .script(path: parts[0]), name: parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil)
        } else {
            self.init(source: .shared, name: argument)
        }
    }

    /// As the person would write it.
    var text: String {
        switch source {
        case .shared: name ?? "connections.lua"
        case .script(let path): name.map { "\(path)#\($0)" } ?? path
        }
    }

    static var help: ArgumentHelp {
        ArgumentHelp("A connection's name in connections.lua, or script.lua[#name].", valueName: "target")
    }
}
