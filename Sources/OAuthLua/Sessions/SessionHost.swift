import LuaHost
import OAuthCore

/// Performs what a session's own modules ask for, and everything else as for a script.
struct SessionHost: Host {
    let inner: OAuthHost
    let person: any SessionPerson
    let settings: SessionSettings
    let questions: SessionQuestions
    let requests: RequestMemory
    let session: @Sendable () -> InteractiveSession?

    func perform(_ operation: Operation) async throws -> [LuaValue] {
        guard operation.name.hasPrefix("repl.") else {
            requests.note(operation, connections: inner.connections)
            return try await inner.perform(operation)
        }
        switch operation.name {
        case "repl.open": return [opening]
        case "repl.question": return try await questions.next()
        case "repl.read": return [try await person.read(isContinued: operation[0] == .boolean(true)).value]
        case "repl.done": await person.done(ChunkRecord(operation[0]))
        case "repl.background": await person.taskFailed(ScriptError(ofSession: operation[0]))
        case "repl.say": await person.say(operation[0].text ?? "")
        case "repl.took": await person.took(.seconds(operation[0].number ?? 0))
        case "repl.file": return [.string(try await person.source(of: operation[0].text ?? ""))]
        case "repl.render":
            try await person.render(
                operation[1], shape: RowShape(operation[2]), as: operation[0].text ?? "", file: operation[3].text)
        case "repl.command":
            guard let session = session() else { return ["quit"] }
            let goesOn = try await person.perform(
                operation[0].text ?? "", operation[1].text ?? "", in: session)
            return goesOn ? [] : ["quit"]
        default: throw OAuthError(.config, "there is no operation '\(operation.name)'")
        }
        return []
    }

    private var opening: LuaValue {
        var fields: [String: LuaValue] = [
            "name": .text(settings.name), "is_interactive": .boolean(settings.isInteractive),
            "is_styled": .boolean(settings.isStyled),
            "modules": .list(InteractiveSession.moduleNames.map { .text($0) }),
        ]
        fields["script"] = settings.script.map { .text($0) }
        return .table(fields)
    }

    func scriptEnded(_ failure: ScriptError?) async {
        questions.close()
        await inner.scriptEnded(failure)
    }

    func withBody<Result>(
        _ handle: Int64, charset: String?, _ body: (LentBody) throws -> Result
    ) throws -> Result? {
        try inner.withBody(handle, charset: charset, body)
    }
}
