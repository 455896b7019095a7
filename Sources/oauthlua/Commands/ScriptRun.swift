/// What `oauthlua run` does.
struct ScriptRun {
    var common = CommonSettings()
    var output = OutputSettings()
    var options = ScriptSettings()
    var path: String
    var arguments: [String]

    func perform() async -> Never {
        await common.perform(script: options, target: path) { session in
            let script = try ScriptFile(path: path)
            let runner = session.runner(arguments: arguments)
            let interrupts = Interrupts { runner.interrupt() }
            defer { interrupts.stop() }
            let result = try await runner.run(script.source, chunkName: script.chunkName)
            try session.console.print(result, as: output)
        }
    }
}
