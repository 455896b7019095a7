-- The request of a page: what the resource says, and over it what the page says.
local host = ...
local call = host.functions

local requests = {}

-- `{name}` in a URL filled by `value(name)`, percent-encoded; where that is nil, by `missing(name)`.
function requests.fill(url, value, missing)
    return (url:gsub("{([%w_.-]+)}", function(name)
        local given = value(name)
        if given == nil then return missing(name) end
        return call["url.encode"](tostring(given))
    end))
end

-- A table of parameters with others over it. A list of { name, value } pairs keeps its order.
local function over(own, more)
    if not more then return own end
    local merged = {}
    if own and own[1] ~= nil then
        for _, pair in ipairs(own) do
            if more[pair[1]] == nil then merged[#merged + 1] = pair end
        end
        local names = {}
        for name in pairs(more) do names[#names + 1] = name end
        table.sort(names)
        for _, name in ipairs(names) do merged[#merged + 1] = { name, more[name] } end
        return merged
    end
    for name, value in pairs(own or {}) do merged[name] = value end
    for name, value in pairs(more) do merged[name] = value end
    return merged
end

-- A copy of a JSON body with values at dotted names: "variables.after".
local function with_values(body, values)
    local copy = {}
    for name, value in pairs(body) do copy[name] = value end
    for path, value in pairs(values) do
        local head, rest = path:match "^([^.]+)%.(.+)$"
        if head and copy[path] == nil then
            copy[head] = with_values(type(copy[head]) == "table" and copy[head] or {}, { [rest] = value })
        else
            copy[path] = value
        end
    end
    return copy
end

-- URL and options for host.request. `extra` is a page's request that holds for every page, such as `since`.
function requests.make(definition, page, extra)
    local options = {}
    for name, value in pairs(definition.options) do options[name] = value end
    options.headers = over(over(definition.headers, extra and extra.headers), page.headers)
    if page.url then
        options.query = page.query
    else
        options.query = over(over(definition.query, extra and extra.query), page.query)
    end
    options.form, options.json, options.body = definition.form, definition.json, definition.body
    if page.json ~= nil then
        options.json, options.form, options.body = page.json, nil, nil
    end
    local values = over(extra and extra.body, page.body)
    if values and options.form then
        options.form = over(options.form, values)
    elseif values then
        options.json = with_values(options.json or {}, values)
    end
    return page.url or definition.url, options
end

return requests
