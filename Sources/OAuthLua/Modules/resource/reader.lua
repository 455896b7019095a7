-- Reads pages one after the other, some of them ahead of who asks.
local host = ...
local call, raise = host.functions, host.raise
local links, requests = host.module "resource.links", host.module "resource.requests"
local bodies = host.module "resource.bodies"
local json = require "json"
local spawn = require "task".spawn
local debug_line = require "log".debug

local Reader = {}
Reader.__index = Reader

local function wrong(self, what, advice, url)
    raise {
        kind = "decode", url = url, advice = advice,
        message = ("resource '%s': page %d %s"):format(self.definition.name, self.number, what),
    }
end

local function shown(url) return (url:gsub("[?#].*$", "")) end

-- A page's request in few bytes, to know it again.
local function mark(page)
    local null = json.null
    local text = json.encode {
        page.url or null, page.query or null, page.body or null, page.headers or null, page.json or null,
    }
    return #text <= 64 and text or call["hash.sha256"](text)
end

-- What a function for `pages` returned, as a page's request.
local function read_answer(self, answer)
    if answer == nil or answer == false then return nil end
    if type(answer) == "string" then answer = { url = answer } end
    local known = { url = "string", query = "table", headers = "table", json = "table" }
    if type(answer) ~= "table" then
        raise(("resource '%s': the function of `pages` returns a table, a URL or nil, not a %s"):format(
            self.definition.name, type(answer)))
    end
    for name, value in pairs(answer) do
        if type(value) ~= known[name] then
            raise(("resource '%s': the function of `pages` returns url, query, headers and json (tables; url is text), not %s = %s")
                :format(self.definition.name, tostring(name), type(value)))
        end
    end
    return {
        url = answer.url and links.resolve(answer.url, self.url), query = answer.query, headers = answer.headers,
        json = answer.json,
    }
end

-- A next page on another server gets nothing that was meant for this one. A connection's hosts are checked by the host.
local function check_place(self, url)
    local there, scheme = links.origin(url)
    local here, first_scheme = links.origin(self.url)
    if first_scheme == "https" and scheme ~= "https" then
        wrong(self, ("points from https to %s"):format(shown(url)), "Ask the provider: its answers are not to leave https",
            shown(self.url))
    end
    if there ~= here and not self.definition.handle then
        wrong(self, ("points to another server, %s"):format(there),
            "Give the resource a connection whose `hosts` name it", shown(self.url))
    end
end

local function send(self, page)
    local definition = self.definition
    local url, options = requests.make(definition, page, self.extra)
    local more = { is_patient = true, lines = not self.keeps and definition.lines or nil }
    local ok, response = pcall(host.request, definition.handle, definition.method, url, options, more)
    if ok then return response end
    if page.url and type(response) == "table" and response.kind == "config" then
        response.message = ("resource '%s': page %d is elsewhere: %s"):format(definition.name, self.number, response.message)
    end
    error(response, 0)
end

-- Whether two pages that should be different are the same: their items are compared, or where `fields` left little of the
-- items, their bytes.
local function fingerprint(self, response, items)
    if #items == 0 or type(items[1]) ~= "table" then return nil end
    if self.definition.picks then return call["body.digest"](host.body_handle(response)) end
    return call["hash.sha256"](json.encode(items))
end

local function following(self, page, response, count, also)
    local style = self.definition.style
    if style.call then return read_answer(self, style.call(response, self.number)) end
    local made, problem = style.following {
        request = page, url = response.url, headers = response.headers, count = count, also = also,
    }
    if problem then wrong(self, problem, "Look at `pages` in the definition", shown(response.url)) end
    return made
end

local function guard(self, made, response, count)
    local definition = self.definition
    if made.url then check_place(self, made.url) end
    if not definition.style.is_numbered then
        local seen = mark(made)
        if self.seen[seen] then
            local what = made.url and shown(made.url) or json.encode(made.query or made.body or made.headers or made.json)
            wrong(self, ("points to a page that was already read (%s)"):format(what),
                "The provider repeats itself: look at `pages` in the definition", shown(response.url))
        end
        self.seen[seen] = true
    end
    self.empty = count == 0 and self.empty + 1 or 0
    if self.empty >= definition.max_empty then
        wrong(self, ("is the %dth without any item, and points to one more"):format(self.empty),
            "If that is right, raise `max_empty` in `pages`", shown(response.url))
    end
    if self.number >= definition.max_pages then
        wrong(self, "is not the last, and the definition allows no more", "Raise `max` in `pages`", shown(response.url))
    end
end

-- Finds what follows a page, of which all was read.
local function go_on(self, page, response, count, also)
    local made = following(self, page, response, count, also)
    if made then guard(self, made, response, count) end
    self.at = made
end

-- A stream that broke off: what it gave is with whoever reads it, so it cannot be begun again.
local function broke_off(self, stream, failure)
    if type(failure) == "table" and (failure.kind == "network" or failure.kind == "timeout") then
        failure.message = ("resource '%s': page %d broke off behind its item %d: %s"):format(
            self.definition.name, self.number, stream.count, failure.message)
        failure.advice = "Run it again: a page that is read while it comes is tried again only before its first item"
    end
    error(failure, 0)
