-- Reads the text of a JSONPath query: what its grammar is made of.
local host = ...
local wrong_path = host.wrong_path

local Reader = {}
local metatable = { __index = Reader }

function Reader:fail(problem, at) wrong_path(self.text, (at or self.at) - 1, problem) end

-- Passes what matches a pattern here, and returns its captures (or the whole of it); nil if nothing does.
function Reader:take(pattern)
    local from, to, capture = self.text:find("^" .. pattern, self.at)
    if not from then return nil end
    self.at = to + 1
    return capture or self.text:sub(from, to)
end

function Reader:blanks() self:take "[ \t\n\r]*" end

-- Passes exactly this text, if it is here.
function Reader:accept(text)
    if self.text:sub(self.at, self.at + #text - 1) ~= text then return false end
    self.at = self.at + #text
    return true
end

function Reader:expect(text)
    if not self:accept(text) then self:fail(text .. " belongs here") end
end

function Reader:peek() return self.text:sub(self.at, self.at) end

-- An integer as indices and slices have it (RFC 9535 §2.3.3.1), or nil.
function Reader:integer()
    local at = self.at
    local digits = self:take "%-?%d+"
    if not digits then return nil end
    if digits:find "^%-?0%d" or digits == "-0" then self:fail("an index has no leading zeros", at) end
    local number = math.tointeger(tonumber(digits))
    if not number or number > 2 ^ 53 - 1 or number < -(2 ^ 53 - 1) then self:fail("this number is too large", at) end
    return number
end

local plain = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ["/"] = "/", ["\\"] = "\\" }

local function escaped(reader, quote)
    local letter = reader:peek()
    if plain[letter] or letter == quote then
        reader.at = reader.at + 1
        return plain[letter] or quote
    end
    local code = tonumber(reader:take "u(%x%x%x%x)" or reader:fail "no such escape", 16)
    if code < 0xD800 or code > 0xDFFF then return utf8.char(code) end
    local low = code < 0xDC00 and reader:take "\\u([dD][c-fC-F]%x%x)"
    if not low then reader:fail "an unpaired surrogate" end
    return utf8.char(0x10000 + (code - 0xD800) * 0x400 + tonumber(low, 16) - 0xDC00)
end

-- A string in either quote, or nil.
function Reader:string()
    local quote = self:take "[\"']"
    if not quote then return nil end
    local parts = {}
    while not self:accept(quote) do
        if self:accept "\\" then parts[#parts + 1] = escaped(self, quote)
        else parts[#parts + 1] = self:take "[^\"'\\%c]+" or self:take "[\"'\x7F]" or self:fail "the text ends here, or a control character stands in it" end
    end
    return table.concat(parts)
end

return { new = function(text) return setmetatable({ text = text, at = 1 }, metatable) end }
