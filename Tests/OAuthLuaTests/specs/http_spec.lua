local check = require "check"

return {
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
    ["wrong options are refused"] = function()
        check.fails(function() http.get("https://api.example/echo", { querry = {} }) end, "querry")
        check.fails(function() http.get("https://api.example/echo", { query = "a=1" }) end, "query", "table")
        check.fails(function() http.post("https://api.example/echo", { json = 1, body = "x" }) end, "body")
        check.fails(function() http.get(42) end, "URL")
        check.fails(function() http.get("https://api.example/echo", { query = { q = "\xff" } }) end, "UTF-8")
        check.fails(function() http.get "not a url" end)
        check.fails(function() http.get("https://api.example/echo", { headers = { ["X-A"] = "a\r\nB: c" } }) end, "X-A")
    end,
    ["requests run side by side"] = function()
        local seen = task.map({ 1, 2, 3, 4, 5 }, function(n)
            return http.get("https://api.example/echo", { query = { n = n } }):json().query.n
        end)
        check.equal(seen, { "1", "2", "3", "4", "5" })
    end,
}
