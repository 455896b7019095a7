-- Every style of pages, and what servers should not do.
local check = require "check"

local function ids(rows)
    local list = {}
    for _, row in ipairs(rows) do list[#list + 1] = row.id end
    return table.concat(list, " ")
end

-- The ids of a resource under /paged/, whatever else is said of it.
local function fetched(style, definition)
    definition.url = "https://api.example/paged/" .. style
    if definition.path == nil then definition.path = "items" end
    if definition.path == false then definition.path = nil end
    return ids(resource(style)(definition):fetch())
end

local all = "1 2 3 4 5 6 7"

-- Fails to fetch, with these words.
local function refuses(style, definition, ...)
    return check.fails(function() fetched(style, definition) end, ...)
end

local by_cursor = { cursor = "next", param = "cursor" }
local by_offset = { offset = "offset", limit = "limit", size = 3 }

return {
    ["a Link header is followed, whether that was said or not"] = function()
        check.equal(fetched("link", { path = false, pages = "link" }), all)
        check.equal(fetched("link", { path = false }), all)
        check.equal(fetched("link", { path = false, pages = { link = true, max = 3 } }), all)
    end,
    ["pages = false takes the first alone"] = function()
        check.equal(fetched("link", { path = false, pages = false }), "1 2 3")
    end,
    ["links of a POST are not followed without being asked for"] = function()
        check.equal(fetched("link", { path = false, method = "POST" }), "1 2 3")
        check.equal(fetched("link", { path = false, method = "POST", pages = "link" }), all)
    end,
    ["a relative URL in the body, under a name with a dot"] = function()
        check.equal(fetched("next_url", { pages = function(response)
            local url = response:json()["@odata.nextLink"]
            return url ~= json.null and url or nil
        end }), all)
    end,
    ["a cursor in the query, ended by 0"] = function()
        check.equal(fetched("cursor", { pages = by_cursor }), all)
        check.equal(fetched("cursor", { pages = { token = "next", param = "cursor", more = "has_more" } }), all)
    end,
    ["a cursor in the body: JSON, a place inside it, a form"] = function()
        check.equal(fetched("body", { json = {}, pages = by_cursor }), all)
        check.equal(fetched("body", { json = { variables = { first = 3 } }, pages = { cursor = "next", param = "variables.after" } }), all)
        check.equal(fetched("body", { form = { a = 1 }, pages = by_cursor }), all)
    end,
    ["a cursor in headers"] = function()
        check.equal(fetched("header", { pages = { cursor = "header:x-next-cursor", param = "X-Cursor", into = "header" } }), all)
    end,
    ["offsets count what came, not what was asked for"] = function()
        check.equal(fetched("offset", { pages = by_offset }), all)
        check.equal(fetched("offset", { pages = { offset = "offset", limit = "limit", size = 100 }, query = { cap = 2 } }), all)
        check.equal(fetched("offset", { pages = { offset = "offset" } }), all)
    end,
    ["offsets end where the total says"] = function()
        check.equal(fetched("offset", { pages = { offset = "offset", total = "total" }, query = { says = true, total = 6 } }), "1 2 3 4 5 6")
    end,
    ["page numbers end at a page that is not there"] = function()
        local pages = { page = "page", per_page = "per_page", size = 3 }
        check.equal(fetched("page", { pages = pages }), all)
        check.equal(fetched("page", { pages = pages, query = { total = 6 } }), "1 2 3 4 5 6")
        check.equal(fetched("page", { pages = pages, query = { total = 2 } }), "1 2")
        check.equal(fetched("page", { pages = pages, query = { total = 0 } }), "")
        check.equal(fetched("page", { pages = { page = "page", total_pages = "pages" }, query = { total = 6 } }), "1 2 3 4 5 6")
    end,
    ["a page beyond the end that repeats the last one adds nothing"] = function()
        check.equal(fetched("clamped", { pages = { offset = "offset", limit = "limit", size = 5 }, query = { total = 6 } }), "1 2 3 4 5 6")
    end,
    ["a function of the response"] = function()
        check.equal(fetched("cursor", { pages = function(response, number)
            local document = response:json()
            return document.has_more and number < 9 and { query = { cursor = document.next } } or nil
        end }), all)
        refuses("cursor", { pages = function() return { urll = "x" } end }, "urll", "query")
        refuses("cursor", { pages = function() return 7 end }, "number")
        refuses("cursor", { pages = function() return { query = { a = 1 } } end }, "page 2", "already read")
    end,
    ["fields leave the styles what they need"] = function()
        check.equal(fetched("cursor", { pages = by_cursor, fields = { "id" } }), all)
        check.equal(json.encode(resource "r" {
            url = "https://api.example/paged/cursor", path = "items", fields = { title = "name" },
        }:first()), '{"title":"n1"}')
    end,
    ["a page without items is no end where the answer says so"] = function()
        check.equal(fetched("gap", { pages = { page = "page", total_pages = "pages" } }), "1 3")
        check.equal(fetched("gap", { pages = { page = "page", total_pages = "header:X-Pages" }, query = { told = true } }), "1 3")
        check.equal(fetched("gap", { pages = { page = "page" } }), "1")
        refuses("stops", { pages = { offset = "offset", total = "total" } }, "has no items", "4", "2 came")
    end,
    ["a URL in a header"] = function()
        check.equal(fetched("header_url", { path = false, pages = { next_url = "header:X-Next" } }), all)
        refuses("header_url", { pages = { next_url = "header:" } }, "names no header")
    end,
    ["pages that have only their ends in common"] = function()
        check.equal(fetched("ends", { pages = { page = "page" } }), "0 1 0 0 2 0")
    end,
    ["a function may give one URL with another query or body each time"] = function()
        local rows = resource "echo" {
            url = "https://api.example/echo",
            pages = function(response, number)
                if number < 3 then return { url = "https://api.example/echo", query = { page = number } } end
            end,
        }:fetch()
        check.equal(rows[3].query.page, "2")
        check.equal(resource "echo" {
            url = "https://api.example/echo", method = "POST",
            pages = function(response, number) if number < 3 then return { json = { page = number } } end end,
        }:count(), 3)
    end,
    ["link is true or left out"] = function()
        refuses("link", { pages = { link = false } }, "link is true")
    end,
    ["a Link header full of spaces takes no time"] = function()
        local began = os.clock()
        check.equal(fetched("spaces", { path = false }), "1")
        check.equal(os.clock() - began < 5, true)
    end,

    ["cursors that go in a circle"] = function()
        local problem = refuses("loop", { pages = by_cursor }, "page 4", "already read", '"1"')
        check.equal(problem.kind, "decode")
        check.equal(problem.url, "https://api.example/paged/loop")
    end,
    ["numbers that the server does not know"] = function()
        refuses("deaf", { pages = by_offset }, "page 2", "same items")
        refuses("deaf", { pages = { page = "seite", size = 3 }, fields = { "id" } }, "page 2", "same items")
    end,
    ["pages without items, and without end"] = function()
        refuses("empty", { pages = by_cursor }, "100th", "without any item")
        refuses("empty", { pages = { cursor = "next", param = "cursor", max_empty = 7 } }, "7th")
    end,
    ["pages without end"] = function()
        refuses("forever", { pages = { cursor = "next", param = "cursor", max = 12 } }, "page 12", "not the last")
    end,
    ["a next page on another server, or without TLS"] = function()
        local pages = { next_url = "next" }
        refuses("elsewhere", { pages = pages }, "page 1", "another server", "https://elsewhere.example")
        refuses("downgrade", { pages = pages }, "from https to http://api.example/paged/link")
        local connection = oauth.connection {
            name = "api", token_url = "https://api.example/token", client_id = "id", client_secret = "s",
            grant = "client_credentials", base_url = "https://api.example",
        }
        local problem = refuses("elsewhere", { connection = connection, pages = pages }, "page 2", "elsewhere.example", "hosts")
        check.equal(problem.kind, "config")
        refuses("downgrade", { connection = connection, pages = pages }, "http")
    end,
    ["answers that contradict themselves"] = function()
        refuses("lies", { pages = { cursor = "next", param = "cursor", more = "has_more" } }, "has_more", "no cursor")
        refuses("odd", { pages = by_cursor }, "a table at 'next'")
        refuses("odd", { pages = { next_url = "next" } }, "a table at 'next'")
    end,
    ["a page that fails ends the loop behind the rows before it"] = function()
        local seen = {}
        local problem = check.fails(function()
            local broken = resource "broken" { url = "https://api.example/paged/broken", path = "items", pages = by_cursor }
            for row in broken:each() do seen[#seen + 1] = row.id end
        end, "500")
        check.equal(problem.status, 500)
        check.equal(seen, { 0, 1 })
    end,
    ["a loop that is left needs no page that fails"] = function()
        local broken = resource "broken" {
            url = "https://api.example/paged/broken", path = "items", pages = by_cursor, prefetch = 3,
        }
        for row in broken:each() do
            task.sleep(0.01)
            if row.id == 1 then break end
        end
        check.equal(#broken:fetch { limit = 2 }, 2)
    end,
    ["a path may be marked as one that is left out, or null"] = function()
        local problem = refuses("null", { path = "rows" }, "nothing at path 'rows'")
        if not problem.advice:find('"rows?"', 1, true) then error(problem.advice) end
        refuses("null", {}, "nothing at path 'items'")
        check.equal(fetched("null", { path = "rows?" }), "")
        check.equal(fetched("null", { path = "items?" }), "")
    end,
}
