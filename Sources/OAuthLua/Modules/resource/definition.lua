-- Checks what a script says of a resource, the moment that it says it.
local host = ...
local call = host.functions
local Checks = host.module "resource.checks"
local check_pages = host.module "resource.paging"
local bodies = host.module "resource.bodies"
local pages, requests = host.module "resource.pages", host.module "resource.requests"
local paths = host.module "paths"
local json = require "json"
local null = json.null
require "oauth" -- host.connection_handle comes from there

local fields = {
    connection = "any", url = "text", params = "table", method = "text", query = "table", headers = "table", json = "any",
    form = "table", body = "bytes", format = "text", csv = "table", xml = "table", path = "text", fields = "table",
    process = "function", columns = "table", key = "any", pages = "any", prefetch = "count", limit = "count",
    interval = "seconds", since = "table", retry = "retry", rate = "rate", cache = "switch", timeout = "seconds",
    connect_timeout = "seconds", max_size = "positive",
}
-- Those that host.request takes as they are.
local passed_on = { "retry", "rate", "cache", "timeout", "connect_timeout", "max_size" }

local function set(...)
    local made = {}
    for _, name in ipairs { ... } do made[name] = true end
    return made
end

local formats = set("json", "ndjson", "xml", "csv", "tsv", "text", "bytes")
local column_types = set("text", "integer", "number", "boolean", "time")
local since_fields = {
    field = "text", param = "text", initial = "value", overlap = "span", into = "into",
    send = "function",
}

-- The default for `max` and `max_empty` in `pages`.
local MAX_PAGES, MAX_EMPTY = 100000, 100

-- What `fields` and `since` pick of each item, or nil for all of it.
local function picks(checks, definition)
    if not definition.fields then return nil end
    local picked = {}
    for name, path in pairs(definition.fields) do
        if type(path) ~= "string" or path == "" then
            checks:fail(("fields holds names and paths, not %s"):format(Checks.kind_of(path)),
                'Write fields = { "id", start = "start.dateTime" }')
        end
        paths.check(path)
        picked[name] = path
    end
    return picked
end

local function columns(checks, given)
    if not given then return nil end
    local made = {}
    for i, column in ipairs(given) do
        if type(column) == "string" then column = { column } end
        local name = type(column) == "table" and column[1]
        if type(name) ~= "string" or name == "" then
            checks:fail(("columns[%d] has no name"):format(i), 'Write columns = { "id", { "start", title = "Begin", type = "time" } }')
        end
        local inner = Checks.of(checks.name, ("columns[%d]"):format(i))
        local rest = {}
        for field, value in pairs(column) do
            if field ~= 1 then rest[field] = value end
        end
        inner:fields(rest, { title = "text", type = "text" })
        if column.type and not column_types[column.type] then
            inner:fail(("columns[%d].type must be text, integer, number, boolean or time, not %q"):format(i, column.type))
        end
        made[i] = { name = name, title = column.title, type = column.type }
    end
    local count = 0
    for _ in pairs(given) do count = count + 1 end
    if count == 0 or count ~= #made then
        checks:fail("columns is a list", 'Write columns = { "id", { "start", title = "Begin" } }')
    end
    return made
end

local function key(checks, given)
    if given == nil then return nil end
    if type(given) == "string" and given ~= "" then return { given } end
    if type(given) == "table" and #given > 0 then
        for _, name in ipairs(given) do
            if type(name) ~= "string" then checks:fail("key is the name of a field, or a list of names") end
        end
        return given
    end
    checks:fail(("key is the name of a field, or a list of names, not %s"):format(Checks.kind_of(given)))
end

local function body(checks, definition)
    local found
    for _, field in ipairs { "json", "form", "body" } do
        if definition[field] ~= nil then
            if found then checks:fail(("'%s' and '%s' are both bodies"):format(found, field), "Give one") end
            found = field
        end
    end
    return found
end

