import OAuthCore

/// Where a person keeps presets of their own: they go before those of the catalogue.
public struct PresetFolder: Sendable {
    /// A preset's file.
    public struct File: Sendable {
        public var path: String
        public var text: [UInt8]

        public init(path: String, text: [UInt8]) {
            self.path = path
            self.text = text
        }

        /// Whether it is Lua, by its name; else it is JSON.
        public var isLua: Bool { path.hasSuffix(".lua") }
    }

    /// The file of a preset of that name; nil where there is none.
    public var file: @Sendable (_ name: String) throws -> File?
    /// The names of all presets there, sorted.
    public var names: @Sendable () throws -> [String]

    public init(
        file: @escaping @Sendable (_ name: String) throws -> File? = { _ in nil },
        names: @escaping @Sendable () throws -> [String] = { [] }
    ) {
        self.file = file
        self.names = names
    }
}
