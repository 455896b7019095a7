-- A resource says where the data is; this fetches its pages one after the other.
local host = ...
local call, raise = host.functions, host.raise
local json = require "json"
require "oauth" -- host.connection_handle comes from there

local Resource = {}
local resource_metatable = { __index = Resource, __metatable = "resource" }

function resource_metatable.__tostring(self) return ('resource "%s"'):format(self.name) end

local fields = {
    connection = true, url = true, method = true, query = true, headers = true, json = true, form = true, body = true,
    format = true, path = true, pages = true, process = true, columns = true, timeout = true,
}
local known = {}
for name in pairs(fields) do known[#known + 1] = name end

local function config(message, advice)
    raise { kind = "config", message = message, advice = advice }
end

-- Follows a dotted path: "data.items", "a.b[1].c" (indices count from 0 as in JSON tools).
local function dig(value, path)
    for key, index in path:gmatch("([^%.%[%]]*)%[?(%d*)%]?%.?") do
        if key ~= "" then
            if type(value) ~= "table" then return nil end
            value = value[key]
        end
        if index ~= "" then
            if type(value) ~= "table" then return nil end
            value = value[tonumber(index) + 1]
        end
    end
    if value == json.null then return nil end
    return value
end

local function page_style(self)
    local pages = self.definition.pages
    if pages == nil then return nil end
    if type(pages) == "function" then return pages end
    if type(pages) ~= "table" then
        config(("resource '%s': pages must be a table or a function, not a %s"):format(self.name, type(pages)))
    end
    if type(pages.cursor) == "string" and type(pages.param) == "string" then
        return function(response, _, document)
            local cursor = dig(document, pages.cursor)
            if cursor == nil or cursor == "" or cursor == false then return nil end
            return { query = { [pages.param] = cursor }, cursor = cursor }
        end
    end
    if type(pages.next_url) == "string" then
        return function(_, _, document)
            local url = dig(document, pages.next_url)
            return url and { url = url, cursor = url } or nil
        end
    end
    config(("resource '%s': pages needs { cursor = \"path\", param = \"name\" } or { next_url = \"path\" }"):format(self.name))
end

local function send(self, url, query)
    local definition = self.definition
    local options = {
        query = query, headers = definition.headers, json = definition.json, form = definition.form,
        body = definition.body, timeout = definition.timeout,
    }
    return host.request(self.handle, definition.method or "GET", url, options):expect()
end

local function decode(self, response)
    local format = self.definition.format or "json"
    if format == "text" then return response.body end
    return response:json()
end

-- An iterator over pages: the items of each, as the provider sent them.
function Resource:pages()
    local definition, style = self.definition, page_style(self)
    local url, fixed, extra, seen, number = definition.url, definition.query, nil, {}, 0
    return function()
        if not url then return nil end
        local query = {}
        for key, value in pairs(fixed or {}) do query[key] = value end
        for key, value in pairs(extra or {}) do query[key] = value end
        local response = send(self, url, query)
        number = number + 1
        local document = decode(self, response)
        local items = document
        if definition.path then
            items = dig(document, definition.path)
            if items == nil then
                raise { kind = "decode", url = response.url,
                    message = ("resource '%s': page %d has nothing at path '%s'"):format(self.name, number, definition.path) }
            end
        end
        local following = style and style(response, number, document)
        if following then
            local mark = following.cursor or (tostring(following.url) .. json.encode(following.query or {}))
            if seen[mark] then
                raise { kind = "decode", url = response.url,
                    message = ("resource '%s': page %d points to a page that was already read (%s)"):format(
                        self.name, number, tostring(mark)),
                    advice = "the provider repeats itself: look at `pages` in the definition" }
            end
            seen[mark] = true
            extra = following.query
            -- A whole URL brings its own query.
            if following.url then url, fixed = following.url, nil end
        else
            url = nil
        end
        return items, number, response
    end
end

-- What `process` makes of an item: nothing, one row, or a list of rows.
local function rows_of(self, item, number)
    local process = self.definition.process
    if not process then return { item } end
    local made = process(item, number)
    if made == nil then return {} end
    if type(made) == "table" and (made[1] ~= nil or next(made) == nil) then return made end
    return { made }
end

-- An iterator over rows; one page is held at a time.
function Resource:each(options)
    local limit = options and options.limit or math.huge
    local next_page, rows, at, count = self:pages(), {}, 0, 0
    local items, number, item_at = nil, 0, 0
    return function()
        while count < limit do
            at = at + 1
            if rows[at] ~= nil then
                count = count + 1
                return rows[at]
            end
            item_at = item_at + 1
            if items and items[item_at] ~= nil then
                rows, at = rows_of(self, items[item_at], number), 0
            else
                items, number = next_page()
                if items == nil then return nil end
                if type(items) ~= "table" or (next(items) ~= nil and items[1] == nil) then items = { items } end
                item_at, rows, at = 0, {}, 0
            end
        end
    end
end

function Resource:fetch(options)
    local rows = json.array {}
    for row in self:each(options) do rows[#rows + 1] = row end
    local columns = self.definition.columns
    return columns and host.with_shape(rows, { columns = columns }) or rows
end

function Resource:first() return self:each { limit = 1 }() end

function Resource:count()
    local count = 0
    for _ in self:each() do count = count + 1 end
    return count
end

host.export(Resource)

return function(name)
    if type(name) ~= "string" or name == "" then raise('resource takes a name: resource "events" { … }') end
    return host.export(function(definition)
        if type(definition) ~= "table" then
            raise(('resource "%s" takes a definition table, not a %s'):format(name, type(definition)))
        end
        for key in pairs(definition) do
            if not fields[key] then
                local nearest = call["text.nearest"](tostring(key), known)
                config(("unknown field '%s' in resource '%s'"):format(tostring(key), name),
                    nearest and ("Did you mean '%s'?"):format(nearest))
            end
        end
        if type(definition.url) ~= "string" then config(("resource '%s' needs a url"):format(name)) end
        if definition.format ~= nil and definition.format ~= "json" and definition.format ~= "text" then
            config(("resource '%s': format must be \"json\" or \"text\", not %q"):format(name, tostring(definition.format)))
        end
        local handle
        if definition.connection ~= nil then
            handle = host.connection_handle(definition.connection)
            if not handle then config(("resource '%s': connection must come from oauth.connection"):format(name)) end
        end
        return setmetatable({ name = name, definition = definition, handle = handle }, resource_metatable)
    end)
end
