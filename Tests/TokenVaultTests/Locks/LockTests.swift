import Foundation
import OAuthCore
import Synchronization
import Testing

@testable import TokenVault

@Suite struct LockTests {
    /// Counts who is inside at the same time.
    final class Room: Sendable {
        let state = Mutex((inside: 0, most: 0, visits: 0))

        func visit() async {
            state.withLock { state in
                state.inside += 1
                state.visits += 1
                state.most = max(state.most, state.inside)
            }
            for _ in 0..<3 { await Task.yield() }
            state.withLock { $0.inside -= 1 }
        }
    }

    @Test func oneTaskAtATime() async throws {
        let folder = try TemporaryFolder()
        let key = KeySource.own(folder.path + "/key")
        let vaults = (0..<3).map { _ in Vault(path: folder.store, key: key) }
        let room = Room()
        try await withThrowingTaskGroup { group in
            for number in 0..<30 {
                group.addTask { try await vaults[number % 3].withLock(on: .google) { await room.visit() } }
            }
            try await group.waitForAll()
        }
        #expect(room.state.withLock { $0.most } == 1)
        #expect(room.state.withLock { $0.visits } == 30)
    }

    /// A lock that is held from one call to another ends with its last holder.
    @Test func aHeldLock() async throws {
        let folder = try TemporaryFolder()
        let vaults = (0..<2).map { _ in Vault(path: folder.store, key: .own(folder.path + "/key")) }
        let key = DocumentKey(.state, "/a.lua (profile default)")
        var held = try await vaults[0].hold(key, waiting: .zero)
        guard case .held = held else {
            Issue.record("not held")
            return
        }
        for limit in [Duration.zero, .milliseconds(100)] {
            let start = ContinuousClock.now
            guard case .busy(let holder) = try await vaults[1].hold(key, waiting: limit) else {
                Issue.record("held twice")
                return
            }
            #expect(holder == String(getpid()))
            #expect(ContinuousClock.now - start >= limit)
        }
        guard case .held = try await vaults[1].hold(DocumentKey(.state, "/b.lua"), waiting: .zero) else {
            Issue.record("another document's lock was taken")
            return
        }
        held = .busy(holder: nil)
        // A child that another test is just starting has the lock's file, too, until it runs its program.
        guard case .held = try await vaults[1].hold(key, waiting: .seconds(30)) else {
            Issue.record("not given back")
            return
        }
        // The store itself was not needed for it.
        #expect(try Files.kind(of: folder.store) == .missing)
    }

    @Test func tokensDoNotWaitForEachOther() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .own(folder.path + "/key"))
        let others: [TokenKey] = [
            .google.with(connection: "x"), .google.with(profile: "x"), .google.with(provider: "x"),
            .google.with(clientID: "x"),
        ]
        let entered = try await vault.withLock(on: .google) {
            for key in others { try await vault.withLock(on: key) {} }
            return true
        }
        #expect(entered)
        #expect(try mode(folder.store + ".locks") == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.store + ".locks")
        #expect(files.count == 5)
        for file in files {
            #expect(try mode(folder.store + ".locks/" + file) == 0o600)
            #expect(file.count == 64 && !file.contains("google"))
        }
        #expect(try Files.kind(of: folder.store) == .missing)
    }

    @Test func aThrowingBodyLetsGo() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .own(folder.path + "/key"))
        let error = await failure { try await vault.withLock(on: .google) { throw OAuthError(.network, "gone") } }
        #expect(error?.kind == .network)
        #expect(try await vault.withLock(on: .google) { 7 } == 7)
    }

    @Test func waitsForAnotherProcessAndItsEnd() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .own(folder.path + "/key"))
        try await vault.withLock(on: .google) {}
        let holder = try Holder(of: vault.locks.path(for: .token(.google)))
        let impatient = Vault(
            path: folder.store, key: .own(folder.path + "/key"), lockTimeout: .milliseconds(100))
        let error = await failure { try await impatient.withLock(on: .google) {} }
        #expect(error?.kind == .store)
        #expect(error?.message.contains("has kept the token of google locked") == true)

        let waiting = Task { try await vault.withLock(on: .google) { true } }
        holder.kill()
        #expect(try await waiting.value)
    }

    @Test func waitingForAProcessCanBeCancelled() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .own(folder.path + "/key"))
        try await vault.withLock(on: .google) {}
        let holder = try Holder(of: vault.locks.path(for: .token(.google)))
        let first = Task { try await vault.withLock(on: .google) {} }
        let second = Task { try await vault.withLock(on: .google) {} }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        holder.kill()
        #expect(try await vault.withLock(on: .google) { true })
    }

    @Test func anotherProcessWaitsForUs() async throws {
        let folder = try TemporaryFolder()
        let vault = Vault(path: folder.store, key: .own(folder.path + "/key"))
        let path = vault.locks.path(for: .token(.google))
        let inside = try await vault.withLock(on: .google) { try tryFlock(path) }
        #expect(inside == 1)
        // A program that another test starts at this moment has a copy of the descriptor until its exec.
        let end = ContinuousClock.now + .seconds(20)
        var after = try tryFlock(path)
        while after != 0, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
            after = try tryFlock(path)
        }
        #expect(after == 0)
        #expect(FileLock.holder(path) == "\(getpid())")
    }

    @Test func aStoreBehindALinkHasTheSameLocks() async throws {
        let folder = try TemporaryFolder()
        let key = KeySource.own(folder.path + "/key")
        let vault = Vault(path: folder.store, key: key)
        try await vault.prepare()
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: folder.store)
        let linked = Vault(path: folder.path + "/link", key: key, lockTimeout: .milliseconds(50))
        let error = await failure {
            try await vault.withLock(on: .google) { try await linked.withLock(on: .google) {} }
        }
        #expect(error?.message.contains("process \(getpid()) has kept") == true)
    }

    @Test func aLockIsGivenOnce() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lock"
        let first = try #require(try FileLock.attempt(path))
        #expect(try FileLock.attempt(path) == nil)
        first.release()
        let second = try #require(try FileLock.attempt(path))
        second.release()
    }
}

/// A process that holds the lock of a file until it is killed.
struct Holder {
    private let process = Process()

    init(of path: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        process.arguments = ["--no-fork", path, "sh", "-c", "echo held; exec sleep 1000"]
        process.standardOutput = output
        try process.run()
        _ = try output.fileHandleForReading.read(upToCount: 5)
    }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// 0 where another process gets the lock, 1 where it does not.
func tryFlock(_ path: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    process.arguments = ["--nonblock", path, "true"]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
}
