-- A value as a person reads it. Only raw accesses: nothing of the script is called, but for values that have a name and words
-- of their own.
local host = ...
local type, next, rawget, rawlen, getmetatable, pcall = type, next, rawget, rawlen, getmetatable, pcall
local tostring, setmetatable, sort, concat = tostring, setmetatable, table.sort, table.concat
local math_type, len = math.type, utf8.len

local DEPTH, ITEMS, FIELDS, NESTED_ITEMS, LINES = 6, 20, 60, 10, 80
local TEXT, NESTED_TEXT = 2000, 200 -- bytes of a string that are shown

local STYLES = { string = "32", number = "36", word = "35", dim = "2" }

local function painted(text, style, options)
    return options.is_styled and style and ("\27[%sm%s\27[0m"):format(STYLES[style], text) or text
end

-- The columns that a text takes, near enough.
local function width_of(text) return len(text) or #text end

local ESCAPES = { ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r", ["\\"] = "\\\\", ['"'] = '\\"' }

-- As Lua could read it, and with nothing in it that a terminal would obey.
local function quoted(text, most)
    local rest = #text - most
    if rest > 0 then
        text = text:sub(1, most):gsub("[\xC0-\xFF][\x80-\xBF]*$", "")
    end
    if not len(text) then
        text = text:gsub("[%c\\\"\x80-\xFF]", function(c) return ESCAPES[c] or ("\\x%02X"):format(c:byte()) end)
    else
        text = text:gsub('[%c\\"]', function(c) return ESCAPES[c] or ("\\%03d"):format(c:byte()) end)
        -- C1 controls, separators, directions.
        text = text:gsub("\xC2[\x80-\x9F]", function(c) return ("\\u{%X}"):format(utf8.codepoint(c)) end)
        text = text:gsub("\xE2\x80[\xA8-\xAE]", function(c) return ("\\u{%X}"):format(utf8.codepoint(c)) end)
        text = text:gsub("\xE2\x81[\xA6-\xA9]", function(c) return ("\\u{%X}"):format(utf8.codepoint(c)) end)
    end
    return '"' .. text .. '"' .. (rest > 0 and ("… (%d bytes more)"):format(rest) or "")
end

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true until
while]]):gmatch "%a+" do KEYWORDS[word] = true end

local function key_text(key)
    if type(key) == "string" then
        if key:find "^[%a_][%w_]*$" and not KEYWORDS[key] then return key end
        return "[" .. quoted(key, NESTED_TEXT) .. "]"
    end
    return "[" .. tostring(key) .. "]"
end

-- In the words of whoever made it: connections, responses, tasks, error objects.
local function named(value)
    local metatable = getmetatable(value)
    local has_words = type(metatable) == "string"
        or type(metatable) == "table" and type(rawget(metatable, "__name")) == "string"
            and rawget(metatable, "__tostring") ~= nil
    if not has_words then return nil end
    local ok, text = pcall(tostring, value)
    return ok and quoted(text, NESTED_TEXT):sub(2, -2):gsub('\\"', '"') or "<" .. tostring(metatable) .. ">"
end

-- The text of what is no table to look into, and its style.
local function plain(value, most)
    local kind = type(value)
    if value == host.null then return "null", "word" end
    if kind == "string" then return quoted(value, most), "string" end
    if kind == "number" then return tostring(value), "number" end
    if kind == "nil" or kind == "boolean" then return tostring(value), "word" end
    if kind == "table" then return named(value), nil end
    return "<" .. (kind == "thread" and "coroutine" or kind) .. ">", "dim"
end

