-- Words for definitions that are wrong, and the checks that use them.
local host = ...
local call, raise = host.functions, host.raise

local Checks = {}
Checks.__index = Checks

-- Checks that speak of one resource, and of `place` in it ("pages", "since") where that is not the top.
function Checks.of(name, place) return setmetatable({ name = name, place = place }, Checks) end

function Checks:fail(message, advice)
    raise { kind = "config", message = ("resource '%s': %s"):format(self.name, message), advice = advice }
end

local function article(name)
    if name == "nil" then return "nothing" end
    return (name:find "^[aeiou]" and "an " or "a ") .. name
end

-- What a value is, as a person would say it.
function Checks.kind_of(value) return article(type(value)) end

function Checks:path_of(field) return self.place and self.place .. "." .. field or field end

local function is_count(value, least) return math.type(value) == "integer" and value >= least end

-- Each says what it wants, and whether a value is that.
local kinds = {
    text = { "text that is not empty", function(value) return type(value) == "string" and value ~= "" end },
    bytes = { "text", function(value) return type(value) == "string" end },
    table = { "a table", function(value) return type(value) == "table" end },
    ["function"] = { "a function", function(value) return type(value) == "function" end },
    flag = { "true or false", function(value) return type(value) == "boolean" end },
    count = { "a whole number of at least 0", function(value) return is_count(value, 0) end },
    positive = { "a whole number of at least 1", function(value) return is_count(value, 1) end },
    integer = { "a whole number", function(value) return math.type(value) == "integer" end },
    seconds = { "a number of seconds greater than 0", function(value) return type(value) == "number" and value > 0 end },
    span = { "a number of at least 0", function(value) return type(value) == "number" and value >= 0 end },
    value = { "text or a number", function(value) return type(value) == "string" or type(value) == "number" end },
    into = {
        '"query", "body" or "header"',
        function(value) return value == "query" or value == "body" or value == "header" end,
    },
    rate = { 'text such as "10/s" or a table', function(value) return type(value) == "string" or type(value) == "table" end },
    switch = {
        "true, false or a table",
        function(value) return type(value) == "boolean" or type(value) == "table" end,
    },
    retry = {
        "true, false, a number or a table",
        function(value) return type(value) == "boolean" or type(value) == "table" or type(value) == "number" end,
    },
    any = { "a value", function() return true end },
}

-- Every field of `given` is one of `fields` (name -> kind), and of its kind.
function Checks:fields(given, fields)
    local names = {}
    for name in pairs(given) do names[#names + 1] = tostring(name) end
    table.sort(names)
    for _, name in ipairs(names) do
        if not fields[name] then
            local known = {}
            for field in pairs(fields) do known[#known + 1] = field end
            table.sort(known)
            local nearest = call["text.nearest"](name, known)
            self:fail(("unknown field '%s'"):format(self:path_of(name)),
                nearest and ("Did you mean '%s'?"):format(nearest) or "It takes " .. table.concat(known, ", "))
        end
    end
    for name, kind in pairs(fields) do
        local value = given[name]
        local wanted = kinds[kind]
        if value ~= nil and not wanted[2](value) then
            self:fail(("%s must be %s, not %s"):format(self:path_of(name), wanted[1],
                type(value) == "string" and ("%q"):format(value) or type(value) == "number" and tostring(value)
                    or article(type(value))))
        end
    end
end

return Checks
