-- require, in Lua so that a module may wait (fetch something) while it loads.
local host = ...
local loaded, preload, config = package.loaded, package.preload, package
local open, loadfile, raise, type = io.open, loadfile, host.raise, type
local park, wake, current, setmetatable = host.park, host.wake, host.current, setmetatable
local ipairs, concat = ipairs, table.concat

-- Modules that are being loaded: name -> { task, by, waiters }, and who asked for whom.
local loading = {}

local function search(name, templates)
    if type(templates) ~= "string" then raise("package.path must be a string") end
    local file_name, tried = name:gsub("%.", "/"):gsub("%%", "%%%%"), {}
    for template in templates:gmatch("[^;]+") do
        local path = template:gsub("%?", file_name)
        local file = open(path, "rb")
        local readable = file and file:read(0)  -- a folder opens, but does not read
        local empty = file and not readable and file:seek("end") == 0
        if file then file:close() end
        if readable or empty then return path end
        tried[#tried + 1] = "\n\tno file '" .. path .. "'"
    end
    return nil, concat(tried)
end

config.searchpath = search

-- a -> b -> a
local function chain(name)
    local names, at = { name }, loading[name].last
    while at and at ~= name do
        names[#names + 1] = at
        at = loading[at] and loading[at].last
    end
    names[#names + 1] = name
    return concat(names, " -> ")
end

local function finish(state)
    loading[state.name] = nil
    if state.parent then state.parent.last = nil end
    for _, waiter in ipairs(state.waiters) do wake(waiter) end
end

local innermost = {}  -- task -> what it loads now

local function load_module(name, loader, origin)
    local task = current()
    local parent = innermost[task]
    local state <close> = setmetatable(
        { name = name, task = task, parent = parent, waiters = {} },
        { __close = function(state)
            innermost[task] = parent
            finish(state)
        end })
    if parent then parent.last = name end
    loading[name], innermost[task] = state, state
    local value = loader(name, origin)
    if value ~= nil then loaded[name] = value end
    if loaded[name] == nil then loaded[name] = true end
    return loaded[name], origin
end

return function(name)
    if type(name) ~= "string" then raise("require needs the name of a module, got " .. type(name)) end
    while true do
        if loaded[name] ~= nil then return loaded[name] end
        local state = loading[name]
        if not state then break end
        if state.task == current() then raise("modules require each other in a loop: " .. chain(name)) end
        state.waiters[#state.waiters + 1] = current()
        park()
    end
    local value = host.public_module(name)
    if value ~= nil then return value end
    if preload[name] then return load_module(name, preload[name], ":preload:") end
    local path, tried = search(name, config.path)
    if not path then
        raise("module '" .. name .. "' not found:\n\tno built-in module '" .. name .. "'" .. tried)
    end
    local chunk, problem = loadfile(path, "t")
    if not chunk then raise("cannot load module '" .. name .. "': " .. problem) end
    return load_module(name, chunk, path)
end
