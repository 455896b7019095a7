import LuaHost
import OAuthCore
import OAuthLua
import Output

#if canImport(Glibc)
    import Glibc
#endif

extension Console {
    /// Prints what a script or a command has to show.
    /// - Parameter withNotes: whether to say on stderr what a table could not show.
    func print(_ result: ScriptResult, as options: OutputSettings, withNotes: Bool = true) throws {
        let format = options.format
        guard let path = options.file else {
            let terminal = Terminal.isTerminal(STDOUT_FILENO)
            let format = format.resolved(isTerminal: terminal)
            let width = terminal ? Terminal.width(of: STDOUT_FILENO, environment: environment) : nil
            try render(result, as: format, width: width, to: DescriptorSink(STDOUT_FILENO), withNotes)
            return
        }
        let file = try OutputFile(path: path)
        try render(result, as: format.resolved(isTerminal: false), width: nil, to: file.sink, withNotes)
        try file.commit()
    }

    private func render(
        _ result: ScriptResult, as format: OutputFormat, width: Int?, to sink: DescriptorSink, _ withNotes: Bool
    ) throws {
        let renderer = Renderer(
            format: format, shape: result.columns.map { RowShape(columns: $0) }, width: width,
            isStyled: isStyled && width != nil)
        let notes = try renderer.render(result.value, to: sink.write)
        if withNotes { notes.forEach(note) }
    }
}
