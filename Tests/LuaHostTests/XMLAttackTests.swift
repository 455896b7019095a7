import Foundation
import Testing

@testable import LuaHost

@Suite struct XMLAttackTests {
    private static let laughs =
        "<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">"
        + (1...9).map { "<!ENTITY lol\($0) \"\(String(repeating: "&lol\($0 - 1);", count: 10))\">" }.joined()
        + "]><lolz>&lol9;</lolz>"

    private static let blowup =
        "<!DOCTYPE a [<!ENTITY a \"\(String(repeating: "a", count: 50_000))\">]><a>\(String(repeating: "&a;", count: 50_000))</a>"

    @Test(arguments: [
        Case("billion laughs", laughs),
        Case("quadratic blowup", blowup),
        Case("external entity", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"),
        Case("external entity over http", "<!DOCTYPE a [<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">]><a>&x;</a>"),
        Case("external subset", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\"><a/>"),
        Case("public subset", "<!DOCTYPE a PUBLIC \"-//X//Y\" \"http://127.0.0.1:1/a.dtd\"><a/>"),
        Case("parameter entity", "<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/passwd\">%p;]><a/>"),
        Case("default attributes", "<!DOCTYPE a [<!ATTLIST a b CDATA 'x'>]><a/>"),
        Case("no subset", "<!DOCTYPE html><html/>"),
        Case("behind a declaration", "<?xml version='1.0' standalone='no'?>\n<!DOCTYPE a><a/>"),
    ])
    func documentTypesAreRefused(document: Case) async throws {
        let error = try await Script(globals: ["text": .text(document.source)]).failure("host.xml_decode(text)")
        #expect(error.kind == "decode")
        #expect(error.message.contains("a document type declaration (<!DOCTYPE …>) is not accepted"))
    }

    @Test func depthIsLimited() async throws {
        let script = Script()
        let source = "return host.xml_decode(('<a>'):rep(depth) .. ('</a>'):rep(depth), options)"
        #expect(try await script.run("local depth, options = 1000 " + source + " ~= nil") == [true])
        for (call, most) in [
            ("depth, options = 1001", 1000), ("depth, options = 4, { max_depth = 3 }", 3),
            ("depth, options = 1000000", 1000),
        ] {
            let error = try await script.failure("local \(call) \(source)")
            #expect(error.kind == "decode")
            #expect(error.message.contains("more than \(most) levels of elements; the option max_depth allows more"))
        }
        #expect(
            try await script.run("local depth, options = 50000, { max_depth = 50000 } " + source + " ~= nil") == [true])
    }

    /// What is skipped on the way of a path is limited all the same.
    @Test func depthIsLimitedBesideThePath() async throws {
        let error = try await Script().failure(
            "host.xml_decode('<f>' .. ('<a>'):rep(2000) .. ('</a>'):rep(2000) .. '</f>', { path = 'f.e' })")
        #expect(error.message.contains("more than 1000 levels of elements"))
    }

    @Test(arguments: [
        Case("elements", "host.xml_decode('<a>' .. ('<b/>'):rep(300000) .. '</a>')"),
        Case("records", "host.xml_decode('<a>' .. ('<b c=\"1\"><d>x</d></b>'):rep(100000) .. '</a>')"),
        Case("text", "host.xml_decode('<a>' .. ('x&amp;'):rep(1000000) .. '</a>')"),
        Case(
            "names",
            "local t = {} for i = 1, 60000 do t[i] = '<name' .. i .. '/>' end host.xml_decode('<a>' .. table.concat(t) .. '</a>')"
        ),
        Case("a body", "host.body_xml(1)"),
    ])
    func memory(script: Case) async throws {
        var limited = Script(limits: LuaLimits(memory: 7 << 20))
        limited.host.bodies = [1: Array(("<a>" + String(repeating: "<b><c/></b>", count: 200_000) + "</a>").utf8)]
        let error = try await limited.failure("\n" + script.source)
        #expect(error.reason == .memory)
        #expect(error.location?.line == 2)
    }

