-- Hooks: functions of a definition, which the host calls while it works for the connection. The functions stay here; the
-- host knows their names.
local host = ...
local call, wait, raise = host.functions, host.wait, host.raise
require "secret" -- host.lower and host.hidden come from there
local lower, hidden = host.lower, host.hidden
local type, next, xpcall, pcall, ipairs, tostring = type, next, xpcall, pcall, ipairs, tostring
local unpack, insert, rawget, concat = table.unpack, table.insert, rawget, table.concat

local points = { "authorize_url", "token_request", "token_response", "refresh", "sign_request", "error", "after_login" }
-- These change what they are given; to return it is optional.
local changing = { authorize_url = true, token_request = true, token_response = true, sign_request = true }
local known = {}
for _, point in ipairs(points) do known[point] = true end

local functions = {} -- handle of a connection -> point -> function
local connections = {} -- handle -> connection
local running = {} -- call -> task

-- The names of a definition's hooks, for the host.
function host.hook_names(hooks)
    if type(hooks) ~= "table" then
        raise { kind = "config", message = "hooks is a table of functions, not a " .. type(hooks) }
    end
    local names = {}
    for name, hook in next, hooks do
        if not known[name] then
            local nearest = type(name) == "string" and call["text.nearest"](name, points)
            raise {
                kind = "config", message = ("there is no hook '%s'"):format(tostring(name)),
                advice = nearest and ("Did you mean '%s'?"):format(nearest) or "Hooks are " .. concat(points, ", "),
            }
        end
        if type(hook) ~= "function" then
            raise { kind = "config", message = ("the hook '%s' is a function, not a %s"):format(name, type(hook)) }
        end
        names[#names + 1] = name
    end
    return names
end

-- From the host: numbers of hidden values become secrets.
local function lift(value)
    if type(value) ~= "table" then return value end
    local number = rawget(value, "$secret")
    if number then return hidden(number) end
    for key, item in next, value do value[key] = lift(item) end
    return value
end

-- What the host is told of an error: the script's line, and an error object's fields.
local function describe(problem)
    local file, line = host.location()
    local report = { at = file and ("%s:%d"):format(file, line) }
    if type(problem) == "table" and not host.is_secret(problem) then
        for _, field in ipairs { "kind", "message", "advice", "status", "oauth_error", "url" } do
            local value = rawget(problem, field)
            if type(value) == "string" or type(value) == "number" then report[field] = value end
        end
    end
    if not report.message then
        report.kind = nil
        report.message = type(problem) == "string" and problem or "it raised a " .. type(problem)
    end
    return report
end

local function run(id, handle, point, arguments)
    local count = #arguments
    arguments = lift(arguments)
    for i = 1, count do
        if arguments[i] == host.null then arguments[i] = nil end
    end
    local first = arguments[1]
    if point == "after_login" then
        insert(arguments, 1, connections[handle])
        count = count + 1
    end
    local ok, result = xpcall(functions[handle][point], describe, unpack(arguments, 1, count))
    if ok and result == nil and changing[point] then result = first end
    if ok then ok, result = xpcall(lower, describe, result) end
    if ok then
        local sent, problem = pcall(call["hook.done"], id, true, result)
        if not sent then ok, result = false, { message = tostring(problem) } end
    end
    if not ok then call["hook.done"](id, false, result) end
    running[id] = nil
end

-- Waits for calls, and for those that nobody waits for any more.
local function serve()
    while true do
        local id, handle, point, arguments = wait "hook.next"
        if handle then
            running[id] = host.errand(id, run, id, handle, point, arguments)
        elseif running[id] then
            host.kill(running[id])
            running[id] = nil
        end
    end
end

function host.set_hooks(handle, connection, hooks)
    if next(functions) == nil then host.serve(serve) end
    local kept = {}
    for name, hook in next, hooks do kept[name] = hook end
    functions[handle], connections[handle] = kept, connection
end

return true
