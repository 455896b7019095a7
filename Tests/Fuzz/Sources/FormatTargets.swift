import Foundation
import LuaHost
import OAuthCore

/// XML documents; the first byte chooses the options. What is read can be written as JSON, or it is refused by `decode`.
let xmlTarget: FuzzTarget = { input in
    decode(
        input,
        """
        local choices = {
            {}, { namespaces = false, trim = true }, { lists = { 'e', 'n' }, max_depth = 5 }, { path = 'f.e[*].n[*]' },
            { path = 'f.e[0].@id' }, { path = 'a' },
        }
        local options = choices[first % #choices + 1]
        local ok, value = pcall(host.xml_decode, text, options, first >= 128)
        if ok then json.encode(value) else check(value) end
        """)
}

/// CSV; the first byte chooses the options. What is read is written and read again as the same.
let csvTarget: FuzzTarget = { input in
    decode(
        input,
        """
        local choices = {
            {}, { header = false }, { header = { 'a', 'b', 'c' }, delimiter = ';' }, { quote = false }, { numbers = true },
            { header = false, numbers = { 1 } }, { fields = { 1, x = 2 } },
        }
        local options = choices[first % #choices + 1]
        local ok, rows = pcall(host.csv_decode, text, options)
        if not ok then return check(rows) end
        local names = {}
        for _, row in ipairs(rows) do for name in pairs(row) do names[name] = true end end
        for _, row in ipairs(rows) do
            -- What a row lacks is written as an empty cell.
            if options.header ~= false then for name in pairs(names) do row[name] = row[name] or "" end end
        end
        local written = host.csv_encode(rows, { delimiter = '|' })
        if options.numbers or #rows == 0 then return end
        local again = host.csv_decode(written, { delimiter = '|', header = options.header ~= false })
        local before, after = json.encode(rows), json.encode(again)
        if before ~= after then error('written and read again: ' .. before .. ' ' .. after) end
        """)
}

/// A path, and behind its line end a JSON document; the first byte chooses what the path is of. The text and the tables made
/// of it give the same, or the path is refused by `config`.
let pathTarget: FuzzTarget = { input in
    decode(
        input,
        """
        local path, document = text:match '^([^\\n]*)\\n(.*)$'
        if not path then return end
        local paths = host.module 'paths'
        local ok, problem = pcall(paths.check, path)
        if not ok then
            local is_shown = utf8.len(type(problem) == 'table' and problem.message or '') or not utf8.len(path)
            if type(problem) ~= 'table' or problem.kind ~= 'config' or not is_shown then error(problem, 0) end
            return
        end
        local choices = {
            { path = path }, { fields = { x = path } }, { also = { path } },
            { path = path, fields = { 'a', x = 'b[*].c' } }, { path = 'a[*]', fields = { x = path }, also = { path, 'a' } },
        }
        local options = choices[first % #choices + 1]
        local good, value = pcall(json.decode, document)
        if not good then return check(value) end
        local function outcome(...)
            local ok, found, also = pcall(...)
            if ok then return json.encode { found == nil and 'nothing' or found, also == nil and 'nothing' or also } end
            if found ~= 'not enough memory' then error(found, 0) end
        end
        local walked, selected = outcome(json.decode, document, options), outcome(paths.select, value, options)
        if walked and selected and walked ~= selected then error('of the text ' .. walked .. ', of the table ' .. selected) end
        """)
}

/// Lines of JSON. All of them are what each of them is.
let ndjsonTarget: FuzzTarget = { input in
    decode(
        input,
        """
        local ok, all = pcall(host.ndjson_decode, text, first < 128 and { max_depth = first } or nil)
        local each, count = json.array {}, 0
        for line in (text .. '\\n'):gmatch '([^\\n]*)\\n' do
            local good, values = pcall(host.ndjson_decode, line, first < 128 and { max_depth = first } or nil)
            if not good then
                check(values)
                if ok then error 'a line is refused that all of them are not' end
                return check(all)
            end
            for _, value in ipairs(values) do count = count + 1 each[count] = value end
        end
        if not ok then return check(all) end
        if json.encode(all) ~= json.encode(each) then error('the lines are ' .. json.encode(each)) end
        """)
}

/// Text in a charset that the first byte chooses, cut into pieces behind lines. The pieces are what the whole is.
let charsetTarget: FuzzTarget = { input in
    guard let first = input.first else { return }
    let text = Array(input.dropFirst())
    let charset = Charset.allCases[Int(first) % Charset.allCases.count]
    let known = charset.resolved(by: text)
    var (pieces, rest, read): ([[UInt8]], [UInt8], Int) = ([], [], 0)
    while read < text.count {
        let step = min(Int(first) / 16 + 1, text.count - read)
        let start = rest.count
        rest += text[read..<read + step]
        read += step
        let end = known.endOfLastLine(in: rest, from: start)
        guard end > 0 else { continue }
        pieces.append(Array(rest[..<end]))
        rest.removeFirst(end)
    }
    // A mark at the beginning of a piece goes as the one of the text.
    func decoded(_ pieces: [[UInt8]], _ charset: Charset) -> String? {
        var whole: [UInt8] = []
        for piece in pieces {
            guard let text = try? charset.decode(piece) ?? piece else { return nil }
            whole += text
        }
        let text = String(decoding: whole, as: UTF8.self)
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FEFF}" }))
    }
    precondition(decoded([text], charset) == decoded(pieces + [rest], known), "pieces are not what the whole is")
}

/// Runs a script that decodes the input, in a machine with little memory. An error of it is a property that does not hold.
private func decode(_ input: [UInt8], _ source: String) {
    guard let first = input.first else { return }
    let preamble = """
        local function check(err)
            if type(err) == 'table' and err.kind == 'decode' and utf8.len(err.message) then return end
            if err ~= 'not enough memory' then error(err, 0) end
        end

        """
    wait {
        let runtime = LuaRuntime(
            host: NoHost(), modules: [LuaModule(name: "host", source: Array("return ...".utf8))],
            limits: LuaLimits(memory: 16 << 20),
            globals: ["first": .integer(Int64(first)), "text": .string(Array(input.dropFirst()))])
        do {
            _ = try await runtime.run(Array((preamble + source).utf8), chunkName: "=fuzz")
        } catch {
            fatalError("\(error)")
        }
    }
}

private struct NoHost: LuaHost.Host {
    func perform(_ operation: LuaHost.Operation) async throws -> [LuaValue] { [] }
}