local function url(checks, definition, handle)
    return requests.fill(definition.url, function(name)
        local own = definition.params and definition.params[name]
        if own ~= nil then return own end
        return params[name]
    end, function(name)
        -- Values that are kept with a connection's token are filled in when it is there.
        if handle and call["connection.keeps"](handle, name) then return nil end
        checks:fail(("nothing says what {%s} in its url is"):format(name),
            ("Give it in the definition, params = { %s = … }, or run the script with --param %s=…"):format(name, name))
    end)
end

-- Whether a page that is lines of JSON is read while it comes: true, or the media types by which it is known to be such. Nil
-- where something wants to see all of it, or keeps it.
local function lines(made)
    local style, path = made.style, made.path
    if made.format and made.format ~= "ndjson" or made.options.cache then return nil end
    if style.call or style.is_numbered or style.also and next(style.also) then return nil end
    if path and not path:find "^%$?%[%*%]" then return nil end
    return made.format and true or bodies.types_of_lines
end

-- Where parameters go that belong to no page: where the others are.
local function default_place(found) return (found == "json" or found == "form") and "body" or "query" end

-- What the connection's preset says of pages, where it is wanted. Styles that count are used only when asked for: they would
-- ask for a second page of what has none.
local function preset_pages(checks, pages, handle, method)
    if pages ~= nil and pages ~= "preset" then return pages end
    local known = handle and call["connection.pages"](handle)
    if pages == "preset" then
        if known == nil then checks:fail("nothing says how the pages of this connection go on", "Write pages = { … }") end
        return known
    end
    if method ~= "GET" or type(known) == "table" and (known.offset or known.page) then return nil end
    return known
end

-- A checked definition, as the other modules want it. Raises `config`.
return function(name, given)
    local checks = Checks.of(name)
    checks:fields(given, fields)
    if not given.url then checks:fail("it needs a url") end
    local handle
    if given.connection ~= nil then
        handle = host.connection_handle(given.connection)
        if not handle then checks:fail("connection must come from oauth.connection") end
    end
    if given.format and not formats[given.format] then
        checks:fail(("format must be json, ndjson, xml, csv, tsv, text or bytes, not %q"):format(given.format))
    end
    local found = body(checks, given)
    local made = {
        name = name, given = given, handle = handle, method = (given.method or found and "POST" or "GET"):upper(), url = url(checks, given, handle),
        query = given.query, headers = given.headers, json = given.json, form = given.form, body = given.body,
        format = given.format, csv = given.csv, xml = given.xml, process = given.process,
        columns = columns(checks, given.columns), key = key(checks, given.key), picks = picks(checks, given),
        limit = given.limit, interval = given.interval, into = default_place(found), options = {},
    }
    for _, field in ipairs(passed_on) do made.options[field] = given[field] end
    made.path_is_optional = given.path and given.path:find "%?$" ~= nil
    made.path = given.path and given.path:gsub("%?$", "")
    if made.path then paths.check(made.path) end

    local style = check_pages(name, preset_pages(checks, given.pages, handle, made.method))
    -- Where nothing is said, links are followed of requests that can be repeated and mean the same.
    if style == nil and made.method ~= "GET" then style = false end
    made.style = pages.style(style, made.into)
    if type(given.json) ~= "table" and made.into == "body" and found == "json" and type(style) == "table" then
        checks:fail("json must be a table where pages puts something into it")
    end
    made.lines = lines(made)
    made.max_pages = type(style) == "table" and style.max or MAX_PAGES
    made.max_empty = type(style) == "table" and style.max_empty or MAX_EMPTY
    made.prefetch = given.prefetch or (type(style) == "function" and 0 or 1)

    if given.since then
        Checks.of(name, "since"):fields(given.since, since_fields)
        if not given.since.field or not given.since.param then
            checks:fail("since needs a field and a param", 'Write since = { field = "updated", param = "updatedMin" }')
        end
        paths.check(given.since.field)
        made.since = given.since
        if made.picks then
            made.since_pick = "$since"
            made.picks["$since"] = given.since.field
        end
    end
    local ok, asks = pcall(json.encode, { given.query or null, given.json or null, given.form or null, given.body or null })
    made.asks = ok and asks
    local account = given.connection and given.connection.name .. " " or ""
    made.place = account .. made.method .. " " .. made.url
    return made
end
