-- The global `state`: the script's part of what is kept between its runs, as a plain table.
local host = ...
local store = host.module "store"
local pairs, setmetatable = pairs, setmetatable

host.on_touch("state", function(later)
    if not later then return store.state end
    -- Where nothing can wait, it is made without its contents, which come when somebody looks.
    return setmetatable({}, {
        __index = function(_, key) return store.state[key] end,
        __newindex = function(_, key, value) store.state[key] = value end,
        __pairs = function() return pairs(store.state) end,
        __len = function() return #store.state end,
    })
end)
