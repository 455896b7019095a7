import LuaHost

/// Where rows go while the script that makes them still runs.
public protocol RowSink: Sendable {
    /// The rows of a result follow.
    /// - Parameters:
    ///   - name: which one, where the script returned them by name; nil for the only one.
    ///   - count: how many the script returned.
    /// - Returns: whether they are wanted; else they are not fetched.
    func begin(_ name: String?, of count: Int) async throws -> Bool

    /// Takes the rows of one page. The first call for a result says what its rows look like.
    /// - Returns: whether they stay written when the run dies: at once (a pipe), or after the next ``checkpoint()`` (a
    ///   database); false for a document that is worth something only as a whole.
    /// - Throws: where they cannot be written.
    func write(_ rows: [LuaValue], as shape: RowShape) async throws -> Bool

    /// Makes what was written so far durable, where the destination can (a database); a file that appears as a whole at
    /// the end cannot.
    func checkpoint() async throws
}

extension RowSink {
    public func begin(_ name: String?, of count: Int) async throws -> Bool { true }
}
