-- What specs compare with.
local check = {}

local function shown(value)
    if type(value) ~= "table" then return type(value) == "string" and ("%q"):format(value) or tostring(value) end
    local ok, text = pcall(json.encode, value)
    return ok and text or tostring(value)
end

function check.equal(actual, expected)
    if actual == expected then return end
    if type(actual) == "table" and type(expected) == "table" and shown(actual) == shown(expected) then return end
    error(("expected %s, got %s"):format(shown(expected), shown(actual)), 2)
end

-- The error that `f` raises; its text must contain each of the words.
function check.fails(f, ...)
    local ok, problem = pcall(f)
    if ok then error("this should have failed", 2) end
    for _, word in ipairs { ... } do
        if not tostring(problem):find(word, 1, true) then
            error(("%q is not in: %s"):format(word, tostring(problem)), 2)
        end
    end
    return problem
end

return check
