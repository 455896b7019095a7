-- Which page follows a page. Decided here, from values alone; reader.lua asks.
--
-- A page's request is a table of what differs from the resource's own request: `url` (a whole one, which brings its own
-- query), `query`, `headers`, `body` (parameters of a JSON or form body, by dotted names), and what a style counts by.
-- It is data, so that it can be kept between runs.
local host = ...
local links = host.module "resource.links"
local null = require "json".null
local math_type = math.type

local pages = {}

pages.absent = function(value) return value == nil or value == null or value == false or value == "" end
local absent = pages.absent

-- A page's request with one more parameter in its query, its body or its headers.
function pages.put(request, into, name, value)
    local field = into == "header" and "headers" or into
    request[field] = request[field] or {}
    request[field][name] = value
    return request
end

-- What a style is told of a page: `request`, `url`, `headers`, `count` of items, `also` (what is at the style's paths).
-- `following` returns the next page's request, or nil at the end; or nil and what is wrong with the page.

local function link()
    return {
        name = "link",
        first = function() return {} end,
        following = function(page)
            local url = links.find(page.headers.link, "next", page.url)
            return url and { url = url }
        end,
    }
end

-- What reads a value of a page: of a header ("header:X-Next"), or of its body, by one more path in `also`.
local function source(also, path)
    if not path then return function() return nil end end
    local header = path:match "^header:%s*(.-)%s*$"
    if header then return function(page) return page.headers[header] end end
    local at = #also + 1
    also[at] = path
    return function(page) return page.also[at] end
end

local function next_url(given)
    local also = {}
    local read_url = source(also, given.next_url)
    return {
        name = "next_url", also = also,
        first = function() return {} end,
        following = function(page)
            local url = read_url(page)
            if absent(url) then return nil end
            if type(url) ~= "string" then
                return nil, ("has a %s at '%s', where the next page's URL should be"):format(type(url), given.next_url)
            end
            return { url = links.resolve(url, page.url) }
        end,
    }
end

local function cursor(given, into)
    local path, also = given.cursor or given.token, {}
    local read_cursor, read_more = source(also, path), source(also, given.more)
    return {
        name = "cursor", also = also,
        first = function() return {} end,
        following = function(page)
            local value, more = read_cursor(page), read_more(page)
            if more == false or more == 0 or more == "false" or more == "0" then return nil end
            -- 0 is where numbered cursors end (and never where a page goes on).
            if absent(value) or value == 0 then
                if more ~= true and more ~= "true" then return nil end
                return nil, ("says at '%s' that there is more, but has no cursor at '%s'"):format(given.more, path)
            end
            if math_type(value) == "float" and value == math.floor(value) and math.abs(value) < 2 ^ 53 then
                value = math.tointeger(value)
            end
            if type(value) ~= "string" and type(value) ~= "number" then
                return nil, ("has a %s at '%s', where the cursor should be"):format(type(value), path)
            end
            return pages.put({}, into, given.param, value)
        end,
    }
end

-- Pages by number or by offset say themselves where they go on; the answer says only whether there is more.
--
-- Without a total the end is a page without items, one that is shorter than another, or one that is not there (404). A
-- first page that is shorter than asked for is no end: many servers give less than they are asked for. With a total a page
-- by number may be empty in between; an offset cannot go on from there.
local function numbered(given, into, name, advance)
    local size, count_name = given.size, given.limit or given.per_page
    local first = given.first or (given.page and 1 or 0)
    local also = {}
    local read_total, read_pages = source(also, given.total), source(also, given.total_pages)
    local function request(at, read, largest)
        local made = pages.put({ at = at, read = read, largest = largest }, into, name, at)
        if count_name and size then pages.put(made, into, count_name, size) end
        return made
    end
    -- Whether the total says that there is more; nil where there is none. Or nil and what is wrong.
    local function has_more(page, read, largest, next_at)
        local total, page_count = tonumber(read_total(page)), tonumber(read_pages(page))
        if total then
            if read >= total then return false end
            if given.page then return largest == 0 or (next_at - first) * largest < total end
            if page.count > 0 then return true end
            return nil, ("has no items, though '%s' says that there are %d and %d came"):format(given.total, total, read)
        end
        if page_count then return next_at - first < page_count end
    end
    return {
        name = given.page and "page" or "offset", is_numbered = true, also = also,
        first = function() return request(first, 0, 0) end,
        following = function(page)
            local read, largest = page.request.read + page.count, math.max(page.count, page.request.largest)
            local next_at = advance(page.request.at, page.count)
            local more, problem = has_more(page, read, largest, next_at)
            if problem then return nil, problem end
            if more == false then return nil end
            if more == nil then
                if page.count == 0 then return nil end
                if page.count < page.request.largest and not (size and page.count >= size) then return nil end
            end
            local made = request(next_at, read, largest)
            made.may_be_missing = more == nil or nil
            made.may_repeat = more == nil and size and page.count < size or nil
            return made
        end,
    }
end

-- The style of a checked `pages`; `into` is where parameters go that say nothing else.
function pages.style(given, into)
    if given == false then return { name = "none", first = function() return {} end, following = function() end } end
    if given == nil or given == "link" then return link() end
    if type(given) == "function" then return { name = "function", call = given, first = function() return {} end } end
    into = given.into or into
    if given.link then return link() end
    if given.next_url then return next_url(given) end
    if given.offset then
        return numbered(given, into, given.offset, function(at, count) return at + count end)
    end
    if given.page then return numbered(given, into, given.page, function(at) return at + 1 end) end
    return cursor(given, into)
end

return pages
