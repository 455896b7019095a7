-- A secret stands for a value that only the host has: one that is looked up by name, one that a hook was given, or one
-- computed of others. Lua moves and combines them; their text never comes back.
local host = ...
local raise = host.raise
local type, rawget, next, ipairs, setmetatable = type, rawget, next, ipairs, setmetatable
local tostring, select, math_type = tostring, select, math.type

-- secret -> a name, the number of a hidden value, or { function, operand, … }. Nobody else can make one: a table that
-- came with data is none, whatever its fields are.
local expressions = setmetatable({}, { __mode = "k" })
local metatable = { __metatable = "secret", __name = "secret" }

local function make(expression)
    local value = setmetatable({}, metatable)
    expressions[value] = expression
    return value
end

local function is_secret(value) return value ~= nil and expressions[value] ~= nil end

local function operand(value, who)
    if is_secret(value) or type(value) == "string" then return value end
    if math_type(value) then return tostring(value) end
    raise(("%s takes text and secrets, not %s"):format(who, value == nil and "nil" or "a " .. type(value)))
end

local function compute(name, ...)
    local expression = { name }
    for i = 1, select("#", ...) do expression[i + 1] = operand((select(i, ...)), "secret." .. name) end
    return make(expression)
end

function metatable.__tostring(value)
    local expression = expressions[value]
    if type(expression) == "string" then return ("secret %q"):format(expression) end
    return "hidden secret"
end

function metatable.__concat(left, right)
    return make { "join", operand(left, "'..'"), operand(right, "'..'") }
end

function metatable.__newindex() raise("a secret cannot be changed") end

function metatable.__index()
    raise("a secret has nothing to look at: it can be moved to another field, or combined by secret.join and its like")
end

local function no_comparison() raise("secrets cannot be compared by their order") end
metatable.__lt, metatable.__le = no_comparison, no_comparison
function metatable.__len() raise("the length of a secret is not known here") end

-- A copy of a value for the host, in which tables with the one field `$secret` stand for secrets.
local limit = 20000 -- parts; a secret computed of itself again and again would grow without end

local function lower(value, depth, count)
    count.n = count.n + 1
    if count.n > limit or depth > 200 then raise("a value that is too large, or contains itself") end
    if is_secret(value) then
        local expression = expressions[value]
        if type(expression) ~= "table" then return { ["$secret"] = expression } end
        local parts = {}
        for i, part in ipairs(expression) do parts[i] = lower(part, depth + 1, count) end
        return { ["$secret"] = parts }
    end
    if type(value) ~= "table" then return value end
    if rawget(value, "$secret") ~= nil then raise('the field "$secret" is reserved: write secret "NAME"') end
    local copy = {}
    for key, item in next, value do copy[key] = lower(item, depth + 1, count) end
    return copy
end

function host.lower(value) return lower(value, 0, { n = 0 }) end
host.is_secret = is_secret
function host.hidden(number) return make(number) end

local secret = {}

function secret.is(value) return is_secret(value) end

for _, name in ipairs {
    "join", "base64", "base64_url", "hex", "unhex", "url_encode", "lower", "upper",
    "md5", "sha1", "sha256", "sha384", "sha512",
} do
    secret[name] = function(...)
        if select("#", ...) == 0 then raise(("secret.%s needs a secret or text"):format(name)) end
        return compute(name, ...)
    end
end

for _, name in ipairs { "hmac_md5", "hmac_sha1", "hmac_sha256", "hmac_sha384", "hmac_sha512" } do
    secret[name] = function(key, ...)
        if select("#", ...) == 0 then raise(("secret.%s needs a key and text"):format(name)) end
        return compute(name, key, ...)
    end
end

function secret.between(text, first, last) return compute("between", text, first, last) end

return setmetatable(secret, {
    __call = host.export(function(_, name)
        if type(name) ~= "string" or name == "" then
            raise('secret takes a name: secret "GOOGLE_CLIENT_SECRET"')
        end
        return make(name)
    end),
    __metatable = "secret",
})
