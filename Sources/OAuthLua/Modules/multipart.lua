-- The parts of a multipart body as a list: first the named ones in the order of their names, so that the same script sends
-- the same each time, then those of the list part in theirs.
local host = ...
local raise, math_type = host.raise, math.type

local fields = { name = "string", value = true, file = "string", filename = "string", content_type = "string" }

local function text(value, what)
    local kind = type(value)
    if kind == "string" then return value end
    if kind == "boolean" or math_type(value) == "integer" then return tostring(value) end
    if kind == "number" then return ("%.17g"):format(value) end
    raise(("%s must be text, a number or a boolean, not a %s"):format(what, kind))
end

local function part(given, name)
    local made = { name = name }
    for key, value in pairs(given) do
        local wanted = fields[key]
        if not wanted then raise(("a part of multipart has no field '%s'"):format(tostring(key))) end
        if wanted ~= true and type(value) ~= wanted then
            raise(("'%s' of a part of multipart must be a %s, not a %s"):format(key, wanted, type(value)))
        end
        made[key] = value
    end
    if not made.name then raise "a part of multipart needs a name" end
    if (made.value == nil) == (made.file == nil) then
        raise(("the part '%s' of multipart needs either a value or a file"):format(made.name))
    end
    if made.value ~= nil then made.value = text(made.value, ("the part '%s' of multipart"):format(made.name)) end
    return made
end

local function add(parts, value, name)
    if type(value) ~= "table" then
        parts[#parts + 1] = part({ value = value }, name)
    elseif value[1] ~= nil then
        for _, each in ipairs(value) do add(parts, each, name) end
    else
        parts[#parts + 1] = part(value, name)
    end
end

return function(given)
    local names, parts = {}, {}
    for key in pairs(given) do
        if type(key) == "string" then
            names[#names + 1] = key
        elseif math_type(key) ~= "integer" then
            raise "multipart holds names and a list of parts"
        end
    end
    table.sort(names)
    for _, name in ipairs(names) do add(parts, given[name], name) end
    for index, each in ipairs(given) do
        if type(each) ~= "table" then raise(("part %d of multipart must be a table, not a %s"):format(index, type(each))) end
        parts[#parts + 1] = part(each, nil)
    end
    if #parts == 0 then raise "multipart needs at least one part" end
    return parts
end
