import Foundation
import LuaHost

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

private struct NoHost: Host {
    func perform(_ operation: LuaHost.Operation) async throws -> [LuaValue] { [] }
}
