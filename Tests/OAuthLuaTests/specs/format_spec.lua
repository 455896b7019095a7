local check = require "check"

-- A response with this body and Content-Type.
local function answer(body, content_type)
    return http.post("https://api.example/raw", { body = body, headers = { ["X-Test"] = content_type or "text/plain" } })
end

return {
    ["each format is a method of the response and a module"] = function()
        check.equal(answer('{"a":1}'):json(), { a = 1 })
        check.equal(answer('{"a":1}\n2\n'):ndjson(), { { a = 1 }, 2 })
        check.equal(answer("a,b\n1,2\n"):csv(), { { a = "1", b = "2" } })
        check.equal(answer("<a><b>1</b></a>"):xml(), { a = { b = "1" } })
        check.equal(answer("text"):text(), "text")
        check.equal(answer("a\t1\n", "text/tab-separated-values"):csv { header = false, numbers = true }, { { "a", 1 } })
        check.equal(answer("<a><b>1</b></a>"):xml { path = "a.b[*]" }, { "1" })
        check.equal(require "csv".decode "a\n1\n", { { a = "1" } })
        check.equal(require "xml".decode "<a/>", { a = "" })
        check.equal(require "ndjson".decode "1\n2", { 1, 2 })
    end,
    ["a page of XML, where one element alone is a list of one"] = function()
        local function rows(body, definition)
            definition.url, definition.method, definition.body = "https://api.example/raw", "POST", body
            definition.headers = { ["X-Test"] = "application/atom+xml" }
            return resource "feed" (definition):fetch()
        end
        local one = '<feed next="2"><entry id="1"><title>One</title></entry></feed>'
        local two = one:gsub("</feed>", '<entry id="2"><title>Two</title></entry>%0')
        check.equal(rows(two, { path = "feed.entry[*].title" }), { "One", "Two" })
        check.equal(rows(one, { path = "feed.entry[*].title" }), { "One" })
        check.equal(rows(one, { path = "feed.entry", fields = { id = "@id" } }), { { id = "1" } })
        check.equal(rows(two, { path = "feed.entry", fields = { "title" } }), { { title = "One" }, { title = "Two" } })
        check.equal(rows(two, { path = "$.feed.entry[?@['@id']=='2'].title" }), { "Two" })
        check.equal(rows(two, { path = "entry[0].title", xml = { path = "feed" } }), { "One" })
        check.equal(#rows("<feed/>", { path = "feed.entry[*]?" }), 0)
        check.fails(function() rows("<feed/>", { path = "feed.entry[*]" }) end, "nothing at path 'feed.entry[*]'")
        check.fails(function() rows(one, { path = "feed.entry", pages = { next_url = "feed.@next" } }) end, "https://api.example/2")
        check.equal(#rows(one, { path = "feed.entry", pages = { cursor = "feed.none", param = "x" }, }), 1)
    end,
    ["a page of lines in another charset"] = function()
        local function utf16(text, little)
            return (text:gsub(utf8.charpattern, function(c)
                return string.pack(little and "<I2" or ">I2", utf8.codepoint(c))
            end))
        end
        local text = '{"a":"\u{0A0A}\u{010A}"}\n{"a":"\u{20AC}"}\n'
        local wanted = { { a = "\u{0A0A}\u{010A}" }, { a = "\u{20AC}" } }
        for kind, body in pairs {
            ["application/x-ndjson; charset=utf-16le"] = utf16(text, true), ["application/jsonl; charset=utf-16be"] = utf16(text),
            ["application/jsonl"] = "\xFE\xFF" .. utf16(text), ["application/x-ndjson"] = text,
            ["application/ndjson; charset=utf-8"] = "\xEF\xBB\xBF" .. text,
        } do
            local request = { body = body, headers = { ["X-Test"] = kind } }
            local rows = resource "lines" { url = "https://api.example/raw", method = "POST", body = body, headers = request.headers }
            check.equal(rows:fetch(), wanted)
            for _, stream in ipairs { true, false } do
                request.stream = stream
                local lines = {}
                for line in http.post("https://api.example/raw", request):lines() do lines[#lines + 1] = line:gsub("^\xEF\xBB\xBF", "") end
                check.equal(ndjson.decode(table.concat(lines, "\n")), wanted)
            end
        end
        local problem = check.fails(function()
            resource "lines" {
                url = "https://api.example/raw", method = "POST", body = "1", headers = { ["X-Test"] = "application/x-ndjson; charset=koi8-r" },
            }:fetch()
        end, "in the charset 'koi8-r', which cannot be read")
        check.equal(problem.kind, "decode")
    end,
    ["ndjson is written a value a line"] = function()
        check.equal(ndjson.encode { { b = 1, a = { true } }, "x\ny" }, '{"a":[true],"b":1}\n"x\\ny"\n')
        check.equal(ndjson.encode {}, "")
        check.equal(ndjson.decode(ndjson.encode { 1, { a = json.null } }), { 1, { a = json.null } })
        check.fails(function() ndjson.encode(7) end, "ndjson.encode needs a list, got number")
    end,
    ["Content-Type names the charset, in any case and in quotes"] = function()
        check.equal(answer("a\nn\xE9e\n", "text/csv; charset=ISO-8859-1"):csv(), { { a = "née" } })
        check.equal(answer("a\n\x80\n", 'Text/CSV; header=present; Charset="Windows-1252"'):csv(), { { a = "€" } })
        check.equal(answer("\x80", "text/plain; charset=iso-8859-1"):text(), "\u{80}")
        check.equal(answer('["\xE9"]', "application/json; charset=latin1"):json(), { "é" })
        check.equal(answer("\0[\0\"\0\xE9\0\"\0]", "application/json; charset=utf-16be"):json(), { "é" })
        check.equal(answer("plain", "text/plain; charset=us-ascii"):text(), "plain")
    end,
    ["a byte order mark counts more than Content-Type"] = function()
        check.equal(answer("\xFF\xFEa\0\n\0\xE9\0", "text/csv; charset=us-ascii"):csv(), { { a = "é" } })
        check.equal(answer("\xEF\xBB\xBFé", "text/plain; charset=iso-8859-1"):text(), "é")
        check.equal(answer("\xFE\xFF\0a", "text/plain"):text(), "a")
    end,
    ["Content-Type counts more than an XML declaration"] = function()
        local declared = "<?xml version='1.0' encoding='ISO-8859-1'?><a>%s</a>"
        check.equal(answer(declared:format "é", "application/xml; charset=utf-8"):xml(), { a = "é" })
        check.equal(answer(declared:format "\x80", "text/xml; charset=windows-1252"):xml(), { a = "€" })
        check.equal(answer(declared:format "\xE9", "application/xml"):xml(), { a = "é" })
        check.equal(xml.decode(declared:format "\x80", { charset = "windows-1252" }), { a = "€" })
        check.equal(xml.decode(declared:format "é", { charset = "utf-8" }), { a = "é" })
    end,
    ["a script may know the charset better"] = function()
        local response = answer("a\n\x80\n", "text/csv; charset=iso-8859-1")
        check.equal(response:csv(), { { a = "\u{80}" } })
        check.equal(response:csv { charset = "windows-1252" }, { { a = "€" } })
        check.equal(response:text { charset = "cp1252" }, "a\n€\n")
        check.equal(response.body, "a\n\x80\n")
        check.equal(csv.decode("a\n\x80\n", { charset = "windows-1252" }), { { a = "€" } })
    end,
    ["a charset that cannot be read is named"] = function()
        local problem = check.fails(
            function() answer("a", "text/csv; charset=Shift_JIS"):csv() end, "is in the charset 'Shift_JIS', which cannot be read")
        check.equal(problem.kind, "decode")
        check.equal(problem.url, "https://api.example/raw")
        check.equal(answer("a", "text/csv; charset=Shift_JIS").body, "a")
        check.equal(answer("a", "text/csv; charset=Shift_JIS"):text { charset = "utf-8" }, "a")
        for _, decode in ipairs {
            function() return answer "a":text { charset = "ebcdic" } end, function() return csv.decode("a", { charset = "ebcdic" }) end,
        } do
            check.equal(check.fails(decode, "the charset 'ebcdic' is not known").kind, "config")
        end
    end,
    ["bytes that are not of the charset are an error that says where"] = function()
        local problem = check.fails(
            function() answer("ab\xE9", "text/plain; charset=us-ascii"):text() end,
            "is not US-ASCII as it says: byte 0xE9 at position 3")
        check.equal(problem.kind, "decode")
        check.fails(function() answer("a\x81", "text/csv; charset=windows-1252"):csv() end, "byte 0x81 at position 2")
        check.fails(function() xml.decode("\xD8\0", { charset = "utf-16be" }) end, "the text is not UTF-16BE: byte 0xD8 at position 1")
        check.equal(check.fails(function() answer "\xE9":text() end, "it is not UTF-8", "charset").kind, "decode")
        check.fails(function() answer "a\n\xE9":csv() end, "invalid CSV in line 2: it is not UTF-8")
    end,
    ["errors say what was asked, and where it is wrong"] = function()
        local problem = check.fails(function() answer "<a>\n<b></a>":xml() end, "https://api.example/raw is not valid XML", "line 2, column 6")
        check.equal(problem.kind, "decode")
        check.equal(problem.line, 2)
        check.equal(problem.column, 6)
        problem = check.fails(function() answer 'a\n"1':csv() end, "is not valid CSV: invalid CSV in line 2")
        check.equal(problem.line, 2)
        problem = check.fails(function() answer "1\n[":ndjson() end, "is not valid NDJSON", "line 2")
        check.equal(problem.line, 2)
        check.fails(function() answer("<html>", "text/html"):csv() end, "with a web page, not CSV")
        check.fails(function() answer("<!DOCTYPE html><html>", "text/plain"):xml() end, "with a web page, not XML")
        check.fails(function() answer("<!DOCTYPE a><a/>", "text/xml"):xml() end, "a document type declaration")
        problem = check.fails(function() answer "a":csv { delimeter = ";" } end, "unknown option 'delimeter'")
        check.equal(problem.kind, "config")
    end,
}
