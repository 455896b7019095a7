-- Checks what a definition says of its pages.
local host = ...
local Checks = host.module "resource.checks"
local paths = host.module "paths"

local common = { max = "positive", max_empty = "positive" }

-- The field that names a style, and what stands beside it.
local styles = {
    link = { link = "flag" },
    next_url = { next_url = "text" },
    cursor = { cursor = "text", param = "text", into = "into", more = "text" },
    token = { token = "text", param = "text", into = "into", more = "text" },
    offset = { offset = "text", limit = "text", size = "positive", first = "count", total = "text", into = "into" },
    page = {
        page = "text", per_page = "text", size = "positive", first = "count", total = "text", total_pages = "text",
        into = "into",
    },
}
local names = {}
for name, fields in pairs(styles) do
    names[#names + 1] = name
    for field, kind in pairs(common) do fields[field] = kind end
end
table.sort(names)

local function style_of(checks, given)
    local found
    for _, name in ipairs(names) do
        if given[name] ~= nil then
            if found then checks:fail(("pages has both '%s' and '%s'"):format(found, name), "Each of them is a style: give one") end
            found = name
        end
    end
    return found
end

-- A checked copy of `pages`. Raises `config`.
return function(name, pages)
    local checks = Checks.of(name, "pages")
    if pages == nil or pages == false or type(pages) == "function" then return pages end
    if type(pages) == "string" then
        if pages == "link" then return pages end
        checks:fail(("pages must be \"link\", \"preset\", a table, a function or false, not %q"):format(pages))
    end
    if type(pages) ~= "table" then
        checks:fail(("pages must be \"link\", a table, a function or false, not %s"):format(Checks.kind_of(pages)))
    end
    local style = style_of(checks, pages)
    if not style then
        local known = { link = "flag", next_url = "text", cursor = "text", token = "text", offset = "text", page = "text" }
        for _, fields in pairs(styles) do
            for field, kind in pairs(fields) do known[field] = kind end
        end
        checks:fields(pages, known)
        checks:fail("pages names no style", 'Give one of: link = true, next_url = "path", cursor = "path" with param = "name", '
            .. 'offset = "name", page = "name"')
    end
    checks:fields(pages, styles[style])
    if pages.link == false then checks:fail("link is true where it is given", "Write pages = false for the first page alone") end
    if (style == "cursor" or style == "token") and not pages.param then
        checks:fail(("pages has a %s and no param"):format(style),
            ("Say where it goes: { %s = %q, param = \"name\" }"):format(style, pages[style]))
    end
    local counter = pages.limit and "limit" or pages.per_page and "per_page"
    if counter and not pages.size then
        checks:fail(("pages has %s and no size"):format(counter), ("Say how many: { …, %s = %q, size = 100 }"):format(counter, pages[counter]))
    end
    for _, field in ipairs { "next_url", "cursor", "token", "more", "total", "total_pages" } do
        local path = pages[field]
        local header = path and path:match "^header:%s*(.-)%s*$"
        if header == "" then checks:fail(("%s names no header"):format(field), 'Write "header:X-Next"') end
        if path and not header then paths.check(path) end
    end
    local copy = {}
    for field, value in pairs(pages) do copy[field] = value end
    return copy
end