end

-- More of the page that is being read while it comes; nil at its end.
local function next_part(self)
    local stream, name = self.stream, self.definition.name
    while true do
        local ok, items, lines = pcall(bodies.next_items, stream.response, self.definition, stream.lines)
        if not ok or not items then
            self.stream = nil
            if not ok then
                host.release(stream.response)
                broke_off(self, stream, items)
            end
            if stream.count == 0 then call["progress.page"](name, 0) end
            go_on(self, stream.request, stream.response, stream.count, {})
            host.release(stream.response)
            return nil
        end
        local before = stream.count
        stream.count, stream.lines = before + #items, lines
        if #items > 0 then
            call[before == 0 and "progress.page" or "progress.rows"](name, #items)
            return { items = items, number = self.number, request = stream.request, before = before }
        end
    end
end

-- Cursors expire: a run that goes on from one says how to do without it.
local function expect(self, response)
    local resumes, status = self.resumes, response.status
    self.resumes = false
    if not resumes or status < 400 or status > 499 or status == 401 or status == 429 then return response:expect() end
    local _, failure = pcall(response.expect, response)
    if type(failure) == "table" then
        failure.advice = "The run goes on from a checkpoint; `oauthlua run --full` begins anew"
    end
    error(failure, 0)
end

-- The next page, or a part of one: `items`, `number`, `request`, how many items of the page came `before`, and with `keeps`
-- its `response`. Nil at the end, which may also be a page that might have been there and is not.
local fetch
function fetch(self)
    if self.stream then
        local part = next_part(self)
        if part or not self.at then return part end
    end
    local definition, page = self.definition, self.at
    self.at, self.number = nil, self.number + 1
    local response = send(self, page)
    if page.may_be_missing and (response.status == 404 or response.status == 416) then
        debug_line(("resource '%s': page %d is not there, so page %d was the last"):format(
            definition.name, self.number, self.number - 1))
        return nil
    end
    expect(self, response)
    self.url = self.url or response.url
    if not definition.style.is_numbered and self.number == 1 then self.seen[mark { url = response.url }] = true end
    if host.is_streamed(response) then
        self.stream = { response = response, request = page, count = 0, lines = 0 }
        return fetch(self)
    end
    local items, also = bodies.items(response, definition, definition.style.also or {})
    if items == nil then
        if self.number == 1 and not definition.path_is_optional then
            wrong(self, ("has nothing at path '%s'"):format(definition.path),
                ("If the provider leaves it out where there is nothing, write path = \"%s?\""):format(definition.path),
                shown(response.url))
        end
        items = json.array {}
    end
    if definition.style.is_numbered then
        local print = fingerprint(self, response, items)
        if print and print == self.print then
            if page.may_repeat then return nil end
            wrong(self, "has the same items as the one before it",
                "The provider does not know the names of these parameters: look at `pages` in the definition",
                shown(response.url))
        end
        self.print = print
    end
    call["progress.page"](definition.name, #items)
    go_on(self, page, response, #items, also)
    if not self.keeps then
        host.release(response)
        response = nil
    end
    return { items = items, number = self.number, request = page, before = 0, response = response }
end

-- A reader of a checked definition. Options: `extra` (a page's request that holds for all), `at` and `number` (where to
-- begin), `resumes` (that was kept by an earlier run), `keeps` (responses stay usable).
function Reader.open(definition, options)
    return setmetatable({
        definition = definition, extra = options.extra, keeps = options.keeps or definition.style.call ~= nil,
        at = options.at or definition.style.first(), number = (options.number or 1) - 1,
        resumes = options.resumes, seen = {}, empty = 0, ahead = {}, url = nil, print = nil,
    }, Reader)
end

-- The next page, or nil after the last. Raises what went wrong with it, also where it was fetched ahead.
function Reader:next()
    local job = table.remove(self.ahead, 1)
    if job then
        job.task:await()
        if not job.ok then error(job.result, 0) end
        return job.result
    end
    if not self.at and not self.stream then return nil end
    return fetch(self)
end

-- Begins to fetch pages before they are asked for, at most `count` of them.
function Reader:look_ahead(count)
    if #self.ahead >= count or not (self.at or self.stream) or self.is_busy then return end
    local job = {}
    self.is_busy = true
    self.ahead[#self.ahead + 1] = job
    job.task = spawn(function()
        -- Whoever takes the page gets the error; nobody has to.
        job.ok, job.result = pcall(fetch, self)
        self.is_busy = false
        if job.ok then self:look_ahead(count) end
    end)
end

-- Ends what is under way for nobody.
function Reader:close()
    self.at = nil
    for _, job in ipairs(self.ahead) do job.task:cancel() end
    self.ahead = {}
    if self.stream then host.release(self.stream.response) end
    self.stream = nil
end

return Reader
