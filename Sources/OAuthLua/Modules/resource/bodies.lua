-- A page's body as a list of items.
local host = ...
local call, raise = host.functions, host.raise
local paths = host.module "paths"
local null, array = require "json".null, require "json".array

local bodies = {}

-- RFC 8259, RFC 7303, RFC 4180, the IANA's names and what is used beside them.
local types = {
    ["text/csv"] = "csv", ["text/tab-separated-values"] = "tsv", ["text/xml"] = "xml", ["application/xml"] = "xml",
    ["application/x-ndjson"] = "ndjson", ["application/ndjson"] = "ndjson", ["application/jsonl"] = "ndjson",
    ["application/x-jsonlines"] = "ndjson", ["application/json-lines"] = "ndjson",
}

bodies.types_of_lines = {}
for kind, format in pairs(types) do
    if format == "ndjson" then bodies.types_of_lines[#bodies.types_of_lines + 1] = kind end
end

-- Many APIs call their JSON text/plain, or nothing at all: what says nothing else is taken for JSON.
local function format_of(response)
    local kind = (response.headers["content-type"] or ""):lower():match "^%s*([^%s;]*)"
    if types[kind] then return types[kind] end
    if kind:find "%+xml$" and kind ~= "application/xhtml+xml" then return "xml" end
    if kind == "text/plain" and not response.body:find "^%s*[%[{]" then return "text" end
    return "json"
end

local names = { json = "JSON", ndjson = "NDJSON", xml = "XML", csv = "CSV", tsv = "TSV", text = "text" }

local function decoded_handle(handle, format, decode, options)
    local ok, value, also = pcall(decode, handle, options)
    if ok then return value, also end
    if type(value) ~= "table" then error(value, 0) end
    if value.kind ~= "decode" or value.url then raise(value) end
    raise(call["body.undecodable"](handle, names[format], value.message))
end

local function decoded(response, format, decode, options)
    return decoded_handle(host.body_handle(response), format, decode, options)
end

local function is_list(value) return type(value) == "table" and (value[1] ~= nil or next(value) == nil) end

local function picked(value, definition)
    if not definition.picks or type(value) ~= "table" then return value end
    if not is_list(value) then return paths.pick(value, definition.picks) end
    for i = 1, #value do value[i] = paths.pick(value[i], definition.picks) end
    return value
end

-- The value at `path`, items picked; and what is at each of `also`. For formats whose decoders give everything.
local function walk(document, definition, also)
    local value = document
    if definition.path then value = paths.dig(document, definition.path) end
    value = picked(value, definition)
    local found = {}
    for i, path in ipairs(also) do
        found[i] = type(document) == "table" and paths.dig(document, path) or nil
        if found[i] == nil then found[i] = null end
    end
    return value, found
end

local decoders = {}

function decoders.json(response, definition, also)
    return decoded(response, "json", host.body_json, { path = definition.path, fields = definition.picks, also = also })
end

function decoders.ndjson(response, definition, also)
    return walk(decoded(response, "ndjson", host.body_ndjson, {}), definition, also)
end

-- What is at a path of the document: to XML's own paths one element alone is a list of one, and only what is there is
-- built. Nil where there is nothing, also where a path with [*] gives an empty list.
local function at_path(response, definition, path)
    local options = {}
    for name, value in pairs(definition.xml or {}) do options[name] = value end
    options.path = path
    local value = decoded(response, "xml", host.body_xml, options)
    local list = path:match "^(.-)%[%*%]"
    if list and #value == 0 and at_path(response, definition, list) == nil then return nil end
    return value
end

local function is_query(path) return path:sub(1, 1) == "$" end

function decoders.xml(response, definition, also)
    local walks = not definition.path or definition.xml and definition.xml.path or is_query(definition.path)
    for _, path in ipairs(also) do walks = walks or is_query(path) end
    if walks then return walk(decoded(response, "xml", host.body_xml, definition.xml or {}), definition, also) end
    local found = {}
    for i, path in ipairs(also) do
        found[i] = at_path(response, definition, path)
        if found[i] == nil then found[i] = null end
    end
    return picked(at_path(response, definition, definition.path), definition), found
end

function decoders.csv(response, definition, also)
    host.refuse_page(response)
    return walk(decoded(response, "csv", host.body_csv, definition.csv or {}), definition, also)
end

function decoders.tsv(response, definition, also)
    host.refuse_page(response)
    local options = { delimiter = "\t" }
    for name, value in pairs(definition.csv or {}) do options[name] = value end
    return walk(decoded(response, "tsv", host.body_csv, options), definition, also)
end

function decoders.text(response)
    return decoded(response, "text", host.body_text, {}), {}
end

function decoders.bytes(response) return response.body, {} end

-- The next items of a streamed page, and how many lines it had so far; nil at the end.
function bodies.next_items(response, definition, lines)
    local handle = host.next_lines(response)
    if not handle then return nil end
    local items
    items, lines = decoded_handle(handle, "ndjson", host.body_ndjson, { lines_before = lines })
    return walk(items, definition, {}) or array {}, lines
end

-- The items of a page (a single value is one item), and what is at each path of `also`. Nil for items that are not there,
-- or null.
function bodies.items(response, definition, also)
    if response.status == 204 or response.status == 205 then return array {}, {} end
    local value, found = decoders[definition.format or format_of(response)](response, definition, also)
    if value == nil or value == null then return nil, found or {} end
    if not is_list(value) then value = { value } end
    return value, found or {}
end

return bodies
