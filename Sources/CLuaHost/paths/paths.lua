-- Paths in tables, with the same meaning as in json.decode's options. What begins with $ is JSONPath (RFC 9535), the rest
-- is dotted: data[*].items[0]["a.b"].
local host = ...
local select, check_path, type, raise = host.select, host.check_path, type, host.raise

local paths = {}

-- The value at a path, or nil where there is none (or a null). A path with [*] gives a list of what it finds.
function paths.dig(value, path) return (select(value, { path = path })) end

-- An item that has only these fields: { "id", "a.b", start = "start.dateTime" }. What is no table stays as it is.
paths.pick = host.pick

-- The value at options.path, of whose items only options.fields remain; then a list of what is at options.also.
paths.select = select

-- Raises an error of kind config if this is no path.
function paths.check(path)
    if type(path) ~= "string" then raise { kind = "config", message = "a path must be a string, not a " .. type(path) } end
    if path:sub(1, 1) == "$" then host.module("paths.jsonpath").check(path)
    else check_path(path) end
end

return paths
