/// The value of `-d` and `--json`: itself, or with `@` in front the contents of a file, `@-` for stdin.
enum DataArgument {
    static func bytes(_ argument: String) throws -> [UInt8] {
        guard argument.hasPrefix("@") else { return Array(argument.utf8) }
        return try InputFile.read(String(argument.dropFirst()))
    }
}
