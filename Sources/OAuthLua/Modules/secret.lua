-- A secret's name stands for it everywhere in Lua; its value is read by the host and never comes back.
local raise = (...).raise
local metatable = {
    __metatable = "secret",
    __tostring = function(value) return ("secret %q"):format(rawget(value, "$secret")) end,
    __concat = function() raise("a secret cannot be joined to text: give it to a field that takes secrets") end,
    __newindex = function() raise("a secret cannot be changed") end,
}

return function(name)
    if type(name) ~= "string" or name == "" then
        raise('secret takes a name: secret "GOOGLE_CLIENT_SECRET"')
    end
    return setmetatable({ ["$secret"] = name }, metatable)
end
