-- Requests without a token, and the response object that authorized requests share.
local host = ...
local call, wait, raise = host.functions, host.wait, host.raise
local json = require "json"

local http = {}
local bodies = setmetatable({}, { __mode = "k" }) -- response -> handle of its received bytes
local released = {} -- handles whose response was collected; the next request hands them back
local streams = setmetatable({}, { __mode = "k" }) -- responses whose body is read piece by piece

local Response = {}
local response_metatable = { __metatable = "response" }

local function handle_of(response)
    if streams[response] then raise("this response is streamed: read it by res:lines() or res:chunks()") end
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

local function decoded(handle, format, ok, value, ...)
    if ok then return value, ... end
    if type(value) ~= "table" then error(value, 0) end
    if value.kind ~= "decode" or value.url then raise(value) end
    local failure = call["body.undecodable"](handle, format, value.message)
    failure.offset, failure.line, failure.column = value.offset, value.line, value.column
    raise(failure)
end

-- Nearly every text is CSV, also the login page that came instead.
function host.refuse_page(response)
    local kind = response.headers["content-type"] or ""
    if kind:lower():find "^%s*text/html" then raise(call["body.undecodable"](handle_of(response), "CSV", "it is a web page")) end
end

-- The body as Lua values, or what `path` and `fields` want of it, straight from the received bytes.
for format, name in pairs { JSON = "json", NDJSON = "ndjson", XML = "xml", CSV = "csv", text = "text" } do
    local decode = host["body_" .. name]
    Response[name] = function(response, options)
        local handle = handle_of(response)
        if format == "CSV" then host.refuse_page(response) end
        return decoded(handle, format, pcall(decode, handle, options))
    end
end

-- The text of a streamed response's next piece; nil at the end.
local function next_piece(response, cut)
    local handle = bodies[response]
    if not handle then return nil end
    local piece = wait("body.chunk", handle, cut)
    if piece then return call[cut == "lines" and "body.utf8" or "body.text"](piece) end
    response:close()
end

local function pieces(self, cut)
    if not streams[self] then
        local text = cut == "lines" and call["body.utf8"](handle_of(self)) or self.body
        return function()
            local piece = text
            text = nil
            return piece ~= "" and piece or nil
        end
    end
    return function() return next_piece(self, cut) end
end

-- An iterator over the body, a piece at a time.
function Response:chunks() return pieces(self, "bytes") end

-- An iterator over the lines of the body, without their ends.
function Response:lines()
    local next_chunk, chunk, at = pieces(self, "lines"), nil, 1
    return function()
        while true do
            if chunk and at <= #chunk then
                local stop = chunk:find("\n", at, true)
                local line = chunk:sub(at, (stop or #chunk + 1) - 1)
                at = (stop or #chunk) + 1
                if stop and line:byte(-1) == 13 then line = line:sub(1, -2) end
                return line
            end
            chunk, at = next_chunk(), 1
            if not chunk then return nil end
        end
    end
end

-- Gives up the rest of a streamed body, and its connection.
function Response:close()
    local handle = bodies[self]
    if handle and streams[self] then
        bodies[self] = nil
        call["body.close"](handle)
    end
end

response_metatable.__close = Response.close

-- The response itself if its status is 2xx; raises otherwise.
function Response:expect()
    if self.ok then return self end
    raise(call["body.refused"](handle_of(self)))
end

host.export(Response, "response")

-- For modules that read bodies themselves.
host.body_handle = handle_of

function host.is_streamed(response) return streams[response] end

-- The handle of a streamed response's next lines, which is there until the one after it is asked for; nil at the end.
function host.next_lines(response)
    local handle = bodies[response] or raise "this response is not streamed, or was closed"
    return wait("body.chunk", handle, "lines")
end

-- The bytes of a response that nobody will ask for go now, not when the collector comes by.
function host.release(response)
    local handle = bodies[response]
    if not handle then return end
    bodies[response] = nil
    call["body.release"](handle)
end

local headers_metatable = {
    __index = function(headers, name)
        if type(name) == "string" then return rawget(headers, name:lower()) end
    end,
}

-- Bodies count as the script's memory. Those that nobody can ask for go when the collector has found them.
local function count_bodies()
    if not host.collect_for(call["body.held"]()) then return end
    local done = released
    released = {}
    for _, handle in ipairs(done) do call["body.release"](handle) end
    host.count_held(call["body.held"]())
end

local function wrap(raw)
    local headers = setmetatable(raw.headers, headers_metatable)
    local response = {
        status = raw.status, ok = raw.ok, url = raw.url, headers = headers, saved = raw.saved, cached = raw.cached,
    }
    if raw.checksum then response[raw.checksum[1]] = raw.checksum[2] end
    bodies[response], streams[response] = raw.handle, raw.stream
    setmetatable(response, response_metatable)
    count_bodies()
    return response
end

local fields = {
    query = "table", headers = "table", form = "table", body = "string", file = "string", save = "string",
    timeout = "number", connect_timeout = "number", max_size = "number", redirects = "boolean",
    retry = "any", rate = "any", -- the host says what is wrong with them
    multipart = "table", resume = "boolean", checksum = "string", stream = "boolean",
}
local bodies_given = { "json", "form", "body", "file", "multipart" }

-- `cache = true`, `false` or `{ max_age = seconds }`.
local function check_cache(cache)
    if type(cache) == "boolean" then return end
    if type(cache) ~= "table" then raise("'cache' must be true, false or { max_age = seconds }, not a " .. type(cache)) end
    for key in pairs(cache) do
        if key ~= "max_age" then raise(("'cache' takes max_age, not '%s'"):format(tostring(key))) end
    end
    local age = cache.max_age
    if type(age) ~= "number" or not (age >= 0) then raise("'cache.max_age' must be a number of seconds") end
end

local function check(options)
    local body
    if options.cache ~= nil then check_cache(options.cache) end
    for key, value in pairs(options) do
        if key ~= "json" and key ~= "cache" then
            local wanted = fields[key]
            if not wanted then raise(call["request.unknown_field"](tostring(key))) end
            if wanted ~= "any" and type(value) ~= wanted then
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

-- `connection` is a handle or nil. `more` is what only modules may say: `is_patient` requests wait as long as the pages of a
-- resource; with `lines` (true, or a list of media types) the body is left to host.next_lines.
function host.request(connection, method, url, options, more)
    if type(url) ~= "string" then raise("the URL must be a string, not a " .. type(url)) end
    options = options or {}
    if type(options) ~= "table" then raise("the options must be a table, not a " .. type(options)) end
    check(options)
    local spec = {}
    for key, value in pairs(options) do spec[key] = value end
    for key, value in pairs(more or {}) do spec[key] = value end
    spec.method, spec.url = method, url
    if options.json ~= nil then spec.json = json.encode(options.json) end
    if options.multipart then spec.multipart = host.module("http.multipart")(options.multipart) end
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
