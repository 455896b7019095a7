-- The filters of JSONPath (RFC 9535 §2.3.5): what stands behind ?, compiled to a function of (root, node).
--
-- A term is { kind, evaluate, singular }: its kind is "value" (nil: Nothing), "nodes" or "logical".
local host = ...
local json = require "json"
local nodes, regexp = host.module "paths.nodes", host.module "paths.regexp"
local equal, type = nodes.equal, type

local filters = {}
local parse_or, parse_term

local function is_less(one, other)
    local kind = type(one)
    return kind == type(other) and (kind == "number" or kind == "string") and one < other
end

local compare = {
    ["=="] = equal,
    ["!="] = function(one, other) return not equal(one, other) end,
    ["<"] = is_less,
    [">"] = function(one, other) return is_less(other, one) end,
    ["<="] = function(one, other) return is_less(one, other) or equal(one, other) end,
    [">="] = function(one, other) return is_less(other, one) or equal(one, other) end,
}

-- MARK: Functions (§2.4)

local function length(value)
    if type(value) == "string" then return utf8.len(value) end
    if type(value) ~= "table" then return nil end
    return nodes.is_list(value) and #value or #nodes.names_of(value)
end

local function only(found)
    if #found == 1 then return found[1] end
end

-- `pattern` and `program`: of the latest call; most queries have one pattern.
local function matching(is_whole)
    local pattern, program
    return function(text, wanted)
        if type(text) ~= "string" or type(wanted) ~= "string" then return false end
        if wanted ~= pattern then
            local problem, is_unsupported
            program, problem, is_unsupported = regexp.compile(wanted)
            if is_unsupported then host.raise { kind = "config", message = "a pattern in JSONPath: " .. problem } end
            pattern = wanted
        end
        return program and regexp.matches(program, text, is_whole) or false
    end
end

local functions = {
    length = { takes = { "value" }, gives = "value", make = function() return length end },
    count = { takes = { "nodes" }, gives = "value", make = function() return function(found) return #found end end },
    value = { takes = { "nodes" }, gives = "value", make = function() return only end },
    match = { takes = { "value", "value" }, gives = "logical", make = function() return matching(true) end },
    search = { takes = { "value", "value" }, gives = "logical", make = function() return matching(false) end },
}
-- The term as a value, if it can be one.
local function as_value(term)
    if term.kind == "value" then return term.evaluate end
    if term.kind ~= "nodes" or not term.singular then return nil end
    local evaluate = term.evaluate
    return function(root, node) return evaluate(root, node)[1] end
end

local function parse_argument(reader, parse_query, wanted)
    local at = reader.at
    local term = parse_term(reader, parse_query)
    if not term then reader:fail "a value, a query or a function belongs here" end
    if wanted == "nodes" then
        if term.kind ~= "nodes" then reader:fail("a query belongs here", at) end
        return term.evaluate, term
    end
    return as_value(term) or reader:fail("one value belongs here: text, a number, or a query of names and indices", at), term
end

local function parse_function(reader, parse_query, name, at)
    local definition = functions[name] or reader:fail("there is no function '" .. name .. "'", at)
    local arguments = {}
    for i, wanted in ipairs(definition.takes) do
        if i > 1 then
            reader:blanks()
            reader:expect ","
        end
        reader:blanks()
        local begin, term = reader.at, nil
        arguments[i], term = parse_argument(reader, parse_query, wanted)
        if term.literal and i == 2 and type(term.literal) == "string" then
            local program, problem = regexp.compile(term.literal)
            if not program then reader:fail(problem, begin) end
        end
    end
    reader:blanks()
    reader:expect ")"
    local call, first, second = definition.make(), arguments[1], arguments[2]
    return {
        kind = definition.gives,
        evaluate = function(root, node) return call(first(root, node), second and second(root, node)) end,
    }
end

-- MARK: Grammar

local words = { ["true"] = true, ["false"] = false, null = json.null }

local function literal(value)
    return { kind = "value", literal = value, evaluate = function() return value end }
end

local function parse_number(reader)
    local at = reader.at
    local text = reader:take "%-?%d+"
    if not text then return nil end
    if text:find "^%-?0%d" then reader:fail("a number has no leading zeros", at) end
    text = text .. (reader:take "%.%d+" or "") .. (reader:take "[eE][+-]?%d+" or "")
    return tonumber(text)
end

-- A literal, a query or a function; nil if none of them is here.
function parse_term(reader, parse_query)
    local at = reader.at
    if reader:peek():find "[$@]" then
        local evaluate, singular = parse_query(reader)
        return { kind = "nodes", evaluate = evaluate, singular = singular }
    end
    local value = reader:string()
    if value == nil then value = parse_number(reader) end
    if value ~= nil then return literal(value) end
    local name = reader:take "%l[%l%d_]*"
    if not name then return nil end
    if reader:accept "(" then return parse_function(reader, parse_query, name, at) end
    if words[name] == nil then reader:fail(("'%s' is neither a value nor a function"):format(name), at) end
    return literal(words[name])
end

local function parse_comparison(reader, parse_query, left, at)
    local operator = reader:take "[=!<>]=" or reader:take "[<>]"
    if not operator then return nil end
    reader:blanks()
    local right_at = reader.at
    local right = parse_term(reader, parse_query) or reader:fail "a value, a query or a function belongs here"
    local one = as_value(left) or reader:fail("only one value can be compared: a query of names and indices", at)
    local other = as_value(right) or reader:fail("only one value can be compared: a query of names and indices", right_at)
    local test = compare[operator]
    return function(root, node) return test(one(root, node), other(root, node)) end
end

local function parse_test(reader, term, at)
    local evaluate = term.evaluate
    if term.kind == "nodes" then return function(root, node) return #evaluate(root, node) > 0 end end
    if term.kind == "logical" then return evaluate end
    reader:fail("a value alone is no condition: compare it", at)
end

local function parse_basic(reader, parse_query)
    local at = reader.at
    local is_negated = reader:accept "!"
    if is_negated then reader:blanks() end
    local test
    if reader:accept "(" then
        reader:blanks()
        test = parse_or(reader, parse_query)
        reader:blanks()
        reader:expect ")"
    else
        local term = parse_term(reader, parse_query) or reader:fail "a condition belongs here"
        local after = reader.at
        reader:blanks()
        test = parse_comparison(reader, parse_query, term, at)
        if test and is_negated then reader:fail("to negate a comparison, put it in parentheses", at) end
        if not test then
            reader.at = after
            test = parse_test(reader, term, at)
        end
    end
    if not is_negated then return test end
    return function(root, node) return not test(root, node) end
end

-- One or more of `parse`, with `operator` between them.
local function parse_chain(reader, parse_query, parse, operator, join)
    local test = parse(reader, parse_query)
    while true do
        local after = reader.at
        reader:blanks()
        if not reader:accept(operator) then
            reader.at = after
            return test
        end
        reader:blanks()
        test = join(test, parse(reader, parse_query))
    end
end

local function parse_and(reader, parse_query)
    return parse_chain(reader, parse_query, parse_basic, "&&", function(one, other)
        return function(root, node) return one(root, node) and other(root, node) end
    end)
end

function parse_or(reader, parse_query)
    return parse_chain(reader, parse_query, parse_and, "||", function(one, other)
        return function(root, node) return one(root, node) or other(root, node) end
    end)
end

filters.parse = parse_or
return filters
