import LuaHost
import OAuthCore

/// What Modules/hooks.lua reports of a hook that raised an error.
struct HookFailure: Error {
    var report: [String: LuaValue]

    /// An error of the same kind as what was raised; of kind `config` where that has none, being a mistake in the hook.
    func error(in frame: HookFrame) -> OAuthError {
        var why = report["message"]?.text ?? "it failed"
        let place = report["at"]?.text
        if let place, why.hasPrefix("\(place): ") { why.removeFirst(place.count + 2) }
        var error = OAuthError(fields: report) ?? OAuthError(.config, why)
        error.message =
            "the \(frame.point.rawValue) hook of '\(frame.connection)' failed"
            + (place.map { " at \($0)" } ?? "") + ": \(VisibleText.of(why, limit: 500))"
        error.connection = frame.connection
        return error
    }
}

extension HookFrame {
    func failure(_ why: String, advice: String? = nil) -> OAuthError {
        OAuthError(
            .config, "the \(point.rawValue) hook of '\(connection)' \(why)", advice: advice, connection: connection)
    }
}
