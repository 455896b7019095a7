local check = require "check"

return {
    ["every field of a request is suggested"] = function()
        local problem = check.fails(function() http.get("https://api.example/echo", { multiprt = {} }) end, "multiprt")
        check.equal(problem.advice, "Did you mean 'multipart'?")
    end,
    ["a query is merged and lists repeat a name"] = function()
        local seen = http.get("https://api.example/echo?a=1", { query = { b = 2, c = { "x", "y" }, d = false, e = true } }):json()
        check.equal(seen.query, { a = "1", b = "2", c = "x,y", e = "true" })
        check.equal(seen.method, "GET")
    end,
    ["bodies"] = function()
        local sent = http.post("https://api.example/echo", { json = { b = 1, a = { true } } }):json()
        check.equal(sent.body, '{"a":[true],"b":1}')
        check.equal(sent.type, "application/json")
        sent = http.put("https://api.example/echo", { form = { q = "a b&c", z = 1 } }):json()
        check.equal(sent.body:gsub("%%20", "+"), "q=a+b%26c&z=1")
        check.equal(sent.type, "application/x-www-form-urlencoded")
        sent = http.patch("https://api.example/echo", { body = "raw\0bytes", headers = { ["X-Test"] = "yes" } }):json()
        check.equal(sent.body, "raw\0bytes")
        check.equal(sent.test, "yes")
        check.equal(http.request("delete", "https://api.example/echo"):json().method, "DELETE")
    end,
    ["a response"] = function()
        local response = http.get "https://api.example/echo"
        check.equal(response.status, 200)
        check.equal(response.ok, true)
        check.equal(response.headers["content-TYPE"], "application/json")
        check.equal(response.headers.ETag, '"1"')
        check.equal(response.headers.missing, nil)
        check.equal(response.body:sub(1, 1), "{")
        check.equal(response:expect(), response)
        check.equal(response.url, "https://api.example/echo")
    end,
    ["a status that is an error does not raise before expect"] = function()
        local response = http.get "https://api.example/status/404"
        check.equal(response.ok, false)
        local problem = check.fails(function() response:expect() end, "404", "https://api.example/status/404")
        check.equal(problem.kind, "http")
        check.equal(problem.status, 404)
        for status, kind in pairs { [429] = "rate_limited", [403] = "permission", [503] = "http" } do
            problem = check.fails(function() http.get("https://api.example/status/" .. status):expect() end)
            check.equal(problem.kind, kind)
        end
    end,
    ["a web page where JSON was expected"] = function()
        local problem = check.fails(function() http.get("https://api.example/html"):json() end, "web page", "Sign in")
        check.equal(problem.kind, "decode")
    end,
    ["a part of an answer"] = function()
        local response = http.get("https://api.example/pages", { query = { size = 3 } })
        check.equal(response:json { path = "data.items", fields = { "name", number = "id" } },
            { { name = "n1", number = 1 }, { name = "n2", number = 2 }, { name = "n3", number = 3 } })
        check.equal(response:json { path = "data.items[*].id" }, { 1, 2, 3 })
        check.equal(response:json { path = "$.data.items[?@.id > 1].name" }, { "n2", "n3" })
        check.equal(response:json { path = "nowhere" }, nil)
        check.equal(select("#", response:json { path = "next" }), 1)
        local problem = check.fails(function() response:json { path = "data.items[" } end, "data.items[", "character 12")
        check.equal(problem.kind, "config")
        problem = check.fails(function() http.get("https://api.example/html"):json { path = "items" } end, "web page")
        check.equal(problem.kind, "decode")
    end,
    ["wrong options are refused"] = function()
        check.fails(function() http.get("https://api.example/echo", { querry = {} }) end, "querry")
        check.fails(function() http.get("https://api.example/echo", { query = "a=1" }) end, "query", "table")
        check.fails(function() http.post("https://api.example/echo", { json = 1, body = "x" }) end, "body")
        check.fails(function() http.get(42) end, "URL")
        check.fails(function() http.get("https://api.example/echo", { query = { q = "\xff" } }) end, "UTF-8")
        check.fails(function() http.get "not a url" end)
        check.fails(function() http.get("https://api.example/echo", { headers = { ["X-A"] = "a\r\nB: c" } }) end, "X-A")
    end,
    ["retry and rate are checked before anything is sent"] = function()
        local url = "https://api.example/echo"
        check.fails(function() http.get(url, { retry = "often" }) end, "'retry'", "a number of attempts")
        check.fails(function() http.get(url, { retry = { attempt = 3 } }) end, "'retry'", "attempt")
        check.fails(function() http.get(url, { rate = "10" }) end, "'rate'", "10")
        check.fails(function() http.get(url, { rate = 10 }) end, "'rate'", "number")
        check.fails(function() resource "r" { url = url, rate = { per = 1 } }:fetch() end, "'rate'", "requests")
        local options = { retry = { attempts = 2, max_wait = 1, statuses = { 503 }, unsafe = true }, rate = "100/s" }
        check.equal(http.post(url, options):json().method, "POST")
        check.equal(resource "r" { url = url, retry = false, rate = { requests = 5 } }:first().method, "GET")
    end,
    ["a rate holds for all tasks"] = function()
        local seen = task.map({ 1, 2, 3, 4, 5, 6 }, function(n)
            return http.get("https://api.example/echo", { rate = { requests = 2, per = 60 }, query = { n = n } }):json().query.n
        end, { limit = 6 })
        check.equal(seen, { "1", "2", "3", "4", "5", "6" })
    end,
    ["multipart: named parts in the order of their names, then the list"] = function()
        local sent = http.post("https://api.example/echo", { multipart = {
            title = "Müller", count = 3, tag = { "a", "b" },
            { name = 'a "file"', file = "dir/cat.jpg" },
            { name = "doc", file = "x.bin", filename = "y.txt", content_type = "text/x" },
            { name = "inline", value = "{}", content_type = "application/json" },
        } }):json()
        local boundary = sent.type:match("^multipart/form%-data; boundary=(.+)$")
        check.equal(type(boundary), "string")
        local function part(head, content) return "--" .. boundary .. "\r\nContent-Disposition: form-data; " .. head .. "\r\n\r\n" .. content .. "\r\n" end
        check.equal(sent.body, part('name="count"', "3") .. part('name="tag"', "a") .. part('name="tag"', "b")
            .. part('name="title"', "Müller")
            .. part('name="a %22file%22"; filename="cat.jpg"\r\nContent-Type: image/jpeg', "<dir/cat.jpg>")
            .. part('name="doc"; filename="y.txt"\r\nContent-Type: text/x', "<x.bin>")
            .. part('name="inline"\r\nContent-Type: application/json', "{}") .. "--" .. boundary .. "--\r\n")
    end,
    ["multipart says what is wrong with it"] = function()
        local function refused(multipart, ...)
            return check.fails(function() http.post("https://api.example/echo", { multipart = multipart }) end, ...)
        end
        refused({}, "at least one part")
        refused({ "x" }, "part 1", "table")
        refused({ { value = "x" } }, "needs a name")
        refused({ { name = "x" } }, "'x'", "either a value or a file")
        refused({ { name = "x", value = "1", file = "y" } }, "either a value or a file")
        refused({ { name = "x", path = "y" } }, "no field 'path'")
        refused({ x = { name = 1, file = "y" } }, "'name'", "string")
        refused({ x = print }, "'x'", "function")
        refused({ x = { file = "y", content_type = "a\nb" } }, "content_type", "'x'")
        check.fails(function() http.post("https://api.example/echo", { multipart = { a = 1 }, form = {} }) end, "both bodies")
        check.fails(function()
            http.post("https://api.example/echo", { multipart = { a = 1 }, headers = { ["content-type"] = "x/y" } })
        end, "boundary")
    end,
    ["a streamed response is read by lines or pieces"] = function()
        local lines = {}
        for line in http.get("https://api.example/lines?n=3", { stream = true }):lines() do lines[#lines + 1] = line end
        check.equal(lines, { "line 1", "line 2", "line 3" })
        lines = {}
        for line in http.get("https://api.example/lines?n=2"):lines() do lines[#lines + 1] = line end
        check.equal(lines, { "line 1", "line 2" })
        local response, pieces = http.get("https://api.example/lines", { stream = true }), {}
        for piece in response:chunks() do pieces[#pieces + 1] = piece end
        check.equal(table.concat(pieces), "line 1\r\nline 2\r\nline 3")
        check.equal(response:chunks()(), nil)
    end,
    ["a streamed response has no body, and can be closed"] = function()
        local response <close> = http.get("https://api.example/lines", { stream = true })
        check.fails(function() return response.body end, "streamed", "lines")
        check.fails(function() return response:json() end, "streamed")
        response:close()
        response:close()
        check.equal(response:lines()(), nil)
        local refused = http.get("https://api.example/status/404", { stream = true })
        check.equal(refused.body, '{"error":"status 404"}')
        check.fails(function() refused:expect() end, "404")
    end,
    ["options of a download"] = function()
        check.fails(function() http.get("https://api.example/echo", { resume = true }) end, "'save'")
        check.fails(function() http.get("https://api.example/echo", { checksum = "sha256" }) end, "'save'")
        check.fails(function() http.get("https://api.example/echo", { save = "/dev/null", stream = true }) end, "give one")
        check.fails(function() http.post("https://api.example/echo", { save = "/dev/null", resume = true }) end, "GET", "POST")
        check.fails(function() http.get("https://api.example/echo", { save = "/dev/null", checksum = "crc:1" }) end, "checksum 'crc'")
        check.fails(function() http.get("https://api.example/echo", { save = "/dev/null", checksum = "md5:xyz" }) end, "32 hex")
        local saved = http.get("https://api.example/lines", { save = "/dev/null", checksum = "md5" })
        check.equal(saved.md5, hash.md5 "line 1\r\nline 2\r\nline 3")
        check.equal(saved.saved, 22)
    end,
    ["requests run side by side"] = function()
        local seen = task.map({ 1, 2, 3, 4, 5 }, function(n)
            return http.get("https://api.example/echo", { query = { n = n } }):json().query.n
        end)
        check.equal(seen, { "1", "2", "3", "4", "5" })
    end,
    ["the first failure cancels the rest"] = function()
        local begun = 0
        local problem = check.fails(function()
            task.map({ 200, 200, 503, 200, 200, 200, 200, 200 }, function(status, index)
                begun = begun + 1
                if index > 3 then task.sleep(60) end
                return http.get("https://api.example/status/" .. status):expect()
            end, { limit = 4 })
        end, "503")
        check.equal(problem.status, 503)
        check.equal(begun <= 6, true)
    end,
}