    /// What the builder raises ends the reading, also where a text behind it is too large for a note.
    @Test func memoryEndsBeforeALargeText() async throws {
        let done = try await Script(limits: LuaLimits(memory: 8 << 20)).run(
            """
            local text = '<a>' .. ("<b c=''/>"):rep(450) .. ('x'):rep(16500) .. '</a>'
            local failed = 0
            for i = 1, 400 do
                local ballast = {}
                pcall(function()
                    for j = 1, 6 do ballast[j] = ('x'):rep((1 << 20) + i * 2500) end
                    for j = 7, 40 do ballast[j] = ('y'):rep(40000 + i * 13) end
                end)
                local ok, problem = pcall(host.xml_decode, text)
                if not ok then
                    ballast, failed = nil, failed + 1
                    if problem ~= 'not enough memory' then error(problem, 0) end
                end
            end
            return failed
            """)
        #expect(done[0].integer ?? 0 > 0)
    }

    /// A path is read again while the document is, and a finalizer may take it out of the options.
    @Test func aFinalizerTakesThePathAway() async throws {
        let result = try await Script().run(
            """
            local wrong = 0
            for i = 1, 200 do
                local options = setmetatable({}, { __index = function(_, name)
                    if name == 'path' then return table.concat({ 'feed', 'entry' .. ('y'):rep(60), 'title' }, '.') end
                end })
                setmetatable({}, { __gc = function() collectgarbage() end })
                local name = 'entry' .. ('y'):rep(60)
                local text = ('<feed><%s><title>x</title></%s></feed>'):format(name, name)
                for j = 1, 5 do local _ = ('z'):rep(60) .. j end
                if host.xml_decode(text, options) ~= 'x' then wrong = wrong + 1 end
            end
            return wrong
            """)
        #expect(result == [0])
    }

    /// A machine survives memory that runs out at any point of the work, and decodes again.
    @Test func memoryEndsAnywhere() async throws {
        var done = 0
        for limit in stride(from: 60_000, to: 700_000, by: 7_919) {
            do {
                let result = try await Script(limits: LuaLimits(memory: limit)).run(
                    """
                    local text = '<f>' .. ('<e id="1"><n>name</n><n>other</n>text</e>'):rep(500) .. '</f>'
                    local ok, value = pcall(host.xml_decode, text)
                    if not ok and value ~= 'not enough memory' then error(value, 0) end
                    value = nil
                    return host.xml_decode('<a>x</a>').a
                    """)
                #expect(result == ["x"])
                done += 1
            } catch let error as ScriptError {
                #expect(error.reason == .memory || error.message.contains("not enough memory"), "\(limit): \(error)")
            }
        }
        #expect(done > 10)
    }

    /// Only what is at the path is built: the rest of a large document needs no memory.
    @Test func aPathNeedsLittleMemory() async throws {
        var limited = Script(limits: LuaLimits(memory: 3 << 20))
        let record = "<e><id>7</id><text>\(String(repeating: "lorem ipsum ", count: 40))</text></e>"
        limited.host.bodies = [1: Array(("<f>" + String(repeating: record, count: 20_000) + "</f>").utf8)]
        #expect(try await limited.run("return #host.body_xml(1, { path = 'f.e[*].id' })") == [20_000])
    }

    @Test func aStopIsHeard() async throws {
        var limited = Script(limits: LuaLimits(memory: 2 << 30))
        limited.limits.time = .milliseconds(100)
        limited.limits.grace = .seconds(60)
        limited.host.bodies = [1: Array(("<f>" + String(repeating: "<e><n>1</n></e>", count: 300_000) + "</f>").utf8)]
        let error = try await limited.failure("while true do host.body_xml(1) end")
        #expect(error.reason == .timeLimit)
    }

    @Test func everyTruncationIsAnError() async throws {
        let document = "<?xml version='1.0'?><a b='1'>t&amp;<c><![CDATA[x]]></c><!-- c --></a>"
        let count = try await Script(globals: ["text": .text(document)]).run(
            """
            local failures = 0
            for i = 0, #text - 1 do
                local ok, err = pcall(host.xml_decode, text:sub(1, i))
                if not ok and err.kind == 'decode' then failures = failures + 1 end
            end
            return failures
            """)
        #expect(count == [.integer(Int64(document.utf8.count))])
    }
}
