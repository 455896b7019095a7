-- What could follow in the line that is edited. Nothing here calls a function of the script, or a metamethod.
local host = ...
local call = host.functions
local type, next, rawget, getmetatable, pcall, globals = type, next, rawget, getmetatable, pcall, _G

local MOST = 2000
local words, modules = {}, {}

function words.open(settings)
    for _, name in next, settings.modules do modules[name] = true end
end

-- A module is compiled when it is first named; `state` would have to be read.
local function global(name)
    local value = rawget(globals, name)
    if value == nil and modules[name] and name ~= "state" then
        local ok, module = pcall(host.module, name)
        if ok then value = module end
    end
    return value
end

-- The tables in which a value's fields are looked up, its own first.
local function tables_of(value)
    local tables = {}
    for _ = 1, 8 do
        if type(value) == "table" then tables[#tables + 1] = value end
        local metatable = getmetatable(value)
        if type(metatable) == "string" then
            tables[#tables + 1] = host.methods[metatable]
            break
        end
        value = type(metatable) == "table" and rawget(metatable, "__index") or nil
        if type(value) ~= "table" then break end
    end
    return tables
end

local function field(value, key)
    for _, table in next, tables_of(value) do
        local found = rawget(table, key)
        if found ~= nil then return found end
    end
end

local function add(found, name, value)
    if type(name) == "string" and #found < MOST then found[#found + 1] = { name, type(value) } end
end

-- The names behind a path of names and keys.
function words.fields(path)
    local value = global(path[1])
    for i = 2, #path do value = field(value, path[i]) end
    local found = {}
    for _, table in next, tables_of(value) do
        for name, item in next, table do add(found, name, item) end
    end
    if getmetatable(value) == "connection" then add(found, "name", "") end
    if getmetatable(value) == "response" then add(found, "body", "") end
    return found
end

function words.globals()
    local found = {}
    for name, value in next, globals do add(found, name, value) end
    for name in next, modules do
        if rawget(globals, name) == nil then add(found, name, {}) end
    end
    return found
end

function words.connections()
    host.module "oauth"
    host.shared_names()
    local found = {}
    for _, name in next, call["connections.names"]() do add(found, name, {}) end
    return found
end

function words.answer(kind, path)
    if kind == "fields" then return words.fields(path) end
    return words[kind]()
end

return words
