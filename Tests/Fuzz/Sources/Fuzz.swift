import CFuzzer
import Foundation

/// What a fuzz target does with one input. It ends the program where a property does not hold.
typealias FuzzTarget = @Sendable ([UInt8]) -> Void

let targets: [String: FuzzTarget] = [
    "callback": callbackTarget, "challenge": challengeTarget, "charset": charsetTarget, "csv": csvTarget,
    "json": jsonTarget, "jwk": jwkTarget, "jws": jwsTarget, "metadata": metadataTarget, "ndjson": ndjsonTarget,
    "oauth1": oauth1Target, "path": pathTarget, "token-response": tokenResponseTarget, "xml": xmlTarget,
]

/// libFuzzer's program: the first argument names the target, the others are libFuzzer's.
@main enum Fuzz {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, let target = targets[arguments[1]] else {
            print(targets.keys.sorted().joined(separator: "\n"))
            exit(arguments.count > 1 ? 64 : 0)
        }
        chosen = target
        var count = Int32(arguments.count - 1)
        var words: [UnsafeMutablePointer<CChar>?] = ([arguments[0]] + arguments[2...]).map { strdup($0) } + [nil]
        let status = words.withUnsafeMutableBufferPointer { words in
            var first = words.baseAddress
            return LLVMFuzzerRunDriver(&count, &first, testOneInput)
        }
        exit(status)
    }
}

/// What libFuzzer calls; its own main, which is linked and not run, wants it by this name.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    chosen(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}

/// Set once, before libFuzzer runs: its callback can carry no context.
nonisolated(unsafe) private var chosen: FuzzTarget = { _ in }

/// Runs what is asynchronous only because a library's is.
func wait(for body: @escaping @Sendable () async -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        await body()
        done.signal()
    }
    done.wait()
}
