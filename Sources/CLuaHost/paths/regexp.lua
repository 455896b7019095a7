-- I-Regexp (RFC 9485) for JSONPath's match() and search(). Patterns may come from documents, so they are run as automata:
-- the time is at most that of the text's length times the pattern's, whatever they are.
--
-- ^ and $ outside of brackets stand for the text's beginning and end, as other implementations of JSONPath have it. \p{…}
-- and \P{…} are not supported: they need tables of Unicode's categories.
local regexp = {}

local LARGEST = 5000 -- steps of a program; {n,m} multiplies

local function fail(problem, is_unsupported) error({ problem = problem, is_unsupported = is_unsupported }, 0) end

-- MARK: Parsing, into { kind, … }

local escapes = { n = 10, r = 13, t = 9 }
for escaped in ("()*+-.?[\\]^{|}$"):gmatch "." do escapes[escaped] = escaped:byte() end

local function peek(p)
    local code = p[p.at]
    return code and (code < 128 and string.char(code) or "other") or ""
end

local function take_escape(p)
    p.at = p.at + 1
    local letter = peek(p)
    if letter == "p" or letter == "P" then fail("\\p{…} is not supported", true) end
    local code = escapes[letter] or fail "wrong escape in the pattern"
    p.at = p.at + 1
    return code
end

