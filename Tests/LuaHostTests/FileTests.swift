import Foundation
import Testing

@testable import LuaHost

@Suite struct FileTests {
    private func run(_ source: String, denied: TemporaryFolder, open: TemporaryFolder) async throws -> [LuaValue] {
        try await Script(
            globals: ["denied": .text(denied.path), "open": .text(open.path)], deniedFolders: [denied.path]
        ).run(source)
    }

    @Test(arguments: [
        "denied .. '/key'", "denied .. '/./key'", "denied .. '//key'",
        "open .. '/../' .. denied:match('[^/]+$') .. '/key'",
        "open .. '/link/key'", "open .. '/file'", "denied .. '/sub/deep/new'", "denied", "denied .. '/'",
        "'/proc/self/environ'", "'/proc/self/mem'", "'/proc/../proc/self/maps'", "'/dev/fd/0'",
        "open .. '/proc/self/environ'",
        "'/proc/thread-self/environ'", "'/proc/nonexistent'",
    ])
    func denied(path: String) async throws {
        let secret = try TemporaryFolder(["key": "secret"])
        let folder = try TemporaryFolder(["readable": "r"])
        let files = FileManager.default
        try files.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: secret.path)
        try files.createSymbolicLink(atPath: folder.path + "/file", withDestinationPath: secret.path + "/key")
        try files.createSymbolicLink(atPath: folder.path + "/proc", withDestinationPath: "/proc")
        let result = try await run(
            """
            local path = \(path)
            local readable = open .. '/readable'
            local function refused(value, message, code)
                return value == nil and message:find('scripts have no access', 1, true) ~= nil
            end
            local function raises(f, ...)
                local ok, e = pcall(f, ...)
                return not ok and e:find('scripts have no access', 1, true) ~= nil
            end
            return refused(io.open(path)), refused(io.open(path, 'w')), refused(os.remove(path)),
                refused(os.rename(path, open .. '/new')), refused(os.rename(readable, path)), raises(io.lines, path),
                raises(io.input, path), raises(io.output, path), refused(loadfile(path)), raises(dofile, path)
            """, denied: secret, open: folder)
        #expect(result == Array(repeating: true, count: 10), "\(path)")
        #expect(try String(contentsOfFile: secret.path + "/key", encoding: .utf8) == "secret")
    }

    @Test func otherFilesWork() async throws {
        let secret = try TemporaryFolder()
        let folder = try TemporaryFolder()
        let result = try await run(
            """
            local path = open .. '/a file'
            local f <close> = assert(io.open(path, 'w'))
            f:write('one\\ntwo\\n')
            f:close()
            local lines = {}
            for line in io.lines(path) do lines[#lines + 1] = line end
            assert(os.rename(path, path .. '2'))
            local missing, message, code = io.open(path)
            assert(os.remove(path .. '2'))
            local close = denied .. 'not-quite'
            assert(io.open(close, 'w')):close()
            assert(os.remove(close))
            return lines, missing, message:find('No such file') ~= nil, code, io.open('', 'r') == nil
            """, denied: secret, open: folder)
        #expect(result == [["one", "two"], .nil, true, 2, true])
    }

    @Test func aDeniedFolderNeedNotExist() async throws {
        let folder = try TemporaryFolder()
        let script = Script(globals: ["open": .text(folder.path)], deniedFolders: [folder.path + "/later/config/"])
        let result = try await script.run(
            "return io.open(open .. '/later/config/key', 'w') == nil, io.open(open .. '/other', 'w') ~= nil")
        #expect(result == [true, true])
    }
}
