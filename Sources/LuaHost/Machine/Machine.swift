import CLuaHost

/// A Lua machine, as a thing that is started and resumed and says what to do next. It performs nothing itself.
///
/// Deliberately not Sendable: it belongs to the thread of one `Scheduler`.
final class Machine {
    enum Action {
        case perform(UInt64, Operation)
        case cancel(UInt64)
    }

    enum State {
        /// Operations are under way.
        case waiting
        case done(ScriptResults)
        case failed(ScriptError)
    }

    struct Step {
        var actions: [Action]
        var state: State
    }

    private let machine: OpaquePointer
    private let callbacks: Callbacks
    private var actions = lh_buffer()
    private var result = lh_buffer()

    init(_ configuration: Configuration) throws(ScriptError) {
        callbacks = Callbacks(
            host: configuration.host, functions: configuration.functions, output: configuration.output)
        guard
            let machine = lh_open(
                max(configuration.limits.memory, 0), callbacks.table, configuration.output.isImmediate)
        else { throw .noMemory }
        self.machine = machine
        guard configuration.prepare(machine) else { throw .noMemory }
    }

    /// After an interrupt the machine's memory is left behind: see lh_close.
    deinit {
        lh_buffer_free(&actions)
        lh_buffer_free(&result)
        lh_close(machine)
    }

    var handle: MachineHandle { MachineHandle(machine: machine) }

    func start(_ source: [UInt8], chunkName: String, arguments: [String]) -> Step {
        let tape = TapeWriter.tape(of: arguments.map { .text($0) })
        actions.count = 0
        result.count = 0
        return step(lh_start(machine, source, source.count, chunkName, tape, tape.count, &actions, &result))
    }

    func resume(_ outcome: Outcome) -> Step {
        actions.count = 0
        result.count = 0
        return step(
            lh_resume(
                machine, outcome.operation, outcome.failed, outcome.tape, outcome.tape.count, &actions, &result))
    }

    /// Whether tasks that work for the host are left.
    var hasDaemons: Bool { lh_has_daemons(machine) }

    private func step(_ status: lh_status) -> Step {
        let tape = UnsafeRawBufferPointer(start: result.bytes, count: result.count)
        let state: State =
            switch status {
            case LH_WAITING: .waiting
            case LH_DONE: .done(ScriptResults(TapeReader.values(in: tape)))
            default: .failed(ScriptError(report: tape))
            }
        return Step(actions: readActions(), state: state)
    }

    private func readActions() -> [Action] {
        var reader = TapeReader(UnsafeRawBufferPointer(start: actions.bytes, count: actions.count))
        var found: [Action] = []
        while let kind = reader.next() {
            let id = UInt64(bitPattern: reader.expectNext().integer ?? 0)
            guard kind == 1 else {
                found.append(.cancel(id))
                continue
            }
            let name = reader.expectNext().text ?? ""
            let file = reader.expectNext().text
            let line = reader.expectNext().integer ?? 0
            let location = file.map { ScriptLocation(file: $0, line: Int(line)) }
            let errand = reader.expectNext().integer ?? 0
            guard case .list(let arguments) = reader.expectNext() else { preconditionFailure("damaged actions") }
            let operation = Operation(
                name: name, arguments: arguments, location: location, errand: errand == 0 ? nil : errand)
            found.append(.perform(id, operation))
        }
        return found
    }
}

/// The outcome of an operation, already as a tape: encoding it is not Lua's thread's work.
struct Outcome: Sendable {
    let operation: UInt64
    let failed: Bool
    let tape: [UInt8]

    /// Of no operation: only lets run what is ready.
    static let none = Outcome(operation: 0, failed: false, tape: [])
}

/// The part of a machine that other threads may use while it is open.
struct MachineHandle: @unchecked Sendable {  // lh_interrupt and its like are made for other threads, see CLuaHost.h
    fileprivate let machine: OpaquePointer

    func interrupt(_ reason: InterruptReason) {
        lh_interrupt(machine, reason == .timeLimit ? LH_TIME_LIMIT : LH_INTERRUPTED)
    }

    /// Ends the task that runs now: see lh_break.
    func breakOff() { lh_break(machine) }

    var isRunning: Bool { lh_is_running(machine) }

    /// Where an interrupted script is stuck inside a C function.
    var notedLocation: ScriptLocation? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { file in
            let line = lh_noted_location(machine, file.baseAddress, file.count)
            return line > 0 ? ScriptLocation(file: String(cString: file.baseAddress!), line: Int(line)) : nil
        }
    }
}
