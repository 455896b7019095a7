-- A JSON value a line.
local host = ...
local json = require "json"

local ndjson = { decode = host.ndjson_decode }

function ndjson.encode(list)
    if type(list) ~= "table" then host.raise("ndjson.encode needs a list, got " .. type(list)) end
    local lines = {}
    for i = 1, #list do lines[i] = json.encode(list[i]) end
    lines[#lines + 1] = ""
    return table.concat(lines, "\n")
end

return ndjson
