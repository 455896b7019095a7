-- Link headers (RFC 8288) and references to URLs (RFC 3986 §5): text in, text out.
local links = {}

-- Scheme, authority, path, query and fragment of any reference, as RFC 3986 appendix B reads it.
local function split(url)
    local rest, fragment = url:match "^([^#]*)(#?.*)$"
    local head, query = rest:match "^([^?]*)(%??.*)$"
    local scheme, behind = head:match "^([%a][%w+.-]*):(.*)$"
    if not scheme then behind = head end
    local authority, path = behind:match "^//([^/]*)(.*)$"
    return {
        scheme = scheme, authority = authority, path = path or behind,
        query = query ~= "" and query or nil, fragment = fragment,
    }
end

-- RFC 3986 §5.2.4.
local function without_dots(path)
    local parts = {}
    for slash, part in path:gmatch "(/?)([^/]*)" do
        if part == ".." then
            if #parts > 0 then parts[#parts] = nil end
        elseif part ~= "." and (slash ~= "" or part ~= "") then
            parts[#parts + 1] = slash .. part
        end
    end
    -- "/a/.." and "/a/." are folders.
    if path:find "/%.%.?$" then parts[#parts + 1] = "/" end
    return table.concat(parts)
end

-- The URL that `reference` means on a page that came from `base`; RFC 3986 §5.2.2, without the fragment.
function links.resolve(reference, base)
    local r, b = split(reference), split(base)
    local scheme, authority, path, query = b.scheme, b.authority, nil, r.query
    if r.scheme then
        scheme, authority, path = r.scheme, r.authority, without_dots(r.path)
    elseif r.authority then
        authority, path = r.authority, without_dots(r.path)
    elseif r.path == "" then
        path, query = b.path, r.query or b.query
    elseif r.path:sub(1, 1) == "/" then
        path = without_dots(r.path)
    else
        local folder = b.path:match "^(.*/)" or (b.authority and "/" or "")
        path = without_dots(folder .. r.path)
    end
    return scheme .. ":" .. (authority and "//" .. authority or "") .. path .. (query or "")
end

local default_ports = { http = ":80", https = ":443" }

-- "https://api.example:8443": what has to be equal for two URLs to be of one server. Then the scheme alone.
function links.origin(url)
    local parts = split(url)
    local scheme = (parts.scheme or ""):lower()
    local authority = (parts.authority or ""):gsub("^.*@", ""):lower()
    local port = default_ports[scheme]
    if port and authority:sub(-#port) == port then authority = authority:sub(1, -#port - 1) end
    return scheme .. "://" .. authority, scheme
end

-- The parameters after a link's target, from this position on: names in lower case, the first of each counts. Also the
-- position behind the link.
local function parameters(header, at)
    local found = {}
    while true do
        local name, behind = header:match("^[ \t]*;[ \t]*([^%s;,=\"]*)[ \t]*()", at)
        if not name then return found, at end
        at = behind
        local value = ""
        if header:sub(at, at) == "=" then
            at = header:match("^=[ \t]*()", at)
            if header:sub(at, at) == '"' then
                local characters = {}
                at = at + 1
                while at <= #header and header:sub(at, at) ~= '"' do
                    if header:sub(at, at) == "\\" then at = at + 1 end
                    characters[#characters + 1] = header:sub(at, at)
                    at = at + 1
                end
                value, at = table.concat(characters), at + 1
            else
                value, at = header:match("^([^;,]*)()", at)
                value = value:match "^(.*[^ \t])" or ""
            end
        end
        name = name:lower()
        if name ~= "" and found[name] == nil then found[name] = value end
    end
end

local function has_relation(relations, wanted)
    for relation in (relations or ""):lower():gmatch "%S+" do
        if relation == wanted then return true end
    end
    return false
end

-- The first link of this relation in a Link header, resolved against the page that the header came with; nil where there
-- is none. Links with an `anchor` are about something else (RFC 8288 §3.2). What is no link ends the reading.
function links.find(header, relation, base)
    local at = 1
    while header and at <= #header do
        local target, behind = header:match("^[ \t,]*<([^>]*)>()", at)
        if not target then return nil end
        local found
        found, at = parameters(header, behind)
        local is_about_page = found.anchor == nil or links.resolve(found.anchor, base) == links.resolve("", base)
        if is_about_page and has_relation(found.rel, relation) then return links.resolve(target, base) end
        local comma = header:match("^[ \t]*,()", at)
        if not comma then return nil end
        at = comma
    end
    return nil
end

return links
