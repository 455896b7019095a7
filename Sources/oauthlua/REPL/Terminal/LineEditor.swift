import CLineEditor
@preconcurrency import Dispatch
import Output
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// libedit on a queue of its own, and the one way to the terminal while a line is edited.
// `handle` is used on `queue` alone, but for le_wake, which any thread may call
final class LineEditor: @unchecked Sendable {
    enum Result: Equatable, Sendable {
        case line(String)
        /// Ctrl-C.
        case interrupted(wasEmpty: Bool)
        case end
    }

    private struct State {
        var isEditing = false
        var held = HeldOutput()
        var isInterrupted = false
        var isResized = false
        var isContinued = false
        var isEnding = false
        /// Who waits for the terminal.
        var borrowers: [CheckedContinuation<Void, Never>] = []
        /// How many have it or wait for it.
        var borrowed = 0
    }

    /// What Tab does to the line up to the cursor.
    typealias Completion = @Sendable (_ line: String, _ width: Int) -> CompletionOffer

    private let queue = DispatchQueue(label: "oauthlua.prompt")
    private let state = Mutex(State())
    private let environment: [String: String]
    private let complete: Completion
    private let returned = DispatchSemaphore(value: 0)
    private var handle: OpaquePointer!

    /// nil where libedit cannot be had.
    init?(environment: [String: String], complete: @escaping Completion) {
        self.environment = environment
        self.complete = complete
        let callbacks = le_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            woken: { context, _ in Unmanaged<LineEditor>.fromOpaque(context!).takeUnretainedValue().woken() },
            complete: { context, _, line, count, cursor in
                let text = UnsafeRawBufferPointer(start: line, count: min(count, cursor))
                Unmanaged<LineEditor>.fromOpaque(context!).takeUnretainedValue()
                    .completed(String(decoding: text, as: UTF8.self))
            })
        guard let handle = le_open("oauthlua", callbacks) else { return nil }
        self.handle = handle
    }

    deinit { if let handle { le_close(handle) } }

    /// - Parameter prompt: colours in it stand between two bytes 1.
    func read(_ prompt: String) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.readNow(prompt)) }
        }
    }

    func remember(_ lines: [String]) {
        queue.async { for line in lines { le_remember(self.handle, line) } }
    }

    // MARK: From any thread

    /// Shows it above the line that is edited.
    /// - Returns: false where none is, and the caller may write.
    func write(_ bytes: some Sequence<UInt8>, to descriptor: Int32) -> Bool {
        let (isTaken, isToBeShown) = state.withLock { state in
            guard state.isEditing else { return (false, false) }
            state.held.add(bytes, to: descriptor)
            return (true, state.held.hasWhole)
        }
        if isToBeShown { le_wake(handle) }
        return isTaken
    }

    /// Gives up the line that is edited.
    /// - Returns: false where none is.
    func interrupt() -> Bool { wake { $0.isInterrupted = true } }

    func resized() { _ = wake { $0.isResized = true } }

    /// The process was stopped (Ctrl-Z), and goes on: the terminal has the shell's settings.
    func continued() { _ = wake { $0.isContinued = true } }

    /// Ends the input.
    func end() { _ = wake { $0.isEnding = true } }

    private func wake(_ change: (inout State) -> Void) -> Bool {
        let isEditing = state.withLock { state in
            if state.isEditing { change(&state) }
            return state.isEditing
        }
        if isEditing { le_wake(handle) }
        return isEditing
    }

    /// Lets somebody else ask something: the line that is edited is put aside until they are done.
    func lending<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        await withCheckedContinuation { continuation in
            let isEditing = state.withLock { state in
                state.borrowed += 1
                if state.isEditing { state.borrowers.append(continuation) }
                return state.isEditing
            }
            if isEditing { le_wake(handle) } else { continuation.resume() }
        }
        defer { giveBack() }
        return try await body()
    }

    private func giveBack() {
        state.withLock { $0.borrowed -= 1 }
        returned.signal()
    }

    // MARK: On the queue

    private func readNow(_ prompt: String) -> Result {
        while state.withLock({ $0.borrowed > 0 }) { returned.wait() }
        state.withLock { $0.isEditing = true }
        var line: UnsafePointer<CChar>?
        let result = le_read(handle, prompt, &line)
        let (rest, borrowers) = state.withLock { state in
            state.isEditing = false
            defer { state.borrowers = [] }
            return (state.held.takeAll(), state.borrowers)
        }
        if result != LE_LINE { put([UInt8](result == LE_INTERRUPT ? "^C\n".utf8 : "\n".utf8), to: STDOUT_FILENO) }
        for output in rest { put(output.bytes, to: output.descriptor) }
        for borrower in borrowers { borrower.resume() }
        switch result {
        case LE_LINE: return .line(line.map { String(cString: $0) } ?? "")
        case LE_INTERRUPT: return .interrupted(wasEmpty: line.map { $0.pointee == 0 } ?? true)
        default: return .end
        }
    }

    /// In le_read: somebody has something for the terminal.
    private func woken() -> le_decision {
        let change = state.withLock { state in
            defer {
                state.isResized = false
                state.isContinued = false
                state.isInterrupted = false
                state.borrowers = []
            }
            return (outputs: state.held.takeWhole(), state: state)
        }
        if change.state.isContinued { le_lend(handle, false) }
        if change.state.isResized { le_resized(handle) }
        if !change.outputs.isEmpty { show(change.outputs) }
        if !change.state.borrowers.isEmpty { lend(to: change.state.borrowers) }
        return change.state.isEnding ? LE_ENDED : change.state.isInterrupted ? LE_INTERRUPTED : LE_GO_ON
    }

    private func show(_ outputs: [(descriptor: Int32, bytes: [UInt8])]) {
        le_begin_output(handle)
        for output in outputs { put(output.bytes, to: output.descriptor) }
        le_end_output(handle)
    }

    private func lend(to borrowers: [CheckedContinuation<Void, Never>]) {
        le_lend(handle, true)
        // What is written meanwhile belongs to the question.
        state.withLock { $0.isEditing = false }
        for borrower in borrowers { borrower.resume() }
        while state.withLock({ $0.borrowed > 0 }) { returned.wait() }
        state.withLock { $0.isEditing = true }
        le_lend(handle, false)
    }

    private func completed(_ line: String) {
        // Nothing to complete: it indents, as in text that is pasted.
        if line.allSatisfy({ $0 == " " || $0 == "\t" }) { return le_insert(handle, "\t") }
        let width = Terminal.width(of: STDOUT_FILENO, environment: environment)
        let offer = complete(line, width)
        if !offer.insertion.isEmpty { return le_insert(handle, offer.insertion) }
        guard !offer.choices.isEmpty else { return le_beep(handle) }
        show([(STDOUT_FILENO, Array(CompletionOffer.columns(offer.choices, width: width).utf8))])
    }

    /// A terminal that is gone is found out by the next read.
    private func put(_ bytes: [UInt8], to descriptor: Int32) { try? DescriptorSink(descriptor).write(bytes) }
}
