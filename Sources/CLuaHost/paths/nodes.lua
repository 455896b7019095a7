-- What JSONPath asks of the tables that JSON becomes.
local json = require "json"
local type, next, rawget, getmetatable, rawequal = type, next, rawget, getmetatable, rawequal
local array_mark = getmetatable(json.array {})

local nodes = {}

function nodes.is_list(value) return rawget(value, 1) ~= nil or rawequal(getmetatable(value), array_mark) end

-- The names of an object, sorted: a table keeps no order.
function nodes.names_of(object)
    local names = {}
    for name in next, object do
        if type(name) == "string" then names[#names + 1] = name end
    end
    table.sort(names)
    return names
end

-- RFC 9535 §2.3.5.2.2; nil is Nothing.
function nodes.equal(one, other)
    if rawequal(one, other) then return true end
    local kind = type(one)
    if kind ~= type(other) then return false end
    if kind ~= "table" then return one == other end
    if nodes.is_list(one) ~= nodes.is_list(other) or #one ~= #other then return false end
    for key, value in next, one do
        if not nodes.equal(value, rawget(other, key)) then return false end
    end
    for key in next, other do
        if rawget(one, key) == nil then return false end
    end
    return true
end

return nodes
