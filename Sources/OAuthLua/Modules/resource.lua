-- A resource says where the data is; its methods fetch it page by page.
local host = ...
local raise = host.raise
local define = host.module "resource.definition"
local Reader, Walk = host.module "resource.reader", host.module "resource.rows"
local Outbox = host.module "resource.outbox"
local json, time, sleep = require "json", os.time, require "task".sleep

local Resource = {}
local resource_metatable = { __metatable = "resource" }
local definitions = setmetatable({}, { __mode = "k" })

-- A resource has no fields of its own: inside another table it is nothing that can be written down.
function resource_metatable.__index(self, key)
    if key == "name" then return definitions[self] and definitions[self].name end
    return Resource[key]
end

function resource_metatable.__tostring(self) return ('resource "%s"'):format(self.name) end

local function definition_of(resource)
    return definitions[resource] or raise("a resource's methods are called with a colon: events:fetch()")
end

local function limit_of(definition, options)
    if options ~= nil and type(options) ~= "table" then
        raise("the options are a table: { limit = 10 }, not a " .. type(options))
    end
    for name in pairs(options or {}) do
        if name ~= "limit" then raise(("unknown option '%s': there is only limit"):format(tostring(name))) end
    end
    local limit = options and options.limit
    if limit == nil then return definition.limit end
    limit = math.tointeger(limit)
    if not limit or limit < 0 then raise("limit must be a whole number of at least 0, not " .. tostring(options.limit)) end
    return limit
end

-- For the generic `for`: the fourth value is closed when the loop ends, whatever ends it.
local function loop(walk)
    local closer = setmetatable({}, { __close = function(_, failure) walk:close(failure) end, __metatable = "iterator" })
    return function() return walk:next() end, nil, nil, closer
end

local function shape_of(definition)
    return { name = definition.name, columns = definition.columns, key = definition.key }
end

-- An iterator over rows; one page is held at a time, and the next is on its way.
function Resource:each(options)
    local definition = definition_of(self)
    return loop(Walk.open(definition, {
        limit = limit_of(definition, options), advances = true, resumes = true, ahead = definition.prefetch,
    }))
end

-- `settles`: a checkpoint counts the rows, which are used before it.
local function fetch(definition, limit, settles)
    local rows = json.array {}
    local walk = Walk.open(definition, { limit = limit, advances = true, settles = settles, ahead = definition.prefetch })
    for row in loop(walk) do rows[#rows + 1] = row end
    return host.with_shape(rows, shape_of(definition))
end

function Resource:fetch(options)
    local definition = definition_of(self)
    return fetch(definition, limit_of(definition, options))
end

function Resource:first()
    for row in loop(Walk.open(definition_of(self), { limit = 1 })) do return row end
end

function Resource:count()
    local definition, count = definition_of(self), 0
    for _ in loop(Walk.open(definition, { limit = definition.limit, ahead = definition.prefetch })) do count = count + 1 end
    return count
end

-- An iterator over pages: the items as the provider sent them, the page's number, the response.
function Resource:pages()
    local definition = definition_of(self)
    local reader = Reader.open(definition, { keeps = true })
    return function()
        local batch = reader:next()
        if not batch then return nil end
        if definition.since_pick then
            for _, item in ipairs(batch.items) do
                if type(item) == "table" then item[definition.since_pick] = nil end
            end
        end
        return batch.items, batch.number, batch.response
    end
end

-- All rows, again each `interval` seconds from the beginning of one fetch to the beginning of the next, without end.
function Resource:every(interval)
    interval = interval or definition_of(self).interval
    if type(interval) ~= "number" or interval <= 0 then
        raise("how often? Give the resource an interval, or write events:every(60); in seconds")
    end
    local due
    return function()
        if due then sleep(math.max(due - time(), 0)) end
        due = math.max((due or time()) + interval, time())
        local definition = definition_of(self)
        return fetch(definition, definition.limit, true)
    end
end

-- Another resource like this one: tables of parameters (`params`, `query`, `headers`) are merged, everything else replaced.
function Resource:with(changes)
    local definition = definition_of(self)
    if type(changes) ~= "table" then raise("resource:with takes a table of fields, not a " .. type(changes)) end
    local given = {}
    for field, value in pairs(definition.given) do given[field] = value end
    for field, value in pairs(changes) do
        local merged = value
        if (field == "params" or field == "query" or field == "headers") and type(value) == "table" then
            merged = {}
            for name, own in pairs(given[field] or {}) do merged[name] = own end
            for name, own in pairs(value) do merged[name] = own end
        end
        given[field] = merged
    end
    return host.resource(definition.name, given)
end

host.export(Resource, "resource")

-- A resource that a script returns is fetched, and its rows go to the host as they come.
function resource_metatable.__result(self)
    local definition = definition_of(self)
    local outbox = Outbox.open(shape_of(definition))
    local walk = Walk.open(definition, {
        limit = definition.limit, advances = true, resumes = true, ahead = definition.prefetch, outbox = outbox,
    })
    for row in loop(walk) do
        if outbox:add(row) or walk:is_at_page_end() then outbox:flush() end
    end
    outbox:flush()
    walk:conclude()
end

function host.resource(name, given)
    local definition = define(name, given)
    local made = setmetatable({}, resource_metatable)
    definitions[made] = definition
    return made
end

return function(name)
    if type(name) ~= "string" or name == "" then raise('resource takes a name: resource "events" { … }') end
    return host.export(function(given)
        if type(given) ~= "table" then
            raise(('resource "%s" takes a definition table, not a %s'):format(name, type(given)))
        end
        return host.resource(name, given)
    end)
end
