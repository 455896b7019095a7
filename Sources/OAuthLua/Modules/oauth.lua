-- Connections: opaque here. The definition is checked and kept by the host; Lua holds a number.
local host = ...
local call, wait, raise = host.functions, host.wait, host.raise
require "http" -- host.request and the response object come from there
require "secret" -- host.lower comes from there

local oauth = {}
local handles = setmetatable({}, { __mode = "k" })
local Connection = {}
local connection_metatable = { __metatable = "connection" }

local function handle_of(connection)
    return handles[connection] or raise("expected a connection (from oauth.connection), got a " .. type(connection))
end

function connection_metatable.__index(connection, key)
    if key == "name" then return call["connection.name"](handle_of(connection)) end
    return Connection[key]
end

function connection_metatable.__tostring(connection)
    return ('connection "%s"'):format(connection.name)
end

function connection_metatable.__newindex(_, key)
    raise(("a connection cannot be changed after it was defined (field '%s')"):format(tostring(key)))
end

local function wrap(handle)
    local connection = setmetatable({}, connection_metatable)
    handles[connection] = handle
    return connection
end

local is_shared_read = false -- connections.lua is read when a name is first asked for

local function read_shared()
    if is_shared_read then return end
    local text, path = call["connections.source"]()
    if text then
        local chunk, problem = load(text, "@" .. path, "t")
        if not chunk then raise { kind = "config", message = problem } end
        call["connections.shared"](true)
        local ok, failure = pcall(chunk)
        call["connections.shared"](false)
        if not ok then error(failure, 0) end
    end
    is_shared_read = true
end

local function look_up(name)
    read_shared()
    return wrap(call["connection.find"](name))
end

-- For a session: completion, and reading the file again.
function host.shared_names() return pcall(read_shared) end
function host.forget_shared() is_shared_read = false end

-- A definition table makes a connection; a name looks one up in connections.lua.
function oauth.connection(definition)
    if type(definition) == "string" then return look_up(definition) end
    if type(definition) ~= "table" then
        raise("oauth.connection takes a definition table or a name, not a " .. type(definition))
    end
    local place = host.location()
    local hooks, preset = definition.hooks, nil
    if definition.preset ~= nil then preset, hooks = host.module "oauth.presets"(definition.preset, hooks) end
    if hooks == nil then return wrap(call["connection.define"](host.lower(definition), place, preset)) end
    host.module "oauth.hooks" -- host.hook_names and host.set_hooks come from there
    local fields = {}
    for name, value in pairs(definition) do fields[name] = value end
    fields.hooks = host.hook_names(hooks)
    local handle = call["connection.define"](host.lower(fields), place, preset)
    local connection = wrap(handle)
    host.set_hooks(handle, connection, hooks)
    return connection
end

for _, method in ipairs { "get", "post", "put", "patch", "delete", "head" } do
    Connection[method] = function(connection, url, options)
        return host.request(handle_of(connection), method:upper(), url, options)
    end
end

function Connection:request(method, url, options)
    if type(method) ~= "string" then raise("conn:request(method, url, options): the method must be a string") end
    return host.request(handle_of(self), method:upper(), url, options)
end

function Connection:authorize() return wait("authorize", handle_of(self)) end
function Connection:refresh() return wait("refresh", handle_of(self)) end
function Connection:status() return wait("status", handle_of(self)) end
function Connection:revoke() return wait("revoke", handle_of(self)) end
function Connection:claims() return wait("claims", handle_of(self)) end
function Connection:userinfo() return wait("userinfo", handle_of(self)) end
function Connection:introspect() return wait("introspect", handle_of(self)) end
function Connection:logout_url(parameters) return wait("logout_url", handle_of(self), parameters or {}) end

for name, method in pairs(host.export(Connection, "connection")) do oauth[name] = method end

-- Scripts may ask what a value is without reaching inside it.
function oauth.is_connection(value) return handles[value] ~= nil end

host.connection_handle = function(value) return handles[value] end

return oauth
