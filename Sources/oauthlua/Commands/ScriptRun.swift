import LuaHost
import OAuthLua
import Output

/// What `oauthlua run` does.
struct ScriptRun {
    var common = CommonSettings()
    var output = OutputSettings()
    var options = ScriptSettings()
    var run = RunSettings()
    var path: String
    var arguments: [String]

    func perform() async -> Never {
        await common.perform(script: options, target: path) { session in
            let script = try ScriptFile(path: path)
            let memory = session.memory(ofScript: path)
            if run.isSingle { try await memory?.claim() }
            let results = ResultOutput(output, console: session.console)
            let streams = ScriptStreams(session.console)
            let runner = session.runner(
                arguments: arguments, memory: memory, settings: run, rows: results.sink, output: streams.output)
            let interrupts = Interrupts { runner.interrupt() }
            defer { interrupts.stop() }
            var exit: ScriptError?
            do {
                var result = ScriptResult(.nil)
                do {
                    result = try await runner.run(script.source, chunkName: script.chunkName)
                } catch let error as ScriptError where error.reason == .exit(0) {
                    // As well as an end without a result: what was written so far is whole.
                    exit = error
                }
                session.console.progress?.end()
                if let failure = streams.failure { throw failure }
                try await results.finish(result)
                // Only now: nothing counts as seen that nobody got.
                try await runner.commit()
            } catch {
                session.console.progress?.end()
                await results.discard()
                throw await cause(of: error, results, streams)
            }
            if let exit { throw exit }
        }
    }

    /// Why the script failed: what kept its rows or its own output from being written, whatever it made of that.
    private func cause(of error: any Error, _ results: ResultOutput, _ streams: ScriptStreams) async -> any Error {
        if let failure = await results.failure { return failure }
        return streams.failure ?? error
    }
}
