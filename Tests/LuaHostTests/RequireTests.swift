import Testing

@testable import LuaHost

@Suite struct RequireTests {
    private func run(_ source: String, _ files: [String: String], in folder: String = "") async throws -> [LuaValue] {
        let folder = try TemporaryFolder(files)
        return try await Script().run(source, name: "@\(folder.path)/main.lua")
    }

    @Test func besideTheScript() async throws {
        let result = try await run(
            "local m, where = require 'mylib' return m.x, where:match('[^/]+$'), require 'mylib' == m, (require 'a.b'), (require 'pack')",
            [
                "mylib.lua": "local name, path = ... return {x = name}", "a/b.lua": "return 'ab'",
                "pack/init.lua": "return 'init'",
            ])
        #expect(result == ["mylib", "mylib.lua", true, "ab", "init"])
    }

    @Test func inTheFoldersOfThePath() async throws {
        let folder = try TemporaryFolder(["one/m.lua": "return 1", "two/m.lua": "return 2", "two/n.lua": "return 'n'"])
        let script = Script(modulePath: [folder.path + "/one", folder.path + "/two"])
        #expect(
            try await script.run("return require 'm', (require 'n')")
                == [1, .text(folder.path + "/one/m.lua"), "n"].filter { $0.text?.hasSuffix("m.lua") != true })
    }

    @Test func builtInModulesComeFirst() async throws {
        let result = try await run(
            "return require 'json' == json, require 'string' == string, require 'task' == task",
            ["json.lua": "error 'wrong'", "string.lua": "error 'wrong'", "task.lua": "error 'wrong'"])
        #expect(result == [true, true, true])
    }

    @Test func preload() async throws {
        #expect(
            try await Script().run("package.preload.x = function(n) return n .. '!' end return (require 'x')") == ["x!"]
        )
    }

    @Test func modulesLoadOnce() async throws {
        let result = try await run(
            "require 'm' require 'm' local n = package.loaded.m package.loaded.m = nil require 'm' return count, n",
            ["m.lua": "count = (count or 0) + 1"])
        #expect(result == [2, true])
    }

    @Test func modulesMayWaitWhileTheyLoad() async throws {
        let result = try await run(
            """
            local a, b = task.all {function() return require 'slow' end, function() return require 'slow' end}
            return a == b, a.value, count
            """, ["slow.lua": "count = (count or 0) + 1 return {value = host.wait('later', 5)}"])
        #expect(result == [true, 5, 1])
    }

    @Test(arguments: [
        ("require 'a'", "modules require each other in a loop: a -> b -> c -> a"),
        ("require 'self'", "modules require each other in a loop: self -> self"),
        ("require 'nosuch'", "module 'nosuch' not found:\n\tno built-in module 'nosuch'\n\tno file '"),
        ("require 'broken'", "cannot load module 'broken': "),
        ("require 'binary'", "cannot load module 'binary': "),
        ("require()", "require needs the name of a module, got nil"),
        ("package.path = nil require 'x'", "package.path must be a string"),
    ])
    func failures(source: String, message: String) async throws {
        let folder = try TemporaryFolder([
            "a.lua": "require 'b'", "b.lua": "require 'c'", "c.lua": "require 'a'", "self.lua": "require 'self'",
            "broken.lua": "x x", "binary.lua": "\u{1B}Lua",
        ])
        let error = try await Script().failure(source, name: "@\(folder.path)/main.lua")
        #expect(error.message.hasPrefix(message), "\(error.message)")
    }

    @Test func aModuleThatFailedMayBeTriedAgain() async throws {
        let result = try await run(
            "local a = pcall(require, 'm') ready = true return a, (require 'm')",
            ["m.lua": "if not ready then error 'not yet' end return 'now'"])
        #expect(result == [false, "now"])
    }

    @Test func errorsInModulesNameTheirLine() async throws {
        let folder = try TemporaryFolder(["m.lua": "\n\nerror 'bad'"])
        let error = try await Script().failure("\nrequire 'm'", name: "@\(folder.path)/main.lua")
        #expect(error.message == "bad")
        #expect(error.location == ScriptLocation(file: folder.path + "/m.lua", line: 3))
        #expect(error.traceback.map(\.location.line) == [3, 2])
    }

    @Test func modulesOfTheHost() async throws {
        let source = """
            local host = ...
            local m = {}
            function m.get(x) return host.wait('echo', x) end
            function m.bad() host.raise('do not') end
            function m.typed() host.raise {kind = 'config', message = 'typed'} end
            function m.other() return host.module('hidden') end
            function m.where() return host.location() end
            return m
            """
        let modules = [
            LuaModule(name: "api", source: Array(source.utf8)),
            LuaModule(name: "hidden", source: Array("return 'hidden'".utf8), isGlobal: false),
            LuaModule(name: "broken", source: Array("error 'at load'".utf8)),
        ]
        let script = Script(modules: modules)
        #expect(
            try await script.run("return api.get(1), api.other(), hidden, (pcall(require, 'hidden')), api.where()") == [
                1, "hidden", .nil, false, "test.lua", 1,
            ])
        #expect(
            try await script.run(
                "package.preload.hidden = function() return 'mine' end return (require 'hidden'), api.other()") == [
                    "mine", "hidden",
                ])
        let raised = try await script.failure("\napi.bad()")
        #expect(raised.description == "test.lua:2: do not")
        #expect(raised.traceback.count == 1)
        #expect(try await script.failure("\napi.typed()").kind == "config")
        #expect(try await script.failure("return broken").message.contains("at load"))
    }
}
