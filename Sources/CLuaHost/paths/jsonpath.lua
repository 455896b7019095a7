-- JSONPath (RFC 9535): a query becomes a function once, and is kept.
local host = ...
local json = require "json"
local filters, reader_of = host.module "paths.filters", host.module("paths.reader").new
local nodes = host.module "paths.nodes"
local is_list, names_of = nodes.is_list, nodes.names_of
local type, rawget, ipairs = type, rawget, ipairs

-- MARK: Selectors: (root, node, out) puts what they select of a node's children at the end of `out`

local function each_child(node, visit)
    if type(node) ~= "table" then return end
    if is_list(node) then
        for index = 1, #node do visit(rawget(node, index)) end
    else
        for _, name in ipairs(names_of(node)) do visit(rawget(node, name)) end
    end
end

local function by_name(name)
    return function(_, node, out)
        if type(node) == "table" then out[#out + 1] = rawget(node, name) end
    end
end

local function by_index(index)
    return function(_, node, out)
        if type(node) ~= "table" or not is_list(node) then return end
        out[#out + 1] = rawget(node, index >= 0 and index + 1 or #node + index + 1)
    end
end

local function every(_, node, out)
    each_child(node, function(child) out[#out + 1] = child end)
end

-- RFC 9535 §2.3.4.2.2
local function slice(from, to, step)
    return function(_, node, out)
        if step == 0 or type(node) ~= "table" or not is_list(node) then return end
        local count = #node
        local function bound(index, default, least, most)
            if not index then return default end
            if index < 0 then index = count + index end
            return math.max(least, math.min(index, most))
        end
        if step > 0 then
            for i = bound(from, 0, 0, count), bound(to, count, 0, count) - 1, step do out[#out + 1] = rawget(node, i + 1) end
        else
            for i = bound(from, count - 1, -1, count - 1), bound(to, -1, -1, count - 1) + 1, step do
                out[#out + 1] = rawget(node, i + 1)
            end
        end
    end
end

local function filter(test)
    return function(root, node, out)
        each_child(node, function(child) if test(root, child) then out[#out + 1] = child end end)
    end
end

-- MARK: Segments: (root, found) -> what they find below

local function children(selectors)
    return function(root, found)
        local out = {}
        for i = 1, #found do
            for k = 1, #selectors do selectors[k](root, found[i], out) end
        end
        return out
    end
end

local function descendants(selectors)
    return function(root, found)
        local out = {}
        local function visit(node)
            for k = 1, #selectors do selectors[k](root, node, out) end
            each_child(node, visit)
        end
        for i = 1, #found do visit(found[i]) end
        return out
    end
end

-- MARK: Grammar

local parse_segments

-- `$…` or `@…`: a function of (root, current) that gives the nodes, and whether it names one at most.
local function parse_query(reader)
    local of_root = reader:take "[$@]" == "$"
    local segments, singular = parse_segments(reader)
    return function(root, current)
        local found = { of_root and root or current }
        for i = 1, #segments do found = segments[i](root, found) end
        return found
    end, singular
end

local function parse_selector(reader)
    local name = reader:string()
    if name then return by_name(name), true end
    if reader:accept "*" then return every end
    if reader:accept "?" then
        reader:blanks()
        return filter(filters.parse(reader, parse_query))
    end
    local from = reader:integer()
    local after = reader.at
    reader:blanks()
    if not reader:accept ":" then
        reader.at = after
        if not from then reader:fail "an index, a name in quotes, * or ? belongs here" end
        return by_index(from), true
    end
    reader:blanks()
    local to = reader:integer()
    if to then reader:blanks() end
    local step
    if reader:accept ":" then
        reader:blanks()
        step = reader:integer()
    end
    return slice(from, to, step or 1)
end

local function parse_brackets(reader)
    local selectors, singular = {}, false
    repeat
        reader:blanks()
        selectors[#selectors + 1], singular = parse_selector(reader)
        reader:blanks()
    until not reader:accept ","
    reader:expect "]"
    return selectors, singular and #selectors == 1
end

-- What follows a dot.
local function parse_shorthand(reader)
    if reader:accept "*" then return { every }, false end
    local name = reader:take "[%a_\x80-\xFF][%w_\x80-\xFF]*" or reader:fail "a name or * belongs here"
    return { by_name(name) }, true
end

function parse_segments(reader)
    local segments, singular = {}, true
    while true do
        local before = reader.at
        reader:blanks()
        local make, selectors, is_single = children, nil, nil
        if reader:accept ".." then
            make, singular = descendants, false
            if reader:accept "[" then selectors = parse_brackets(reader)
            else selectors = parse_shorthand(reader) end
        elseif reader:accept "[" then
            selectors, is_single = parse_brackets(reader)
        elseif reader:accept "." then
            selectors, is_single = parse_shorthand(reader)
        else
            reader.at = before
            return segments, singular
        end
        singular = singular and is_single
        segments[#segments + 1] = make(selectors)
    end
end

-- MARK: The module

local compiled = setmetatable({}, { __mode = "v" })

local function compile(path)
    local query = compiled[path]
    if query then return query end
    if not utf8.len(path) then host.wrong_path(path, 0, "it is not UTF-8") end
    local reader = reader_of(path)
    if reader:peek() ~= "$" then reader:fail "$ belongs here" end
    local find, singular = parse_query(reader)
    if reader.at <= #path then reader:fail "., [ or the end belongs here" end
    query = { find = find, singular = singular }
    compiled[path] = query
    return query
end

local jsonpath = {}

-- Raises `config` if this is no JSONPath query.
function jsonpath.check(path) compile(path) end

-- The list of what a query finds; of a query that can find one value only (names and indices), that value or nil.
function jsonpath.evaluate(value, path)
    local query = compile(path)
    local found = query.find(value, value)
    if not query.singular then return json.array(found) end
    if found[1] == json.null then return nil end
    return found[1]
end

return jsonpath
