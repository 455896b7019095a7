-- Makes what a script returned that is still to be made: `return events`, `return { events = events, mails = mails }`.
-- The host is told of each before it begins. A method gives rows to the host, and returns what else there is.
-- Where the whole result is rows, the host may take them as a stream: then nothing is left to return.
local host = ...
local wait, method_of, shape_of = host.wait, host.result_method, host.shape_of
local type, next, tostring, pack, unpack, sort = type, next, tostring, table.pack, table.unpack, table.sort

local function name_of(value)
    local shape = shape_of(value)
    local name = shape and shape.name or method_of(value) and value.name
    return type(name) == "string" and name or nil
end

-- The parts of one returned table, by name, or of several returned values.
local function parts_of(values)
    local parts = {}
    if values.n == 1 and not method_of(values[1]) then
        local made = {}
        for field, value in next, values[1] do
            made[field] = value
            local name = type(field) == "string" and field or nil
            parts[#parts + 1] = { index = 1, field = name, name = name, value = value, holder = made, key = field }
        end
        sort(parts, function(a, b) return tostring(a.key) < tostring(b.key) end)
        values[1] = made
    else
        for i = 1, values.n do
            parts[i] = { index = i, name = name_of(values[i]), value = values[i], holder = values, key = i }
        end
    end
    return parts
end

-- Whether the parts are sets of rows, each with a name of its own: then they can be written one after the other.
local function are_named(parts)
    local seen = {}
    for _, part in next, parts do
        if not (method_of(part.value) or shape_of(part.value)) or not part.name or seen[part.name] then return false end
        seen[part.name] = true
    end
    return true
end

-- What a part is replaced by: nothing, if its rows went to the host's stream.
local function make(part, name, count)
    local method = method_of(part.value)
    if not method and count == 0 then return part.value, false end
    local wanted, streams = wait("result.begin", part.index, part.field, name, count)
    if not wanted then return nil, streams end
    local made = part.value
    if method then made = method(part.value) end
    if streams and made ~= nil then
        wait("rows.write", shape_of(made) or { name = part.name }, made)
        made = nil
    end
    return made, streams
end

return function(...)
    local values = pack(...)
    local is_single = values.n == 1 and method_of(values[1]) ~= nil
    local parts, has_streamed = parts_of(values), false
    local count = is_single and 1 or are_named(parts) and #parts or 0
    for i = 1, #parts do
        local part = parts[i]
        local made, streams = make(part, not is_single and part.name or nil, count)
        part.holder[part.key] = made
        has_streamed = has_streamed or streams
    end
    if not has_streamed then return unpack(values, 1, values.n) end
end
