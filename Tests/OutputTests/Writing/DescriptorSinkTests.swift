import Foundation
import Testing

@testable import Output

@Suite struct DescriptorSinkTests {
    private func pipePair() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    /// More than a pipe holds, into a reader that takes small bites, blocking or not.
    @Test(arguments: [false, true])
    func everythingArrives(isNonBlocking: Bool) throws {
        let (reader, writer) = try pipePair()
        if isNonBlocking { _ = fcntl(writer, F_SETFL, O_NONBLOCK) }
        let sent = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        // A thread of its own writes: a blocked write must not hold one of the few that run the tests.
        Thread.detachNewThread {
            try? DescriptorSink(writer).write(sent)
            close(writer)
        }
        var received: [UInt8] = []
        var bite = [UInt8](repeating: 0, count: 10_000)
        while case let count = read(reader, &bite, bite.count), count > 0 { received += bite[..<count] }
        close(reader)
        #expect(received == sent)
    }

    @Test func aReaderThatIsGoneIsABrokenPipe() throws {
        signal(SIGPIPE, SIG_IGN)
        let (reader, writer) = try pipePair()
        close(reader)
        let failure = #expect(throws: WriteFailure.self) { try DescriptorSink(writer).write([1, 2, 3]) }
        #expect(failure?.isBrokenPipe == true)
        close(writer)
    }

    @Test func aFullDiskIsSaid() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        let failure = #expect(throws: WriteFailure.self) { try DescriptorSink(full).write([1]) }
        #expect(failure?.isBrokenPipe == false)
        #expect(failure?.description == "the output cannot be written: No space left on device")
    }
}
