-- What is new: compares values as points in time, numbers or text, and remembers what was delivered at the newest.
local host = ...
local call, raise = host.functions, host.raise
local json = require "json"
local time = require "time"
local parse, iso = time.parse, time.iso

local since = {}

-- A number to compare by; nil for text that is neither a time nor a number.
local function rank(value)
    if type(value) == "number" then return value end
    return parse(value) or tonumber(value)
end

local function is_before(a, b)
    local x, y = rank(a), rank(b)
    if x and y then return x < y end
    return tostring(a) < tostring(b)
end

-- A value of the same form, `seconds` earlier; for numbers that many units.
local function earlier(value, seconds)
    if seconds == 0 then return value end
    if type(value) == "number" then return value - seconds end
    local number = rank(value)
    if not number then
        raise {
            kind = "config", message = ("since: overlap needs times or numbers, and %q is neither"):format(value),
            advice = "Leave `overlap` out",
        }
    end
    if not parse(value) then return tostring(math.type(number) == "integer" and number - math.tointeger(seconds) or number - seconds) end
    local text = iso(number - seconds)
    return #value == 10 and text:sub(1, 10) or text
end

local MOST_BYTES = 8 << 20 -- of identities that a resource keeps, of the 10 MB that a script may keep
local LONGEST = 24 -- bytes of an identity; 96 bits of a hash

local function short(text) return #text <= LONGEST and text or call["hash.sha256"](text):sub(1, LONGEST) end

-- What tells a row from others: its key, or the whole of it; nil where it cannot be written down.
function since.identity(row, key)
    if key and type(row) == "table" then
        local values = {}
        for i, name in ipairs(key) do
            if row[name] == nil then values = nil break end
            values[i] = row[name]
        end
        if values then
            if #values == 1 and type(values[1]) ~= "table" then return short(tostring(values[1])) end
            return short(json.encode(values))
        end
    end
    local ok, text = pcall(json.encode, row)
    return ok and short(text) or nil
end

local Tracker = {}
Tracker.__index = Tracker

-- `kept` is what `result` gave the last time, or nil; `name` the resource's.
function since.track(definition, kept, name)
    local overlap = definition.overlap or 0
    local tracker = setmetatable({ name = name, overlap = overlap, initial = definition.initial, seen = {}, count = 0, pruned = 0 }, Tracker)
    if kept then
        tracker.known, tracker.highest = {}, kept.value
        for identity, value in pairs(kept.seen or {}) do
            tracker.known[identity] = value == true and kept.value or value
        end
        tracker.from = earlier(kept.value, overlap)
        for identity, value in pairs(tracker.known) do tracker.seen[identity] = value end
    end
    return tracker
end

-- What the provider is asked for: the newest value of the last time less the overlap, or the first value; or nil.
function Tracker:value()
    if self.from ~= nil then return self.from end
    return self.initial
end

-- Whether a row with this value has not been delivered in an earlier run.
function Tracker:is_new(value, identity)
    if self.from == nil or value == nil then return true end
    if is_before(value, self.from) then return false end
    return identity == nil or self.known[identity] ~= value
end

local function prune(self)
    local floor, kept, count = earlier(self.highest, self.overlap), {}, 0
    for identity, value in pairs(self.seen) do
        if not is_before(value, floor) then kept[identity], count = value, count + 1 end
    end
    self.seen, self.count, self.pruned = kept, count, count
end

-- A row was delivered.
function Tracker:note(value, identity)
    if value == nil then return end
    if self.highest == nil or is_before(self.highest, value) then
        self.highest = value
        if self.overlap == 0 then self.seen, self.count = {}, 0 end
    elseif is_before(value, earlier(self.highest, self.overlap)) then
        return
    end
    if identity == nil then return end
    self.seen[identity], self.count = value, self.count + 1
    if self.count > 2 * self.pruned + 1000 then prune(self) end
end

-- To be kept until the next run; nil where there was never a row.
function Tracker:result()
    if self.highest == nil then return nil end
    prune(self)
    local seen, bytes = {}, 0
    for identity, value in pairs(self.seen) do
        if value == self.highest then value = true end -- most of them
        seen[identity] = value
        bytes = bytes + #identity + #tostring(value) + 6
    end
    if bytes > MOST_BYTES then
        raise {
            kind = "config",
            message = ("resource '%s': too many rows (%d) have a value that the provider will send again; they take %d bytes, "
                .. "and %d are kept at most"):format(self.name, self.count, bytes, MOST_BYTES),
            advice = "Give it a short `key`, a smaller `overlap`, or a `since` field in which rows differ more",
        }
    end
    return { value = self.highest, seen = seen }
end

return since
