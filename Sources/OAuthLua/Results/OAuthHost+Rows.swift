import LuaHost
import OAuthCore

extension OAuthHost {
    /// `result.begin(index, field, name, count)`, of the module that makes results: whether the rows are
    /// wanted, and whether they are streamed.
    func beginResult(_ arguments: Arguments) async throws -> [LuaValue] {
        let (isWanted, streams) = try await rows.begin(
            index: Int(arguments[0].integer ?? 1) - 1, field: arguments[1].text, name: arguments[2].text,
            count: Int(arguments[3].integer ?? 0))
        return [.boolean(isWanted), .boolean(streams)]
    }

    /// `rows.write(shape, rows)`: whether they stay written when the run dies.
    func writeRows(_ arguments: Arguments) async throws -> [LuaValue] {
        guard let shape = RowShape(arguments[0]), let rows = arguments[1].list else {
            throw OAuthError(.config, "rows.write takes a shape and a list of rows")
        }
        return [.boolean(try await self.rows.write(rows, as: shape))]
    }

    /// `rows.checkpoint()`
    func checkpointRows() async throws -> [LuaValue] {
        try await rows.checkpoint()
        return []
    }
}
