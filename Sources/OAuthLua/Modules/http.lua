-- Requests without a token, and the response object that authorized requests share.
local host = ...
local call, wait, raise = host.functions, host.wait, host.raise
local json = require "json"

local http = {}
local bodies = setmetatable({}, { __mode = "k" }) -- response -> handle of its received bytes
local released = {} -- handles whose response was collected; the next request hands them back

local Response = {}
local response_metatable = { __metatable = "response" }

local function handle_of(response)
    return bodies[response] or raise("a response's methods are called with a colon: res:json()")
end

function response_metatable.__index(response, key)
    if key == "body" then
        local text = call["body.text"](handle_of(response))
        rawset(response, "body", text)
        return text
    end
    return Response[key]
end

function response_metatable.__tostring(response)
    return ("response: %d %s"):format(response.status, response.url)
end

function response_metatable.__gc(response)
    local handle = bodies[response]
    if handle then released[#released + 1] = handle end
end

-- The body as Lua values, straight from the received bytes.
function Response:json(options)
    local handle = handle_of(self)
    local ok, value = pcall(host.body_json, handle, options)
    if ok then return value end
    local why = type(value) == "table" and value.message or tostring(value)
    raise(call["body.undecodable"](handle, "JSON", why))
end

-- The response itself if its status is 2xx; raises otherwise.
function Response:expect()
    if self.ok then return self end
    raise(call["body.refused"](handle_of(self)))
end

host.export(Response)

local headers_metatable = {
    __index = function(headers, name)
        if type(name) == "string" then return rawget(headers, name:lower()) end
    end,
}

local function wrap(raw)
    local headers = setmetatable(raw.headers, headers_metatable)
    local response = { status = raw.status, ok = raw.ok, url = raw.url, headers = headers, saved = raw.saved }
    bodies[response] = raw.handle
    return setmetatable(response, response_metatable)
end

local fields = {
    query = "table", headers = "table", form = "table", body = "string", file = "string", save = "string",
    timeout = "number", connect_timeout = "number", max_size = "number", redirects = "boolean",
}
local bodies_given = { "json", "form", "body", "file" }

local function check(options)
    local body
    for key, value in pairs(options) do
        if key ~= "json" then
            local wanted = fields[key]
            if not wanted then raise(call["request.unknown_field"](tostring(key))) end
            if type(value) ~= wanted then
                raise(("'%s' must be a %s, not a %s"):format(key, wanted, type(value)))
            end
        end
    end
    for _, key in ipairs(bodies_given) do
        if options[key] ~= nil then
            if body then raise(("'%s' and '%s' are both bodies: give one"):format(body, key)) end
            body = key
        end
    end
end

-- `connection` is a handle or nil.
function host.request(connection, method, url, options)
    if type(url) ~= "string" then raise("the URL must be a string, not a " .. type(url)) end
    options = options or {}
    if type(options) ~= "table" then raise("the options must be a table, not a " .. type(options)) end
    check(options)
    local spec = {}
    for key, value in pairs(options) do spec[key] = value end
    spec.method, spec.url = method, url
    if options.json ~= nil then spec.json = json.encode(options.json) end
    local done = released
    released = {}
    return wrap(wait("request", connection or false, spec, done))
end

for _, method in ipairs { "get", "post", "put", "patch", "delete", "head" } do
    http[method] = function(url, options) return host.request(nil, method:upper(), url, options) end
end

function http.request(method, url, options)
    if type(method) ~= "string" then raise("http.request(method, url, options): the method must be a string") end
    return host.request(nil, method:upper(), url, options)
end

return http
