-- Presets: the host has the catalogue and knows what a preset says. What is Lua in one stays here: its hooks, and a preset of
-- the person's own that is written in Lua.
local host = ...
local call, raise = host.functions, host.raise
local secret, url = require "secret", require "url"
host.module "oauth.hooks" -- host.hook_names comes from there

local opening = {} -- key -> true, while it is being opened
local hooks_of = {} -- key of a preset -> point -> function, those of what it extends included

-- What the hooks of the catalogue see: nothing that a script could have changed.
local function environment()
    local made = { secret = secret, url = url, error = error, ipairs = ipairs, pairs = pairs, tostring = tostring, type = type }
    for _, library in ipairs { "string", "table" } do
        made[library] = {}
        for name, value in pairs(_G[library]) do made[library][name] = value end
    end
    return made
end

local function compile(text, name, ...)
    local chunk, problem = load(text, name, "t", ...)
    if not chunk then raise { kind = "config", message = problem } end
    return chunk()
end

-- What goes wrong with a file names it.
local function within(path, ...)
    local results = table.pack(pcall(...))
    if results[1] then return table.unpack(results, 2, results.n) end
    local problem = results[2]
    if type(problem) ~= "table" or not problem.message then error(problem, 0) end
    raise { kind = problem.kind, message = ("%s: %s"):format(path, problem.message), advice = problem.advice }
end

-- A preset in Lua: its table goes to the host, its hooks stay.
local function define(key, text, path)
    local made = compile(text, "@" .. path)
    if type(made) ~= "table" then
        raise {
            kind = "config", message = ("%s returns %s, not a preset"):format(path, made == nil and "nothing" or "a " .. type(made)),
            advice = 'End it with return { extends = "google", … }',
        }
    end
    local fields, hooks = {}, made.hooks or {}
    for name, value in pairs(made) do
        if name ~= "hooks" then fields[name] = value end
    end
    within(path, function() call["preset.define"](key, host.lower(fields), host.hook_names(hooks)) end)
    return hooks
end

-- Opens a preset and those it extends; `below` is the key of the one that extends it.
local function open(name, below)
    local key, form, text, path = call["preset.open"](name, below)
    if hooks_of[key] then return key end
    if opening[key] then
        raise { kind = "config", message = ("preset '%s' extends itself"):format(name), advice = "Follow extends from one to the next" }
    end
    opening[key] = true
    local own = {}
    if form == "preset" then
        own = define(key, text, path)
    elseif form == "hooks" then
        own = compile(text, "=preset " .. name, environment())
        call["preset.hooks"](key, host.hook_names(own))
    end
    local base = call["preset.base"](key)
    local merged = {}
    if base then
        for point, hook in pairs(hooks_of[open(base, key)]) do merged[point] = hook end
    end
    for point, hook in pairs(own) do merged[point] = hook end
    opening[key], hooks_of[key] = nil, merged
    return key
end

-- The key of a definition's preset for the host, and its hooks with the definition's own over them; nil where there are none.
return function(name, hooks)
    if type(name) ~= "string" then
        raise { kind = "config", message = "preset takes the name of a preset, not a " .. type(name) }
    end
    local key = open(name)
    if hooks ~= nil then host.hook_names(hooks) end
    local merged = {}
    for point, hook in pairs(hooks_of[key]) do merged[point] = hook end
    for point, hook in pairs(hooks or {}) do merged[point] = hook end
    return key, next(merged) ~= nil and merged or nil
end
