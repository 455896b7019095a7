import LuaHost
import Synchronization

/// The rows of what a script returned without fetching it (`return events`): they go to the sink page by page, or are
/// collected where there is none, or where they are only a part of a document.
final class ResultRows: Sendable {
    /// One of the values that a script returned, or a field of one.
    private struct Place: Hashable {
        /// From 0.
        var index: Int
        var field: String?
    }

    private struct State {
        var place = Place(index: 0)
        var sink: (any RowSink)?
        var collected: [(place: Place, shape: RowShape, rows: [LuaValue])] = []
    }

    private let sink: (any RowSink)?
    private let state: Mutex<State>

    init(sink: (any RowSink)?) {
        self.sink = sink
        state = Mutex(State(sink: sink))
    }

    /// - Parameters:
    ///   - index: from 0.
    ///   - name: nil where it is all that the script returned.
    ///   - count: of how many sets of rows, where the whole result is such; 0 where it is something else.
    /// - Returns: whether the rows are wanted, and whether they go to the sink.
    func begin(index: Int, field: String?, name: String?, count: Int) async throws -> (isWanted: Bool, streams: Bool) {
        state.withLock {
            $0.place = Place(index: index, field: field)
            $0.sink = count > 0 ? sink : nil
        }
        guard count > 0, let sink else { return (true, false) }
        return (try await sink.begin(name, of: count), true)
    }

    /// - Returns: as ``RowSink/write(_:as:)``.
    func write(_ rows: [LuaValue], as shape: RowShape) async throws -> Bool {
        let sink = state.withLock { state -> (any RowSink)? in
            if let sink = state.sink { return sink }
            if let last = state.collected.indices.last, state.collected[last].place == state.place {
                state.collected[last].rows += rows
            } else {
                state.collected.append((state.place, shape, rows))
            }
            return nil
        }
        return try await sink?.write(rows, as: shape) ?? false
    }

    func checkpoint() async throws { try await sink?.checkpoint() }

    /// What the script returned, with what was collected in its places. What a method returned besides comes behind its
    /// rows.
    func completing(_ results: ScriptResults) -> ScriptResults {
        var results = results
        for (place, shape, rows) in state.withLock({ $0.collected }) where results.values.indices.contains(place.index)
        {
            let value = results.values[place.index]
            guard let field = place.field else {
                results.values[place.index] = .list(rows + (value.list ?? []))
                results.shapes[place.index].own = shape
                continue
            }
            var fields = value.table ?? [:]
            fields[field] = .list(rows + (fields[field]?.list ?? []))
            results.values[place.index] = .table(fields)
            results.shapes[place.index].fields[field] = shape
        }
        return results
    }
}
