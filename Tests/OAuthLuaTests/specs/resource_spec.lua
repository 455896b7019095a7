local check = require "check"

local function ids(rows)
    local list = {}
    for _, row in ipairs(rows) do list[#list + 1] = type(row) == "table" and row.id or row end
    return list
end

local paged = {
    url = "https://api.example/pages", path = "data.items", pages = { cursor = "next", param = "cursor" },
}

local function with(more)
    local definition = {}
    for key, value in pairs(paged) do definition[key] = value end
    for key, value in pairs(more) do definition[key] = value end
    return resource "pages" (definition)
end

return {
    ["a cursor is followed to the end"] = function()
        check.equal(ids(with {}:fetch()), { 1, 2, 3, 4, 5, 6 })
    end,
    ["a limit stops early, and first takes one"] = function()
        check.equal(ids(with {}:fetch { limit = 3 }), { 1, 2, 3 })
        check.equal(with {}:first().id, 1)
        check.equal(with {}:count(), 6)
    end,
    ["each holds a page at a time"] = function()
        local seen = {}
        for row in with {}:each() do seen[#seen + 1] = row.id end
        check.equal(seen, { 1, 2, 3, 4, 5, 6 })
    end,
    ["process drops, changes and expands"] = function()
        local rows = with {
            process = function(item, page)
                if item.id == 2 then return nil end
                if item.id == 5 then return {} end
                if item.id == 3 then return { { id = 30 + page }, { id = 300 } } end
                return { id = item.id }
            end,
        }:fetch()
        check.equal(ids(rows), { 1, 32, 300, 4, 6 })
    end,
    ["process may ask for more"] = function()
        local rows = with {
            query = { last = 1 },
            process = function(item)
                return { id = http.get("https://api.example/echo", { query = { id = item.id } }):json().query.id }
            end,
        }:fetch()
        check.equal(ids(rows), { "1", "2" })
    end,
    ["next_url"] = function()
        local rows = resource "next" {
            url = "https://api.example/next", path = "items", pages = { next_url = "next" }, query = { a = 1 },
        }:fetch()
        check.equal(ids(rows), { 1, 2, 3 })
    end,
    ["a function of the response"] = function()
        local rows = resource "pages" {
            url = "https://api.example/pages", path = "data.items",
            pages = function(response, number)
                if number < 2 then return { query = { cursor = response:json().next } } end
            end,
        }:fetch()
        check.equal(ids(rows), { 1, 2, 3, 4 })
    end,
    ["a page that repeats its cursor is an error"] = function()
        check.fails(function()
            resource "stuck" { url = "https://api.example/stuck", path = "items", pages = { cursor = "next", param = "c" } }:fetch()
        end, "stuck", "same")
    end,
    ["an empty list is a list"] = function()
        check.equal(json.encode(resource "e" { url = "https://api.example/empty", path = "items" }:fetch()), "[]")
    end,
    ["a missing path is an error"] = function()
        check.fails(function() with { path = "data.rows" }:fetch() end, "data.rows")
    end,
    ["an error status is an error"] = function()
        local problem = check.fails(function() resource "r" { url = "https://api.example/status/500" }:fetch() end, "500")
        check.equal(problem.status, 500)
    end,
    ["names in the url are filled in and encoded"] = function()
        local echo = resource "echo" {
            url = "https://api.example/{what}", params = { what = "echo" }, query = { a = 1 }, path = "query",
        }
        check.equal(echo:first(), { a = "1" })
        params.what = "status/404"
        check.fails(function() resource "r" { url = "https://api.example/{what}" }:fetch() end, "status%2F404")
        params.what = nil
        local problem = check.fails(function() resource "r" { url = "https://api.example/{what}" } end, "{what}")
        check.equal(problem.kind, "config")
    end,
    ["another like this one"] = function()
        local echo = resource "echo" { url = "https://api.example/{what}", params = { what = "status" }, query = { a = 1, b = 1 } }
        local other = echo:with { params = { what = "echo" }, query = { b = 2 }, path = "query", limit = 5 }
        check.equal(other:fetch(), { { a = "1", b = "2" } })
        check.fails(function() echo:with { pth = "x" } end, "pth")
        check.fails(function() echo:with "x" end, "table")
    end,
    ["a body makes it a POST"] = function()
        local echo = resource "echo" { url = "https://api.example/echo", json = { a = 1 } }
        check.equal(echo:first().method, "POST")
        check.equal(resource "echo" { url = "https://api.example/echo", method = "put", body = "x" }:first().method, "PUT")
    end,
    ["text, bytes, and what says so itself"] = function()
        check.equal(resource "t" { url = "https://api.example/html", format = "text" }:first(), "<html><body>Sign in</body></html>")
        check.equal(resource "t" { url = "https://api.example/html", format = "bytes" }:count(), 1)
    end,
    ["a resource may have a limit of its own"] = function()
        check.equal(ids(with { limit = 3 }:fetch()), { 1, 2, 3 })
        check.equal(ids(with { limit = 3 }:fetch { limit = 1 }), { 1 })
        check.equal(with { limit = 3 }:count(), 3)
        check.equal(ids(with { limit = 0 }:fetch()), {})
        check.fails(function() with {}:fetch { limit = -1 } end, "limit", "-1")
        check.fails(function() with {}:fetch { limt = 1 } end, "limt")
        check.fails(function() with {}:fetch(7) end, "limit = 10")
    end,
    ["pages are as the provider sent them"] = function()
        local seen = {}
        for items, number, response in with { process = error }:pages() do
            seen[#seen + 1] = ("%d:%d:%d"):format(number, #items, #response:json().data.items)
        end
        check.equal(seen, { "1:2:2", "2:2:2", "3:2:2" })
    end,
    ["again and again"] = function()
        local times = 0
        for rows in with { interval = 0.01 }:every() do
            check.equal(#rows, 6)
            times = times + 1
            if times == 3 then break end
        end
        check.equal(times, 3)
        check.fails(function() with {}:every() end, "interval")
    end,
    ["pages are fetched ahead, as many as were asked for"] = function()
        for _, ahead in ipairs { 0, 1, 5 } do
            check.equal(ids(with { prefetch = ahead }:fetch()), { 1, 2, 3, 4, 5, 6 })
        end
    end,
    ["many loops at once"] = function()
        local results = task.map({ 1, 2, 3, 4 }, function(size) return with { query = { size = size } }:count() end)
        check.equal(results, { 3, 6, 9, 12 })
    end,
    ["a loop in a coroutine, left half-way"] = function()
        local next_row = coroutine.wrap(function()
            for row in with {}:each() do coroutine.yield(row.id) end
        end)
        check.equal({ next_row(), next_row(), next_row() }, { 1, 2, 3 })
    end,
    ["methods want their resource"] = function()
        local made = with {}
        check.fails(function() made.fetch() end, "colon")
        check.equal(tostring(made), 'resource "pages"')
        check.equal(made.name, "pages")
    end,
    ["resources in a list are nothing that can be written down"] = function()
        check.fails(function() json.encode { with {} } end, "resource")
    end,
    ["definitions are checked"] = function()
        local function refuses(definition, ...)
            if definition.url == nil then definition.url = "https://api.example/x" end
            local problem = check.fails(function() resource "r" (definition) end, "resource 'r'", ...)
            check.equal(problem.kind, "config")
            return problem
        end
        check.equal(refuses({ clumns = {} }, "clumns").advice, "Did you mean 'columns'?")
        refuses({ url = "" }, "url")
        refuses({ url = 7 }, "url", "7")
        refuses({ connection = {} }, "connection")
        check.fails(function() resource "r" {} end, "needs a url")
        check.fails(function() resource {} end, "name")
        check.fails(function() resource "r" "x" end, "table")
        refuses({ query = "a=1" }, "query", "a=1")
        refuses({ json = {}, form = {} }, "json", "form")
        refuses({ format = "yaml" }, "format", "yaml", "ndjson")
        refuses({ process = {} }, "process", "function")
        refuses({ prefetch = -1 }, "prefetch", "-1")
        refuses({ limit = 1.5 }, "limit", "1.5")
        refuses({ timeout = "1" }, "timeout", "seconds")
        refuses({ interval = 0 }, "interval")
        refuses({ fields = { 1 } }, "fields", "number")
        refuses({ columns = {} }, "columns")
        refuses({ columns = { a = "b" } }, "columns")
        refuses({ columns = { { title = "x" } } }, "columns[1]", "name")
        refuses({ columns = { "a", { "b", titel = "x" } } }, "columns[2].titel")
        refuses({ columns = { { "b", type = "date" } } }, "columns[1].type", "date")
        refuses({ key = {} }, "key")
        refuses({ key = { 1 } }, "key")
        refuses({ pages = "links" }, "pages", "links")
        refuses({ pages = 1 }, "pages", "number")
        refuses({ pages = {} }, "no style")
        refuses({ pages = { cursor = "next" } }, "pages", "param")
        check.equal(refuses({ pages = { cursor = "next", parm = "c" } }, "pages.parm").advice, "Did you mean 'param'?")
        refuses({ pages = { cursor = "next", param = "c", into = "url" } }, "pages.into", "query")
        refuses({ pages = { cursor = "a", page = "p" } }, "cursor", "page")
        refuses({ pages = { offset = "o", limit = "l" } }, "limit", "size")
        refuses({ pages = { page = "p", size = 0 } }, "pages.size")
        refuses({ json = 7, pages = { cursor = "a", param = "b" } }, "json", "table")
    end,
}
