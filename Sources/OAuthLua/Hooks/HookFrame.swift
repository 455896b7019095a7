import OAuthCore

/// A hook at work. What happens on its behalf knows which hooks it happens in.
struct HookFrame: Sendable, Hashable {
    var point: HookPoint
    var connection: String

    /// The hooks that the current task works for, outermost first.
    @TaskLocal static var chain: [HookFrame] = []

    /// A connection in whose hook we are can itself not be used: getting its token would wait for the hook. When the
    /// sign-in is over it can.
    static func checkMayUse(_ connection: String, in chain: [HookFrame], signsIn: Bool) throws(OAuthError) {
        guard let frame = chain.last(where: { $0.connection == connection && (signsIn || $0.point != .afterLogin) })
        else { return }
        throw OAuthError(
            .config,
            "the \(frame.point.rawValue) hook of '\(connection)' uses '\(connection)' itself, which waits for the hook",
            advice: signsIn
                ? "Leave the sign-in to the script"
                : "Use http.get and its like, or another connection, or after_login",
            connection: connection)
    }
}