-- Names in their order, then what else there is.
local function keys_of(value, count)
    local names, others = {}, {}
    for key in next, value do
        if type(key) == "string" then
            names[#names + 1] = key
        elseif math_type(key) ~= "integer" or key < 1 or key > count then
            others[#others + 1] = key
        end
    end
    sort(names)
    sort(others, function(a, b) return tostring(a) < tostring(b) end)
    for _, key in next, others do names[#names + 1] = key end
    return names
end

local Printer = {}
Printer.__index = Printer

-- What stands for a table that is not looked into.
function Printer:closed(value, depth)
    if self.open[value] then return "<the table it is in>" end
    if depth > DEPTH then return next(value) == nil and "{}" or "{…}" end
end

function Printer:paint(text, style) return painted(text, style, self.options) end

-- On one line of at most `room` columns, and the columns it takes; or nil.
function Printer:inline(value, room, depth)
    local text, style = plain(value, depth > 0 and NESTED_TEXT or TEXT)
    text = text or self:closed(value, depth)
    if text then
        local width = width_of(text)
        if width > room then return nil end
        return self:paint(text, style), width
    end
    local count = rawlen(value)
    if count > ITEMS then return nil end
    local parts, width = {}, 4
    self.open[value] = true
    local function add(key, item)
        local inner, taken = self:inline(item, room - width - #key, depth + 1)
        if not inner then return false end
        width = width + #key + taken + 2
        parts[#parts + 1] = key .. inner
        return width - 2 <= room
    end
    local fits = true
    for i = 1, count do
        fits = fits and add("", rawget(value, i))
    end
    if fits then
        for _, key in next, keys_of(value, count) do
            fits = fits and add(key_text(key) .. " = ", rawget(value, key))
            if not fits then break end
        end
    end
    self.open[value] = nil
    if not fits then return nil end
    if #parts == 0 then return "{}", 2 end
    return "{ " .. concat(parts, ", ") .. " }", width - 2
end

-- Adds lines; the first goes on behind `lead`, of which `used` columns are taken.
function Printer:add(value, lead, used, indent, tail, depth)
    if #self.lines >= LINES then
        self.is_cut = true
        return
    end
    local width = self.options.width
    local text = self:inline(value, width - used - #tail, depth)
    if text then
        self.lines[#self.lines + 1] = lead .. text .. tail
        return
    end
    local own, style = plain(value, depth > 0 and NESTED_TEXT or TEXT)
    own = own or self:closed(value, depth)
    if own then
        self.lines[#self.lines + 1] = lead .. self:paint(own, style) .. tail
        return
    end
    self.open[value] = true
    self.lines[#self.lines + 1] = lead .. "{"
    local blank, count = (" "):rep(indent + 2), rawlen(value)
    local most = depth == 0 and ITEMS or NESTED_ITEMS
    for i = 1, count < most and count or most do self:add(rawget(value, i), blank, indent + 2, indent + 2, ",", depth + 1) end
    if count > most then self:more(blank, count - most, depth) end
    local keys = keys_of(value, count)
    for i = 1, #keys < FIELDS and #keys or FIELDS do
        local key = key_text(keys[i]) .. " = "
        self:add(rawget(value, keys[i]), blank .. key, indent + 2 + width_of(key), indent + 2, ",", depth + 1)
    end
    if #keys > FIELDS then self:more(blank, #keys - FIELDS, depth) end
    self.open[value] = nil
    self.lines[#self.lines + 1] = (" "):rep(indent) .. "}" .. tail
end

function Printer:more(blank, count, depth)
    local hint = depth == 0 and " (:table shows all rows, :json everything)" or ""
    self.lines[#self.lines + 1] = blank .. self:paint(("-- %d more%s"):format(count, hint), "dim")
end

local show = {}

function show.dim(text, is_styled) return text == "" and "" or painted(text, "dim", { is_styled = is_styled }) end

-- `options`: width in columns, how many of them are used in the first line, is_styled.
return setmetatable(show, {
    __call = function(_, value, options)
        local printer = setmetatable({ options = options, lines = {}, open = {} }, Printer)
        printer:add(value, "", options.used or 0, 0, "", 0)
        if printer.is_cut then
            printer.lines[#printer.lines + 1] = painted("-- not everything: :json shows it", "dim", options)
        end
        return concat(printer.lines, "\n")
    end,
})
