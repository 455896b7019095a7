-- `since` within one run: what a run keeps for the next is what it knows itself.
local check = require "check"

local function ids(rows)
    local list = {}
    for _, row in ipairs(rows) do list[#list + 1] = row.id end
    return table.concat(list, " ")
end

local count = 0

local function news(more)
    count = count + 1
    local definition = {
        url = "https://api.example/paged/news", key = "id", since = { field = "updated", param = "updatedMin" },
    }
    for key, value in pairs(more or {}) do definition[key] = value end
    return resource("news" .. count)(definition)
end

local round_two = { headers = { ["X-Round"] = "2" } }

return {
    ["everything first, then what is new"] = function()
        local first = news()
        check.equal(ids(first:fetch()), "1 2 3")
        check.equal(ids(first:fetch()), "")
        local rows = first:with(round_two):fetch()
        check.equal(ids(rows), "4")
        check.equal(rows[1].asked, "2026-01-02T00:00:00Z")
    end,
    ["where there is no key, the whole row tells rows from others"] = function()
        local first = resource "keyless" {
            url = "https://api.example/paged/news", fields = { "id" },
            since = { field = "updated", param = "updatedMin" },
        }
        check.equal(ids(first:fetch()), "1 2 3")
        check.equal(ids(first:with(round_two):fetch()), "4")
    end,
    ["only a loop that came to its end moves it on"] = function()
        local first = news()
        check.equal(first:first().id, 1)
        check.equal(first:count(), 3)
        check.equal(ids(first:fetch { limit = 2 }), "1 2")
        for row in first:each() do
            if row.id == 2 then break end
        end
        check.fails(function()
            for _ in first:each() do error "enough" end
        end, "enough")
        check.equal(ids(first:fetch()), "1 2 3")
        check.equal(ids(first:fetch()), "")
    end,
    ["overlap asks for earlier values, and repeats nothing"] = function()
        local first = news { since = { field = "updated", param = "updatedMin", overlap = 86400 } }
        check.equal(ids(first:fetch()), "1 2 3")
        local rows = first:with(round_two):fetch()
        check.equal(ids(rows), "4")
        check.equal(rows[1].asked, "2026-01-01T00:00:00Z")
    end,
    ["initial is what the first run asks for"] = function()
        local rows = news { since = { field = "updated", param = "updatedMin", initial = "2026-01-02T00:00:00Z" } }:fetch()
        check.equal(ids(rows), "2 3")
    end,
    ["process and fields see none of it"] = function()
        local first = news { fields = { "id" }, process = function(item) return { id = item.id, all = json.encode(item) } end }
        check.equal(first:fetch()[1].all, '{"id":1}')
        check.equal(ids(first:fetch()), "")
        for items in first:pages() do check.equal(json.encode(items[1]), '{"id":1}') end
    end,
    ["the value may be sent in a header"] = function()
        local first = news { since = { field = "updated", param = "Updated-Min", into = "header" } }
        check.equal(ids(first:fetch()), "1 2 3")
        check.equal(first:with(round_two):fetch()[1].asked, "2026-01-02T00:00:00Z")
    end,
    ["two that ask for different things keep nothing under one name"] = function()
        local first = news { query = { user = "a" } }
        first:fetch()
        local problem = check.fails(function() first:with { query = { user = "b" } }:fetch() end, "different things")
        check.equal(problem.kind, "config")
        check.equal(#news { query = { user = "b" } }:fetch(), 3)
    end,
    ["a value that cannot be compared is an error"] = function()
        check.fails(function()
            resource "odd" { url = "https://api.example/paged/odd", since = { field = "next", param = "x" } }:fetch()
        end, "since.field 'next'", "a table")
    end,
    ["definitions are checked"] = function()
        check.fails(function() news { since = { field = "updated" } } end, "since", "param")
        check.fails(function() news { since = { field = "updated", param = "x", overlap = -1 } } end, "since.overlap")
        check.fails(function() news { since = { feild = "updated", param = "x" } } end, "since.feild")
    end,
}