local function parse_brackets(p)
    p.at = p.at + 1
    local set = { kind = "set", is_negated = peek(p) == "^" }
    if set.is_negated then p.at = p.at + 1 end
    local function character(is_first)
        local letter = peek(p)
        if letter == "\\" then return take_escape(p) end
        if letter == "" then fail "] is missing in the pattern" end
        if letter == "[" or (letter == "-" and not is_first and p[p.at + 1] ~= 93) then
            fail("a backslash belongs before " .. letter .. " in brackets")
        end
        p.at = p.at + 1
        return p[p.at - 1]
    end
    local is_first = true
    while is_first or peek(p) ~= "]" do
        if is_first and peek(p) == "]" then fail "empty brackets in the pattern" end
        local from = character(is_first)
        local to = from
        if peek(p) == "-" and p[p.at + 1] ~= 93 then
            p.at = p.at + 1
            to = character(false)
            if to < from then fail "a range in the pattern is the wrong way round" end
        end
        set[#set + 1] = { from, to }
        is_first = false
    end
    p.at = p.at + 1
    return set
end

local parse_alternatives

local function parse_atom(p)
    local letter = peek(p)
    if letter == "[" then return parse_brackets(p) end
    if letter == "\\" then
        local code = take_escape(p)
        return { kind = "set", { code, code } }
    end
    if letter == "(" then
        p.at, p.depth = p.at + 1, p.depth + 1
        if p.depth > 50 then fail "too many parentheses in the pattern" end
        local inner = parse_alternatives(p)
        if peek(p) ~= ")" then fail ") is missing in the pattern" end
        p.at, p.depth = p.at + 1, p.depth - 1
        return inner
    end
    if letter:find "^[*+?{}%]]$" then fail(letter .. " stands alone in the pattern") end
    p.at = p.at + 1
    if letter == "." then return { kind = "set", is_negated = true, { 10, 10 }, { 13, 13 } } end
    if letter == "^" or letter == "$" then return { kind = letter } end
    return { kind = "set", { p[p.at - 1], p[p.at - 1] } }
end

local function take_digits(p)
    local digits = ""
    while peek(p):find "^%d$" and #digits < 5 do
        digits = digits .. peek(p)
        p.at = p.at + 1
    end
    return tonumber(digits)
end

local times = { ["*"] = { 0 }, ["+"] = { 1 }, ["?"] = { 0, 1 } }

-- What follows an atom: the least and the most times it comes; nil: no bound.
local function parse_quantifier(p)
    local letter = peek(p)
    if times[letter] then
        p.at = p.at + 1
        return times[letter][1], times[letter][2]
    end
    if letter ~= "{" then return 1, 1 end
    p.at = p.at + 1
    local least = take_digits(p) or fail "wrong {n,m} in the pattern"
    local most = least
    if peek(p) == "," then
        p.at = p.at + 1
        most = take_digits(p)
    end
    if peek(p) ~= "}" or (most and most < least) then fail "wrong {n,m} in the pattern" end
    p.at = p.at + 1
    return least, most
end

function parse_alternatives(p)
    local alternatives, branch = { kind = "or" }, { kind = "all" }
    while true do
        local letter = peek(p)
        if letter == "|" then
            alternatives[#alternatives + 1], branch = branch, { kind = "all" }
            p.at = p.at + 1
        elseif letter == "" or letter == ")" then
            alternatives[#alternatives + 1] = branch
            return alternatives
        else
            local atom = parse_atom(p)
            local least, most = parse_quantifier(p)
            branch[#branch + 1] = { kind = "repeat", atom, least = least, most = most }
        end
    end
end

-- MARK: The program: a list of { kind, set | next, other }

local emit

local function add(program, step)
    if #program == LARGEST then fail "the pattern is too large" end
    program[#program + 1] = step
    return step
end

local emitters = {
    all = function(program, node)
        for _, part in ipairs(node) do emit(program, part) end
    end,
    ["or"] = function(program, node)
        local ends = {}
        for i, branch in ipairs(node) do
            local split = i < #node and add(program, { kind = "split", next = #program + 2 })
            emit(program, branch)
            if split then
                ends[i] = add(program, { kind = "jump" })
                split.other = #program + 1
            end
        end
        for _, jump in ipairs(ends) do jump.next = #program + 1 end
    end,
    ["repeat"] = function(program, node)
        local before = #program
        for _ = 1, node.least do
            emit(program, node[1])
            if #program == before then return end -- nothing, however often
        end
        if not node.most then
            local start = #program + 1
            local split = add(program, { kind = "split", next = start + 1 })
            emit(program, node[1])
            add(program, { kind = "jump", next = start })
            split.other = #program + 1
            return
        end
        local splits = {}
        for i = 1, node.most - node.least do
            splits[i] = add(program, { kind = "split", next = #program + 2 })
            emit(program, node[1])
        end
        for _, split in ipairs(splits) do split.other = #program + 1 end
    end,
}

function emit(program, node)
    local emitter = emitters[node.kind]
    if emitter then emitter(program, node) else add(program, node) end
end

-- The program of a pattern; or nil, why not, and whether it is right but beyond what is here.
function regexp.compile(pattern)
    if not utf8.len(pattern) then return nil, "the pattern is not UTF-8" end
    local ok, result = pcall(function()
        local p = { at = 1, depth = 0 }
        for _, code in utf8.codes(pattern) do p[#p + 1] = code end
        local tree = parse_alternatives(p)
        if p.at <= #p then fail ") stands alone in the pattern" end
        local program = {}
        emit(program, tree)
        add(program, { kind = "end" })
        return program
    end)
    if ok then return result end
    if type(result) ~= "table" or not result.problem then error(result, 0) end
    return nil, result.problem, result.is_unsupported
end

-- MARK: Running

local function is_in(set, code)
    for i = 1, #set do
        if code >= set[i][1] and code <= set[i][2] then return not set.is_negated end
    end
    return set.is_negated or false
end

-- Adds the steps that read a character and are reached from `from` without reading one. Returns whether the end is.
local function reach(program, from, states, seen, at_start, at_end)
    local pending, is_end = { from }, false
    while #pending > 0 do
        local at = table.remove(pending)
        if not seen[at] then
            seen[at] = true
            local step = program[at]
            local kind = step.kind
            if kind == "set" then states[#states + 1] = at
            elseif kind == "end" then is_end = true
            elseif kind == "jump" then pending[#pending + 1] = step.next
            elseif kind == "split" then
                pending[#pending + 1] = step.other
                pending[#pending + 1] = step.next
            elseif kind == "^" and at_start or kind == "$" and at_end then
                pending[#pending + 1] = at + 1
            end
        end
    end
    return is_end
end

-- Whether the whole text matches, or a part of it does.
function regexp.matches(program, text, is_whole)
    local count, at = utf8.len(text), 0
    if not count then return false end
    local states, seen = {}, {}
    local is_end = reach(program, 1, states, seen, true, count == 0)
    for _, code in utf8.codes(text) do
        if is_end and not is_whole then return true end
        at = at + 1
        local following, is_last = {}, at == count
        seen, is_end = {}, false
        for i = 1, #states do
            if is_in(program[states[i]], code) then
                is_end = reach(program, states[i] + 1, following, seen, false, is_last) or is_end
            end
        end
        if not is_whole then is_end = reach(program, 1, following, seen, false, is_last) or is_end end
        states = following
        if #states == 0 and not is_end and is_whole then return false end
    end
    return is_end
end

return regexp
