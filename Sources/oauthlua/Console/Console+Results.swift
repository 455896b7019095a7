import LuaHost
import OAuthCore
import OAuthLua
import Output

#if canImport(Glibc)
    import Glibc
#endif

extension Console {
    /// Prints what a script or a command has to show.
    func print(_ result: ScriptResult, as options: OutputSettings) throws {
        try print(result, as: options.format, to: options.file)
    }

    /// - Parameter path: a file instead of stdout, replaced only when it is whole.
    func print(_ result: ScriptResult, as format: OutputFormat, to path: String? = nil) throws {
        guard let path else {
            let terminal = Terminal.isTerminal(STDOUT_FILENO)
            let format = format.resolved(isTerminal: terminal)
            let width = terminal ? Terminal.width(of: STDOUT_FILENO, environment: environment) : nil
            try render(result, as: format, width: width, to: DescriptorSink(STDOUT_FILENO))
            return
        }
        let file = try OutputFile(path: path)
        try render(result, as: format.resolved(isTerminal: false), width: nil, to: file.sink)
        try file.commit()
    }

    private func render(_ result: ScriptResult, as format: OutputFormat, width: Int?, to sink: DescriptorSink) throws {
        let renderer = Renderer(
            format: format, columns: result.columns, width: width, isStyled: isStyled && width != nil)
        for notes in try renderer.render(result.value, to: sink.write) { note(notes) }
    }
}
