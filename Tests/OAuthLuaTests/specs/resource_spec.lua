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
    ["definitions are checked"] = function()
        check.fails(function() resource "r" { url = "x", clumns = {} } end, "clumns")
        check.fails(function() resource "r" {} end, "url")
        check.fails(function() resource "r" { url = "x", connection = {} } end, "connection")
        check.fails(function() resource {} end, "name")
        check.fails(function() with { pages = { cursor = "next" } }:fetch() end, "pages")
    end,
}
