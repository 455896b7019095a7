-- What a script keeps between its runs: one document, which is loaded when it is first asked for, and staged when the script
-- has ended well. The host commits what was staged once the output is written.
local host = ...
local call, wait, raise = host.functions, host.wait, host.raise
local park, wake, current = host.park, host.wake, host.current
local json = require "json"
local decode, encode = json.decode, json.encode
local setmetatable, type, pcall, tostring, ipairs = setmetatable, type, pcall, tostring, ipairs

local store = {}
local limit = 10 << 20 -- bytes of the document

local document -- { state =, resources = }
local kept -- its text as the store has it
local peeked -- the same, as it was when it was looked at without its lock
local waiters -- tasks that wait while another one loads
local before_stage = {}

local function load()
    while waiters do
        waiters[#waiters + 1] = current()
        park()
    end
    if document then return document end
    waiters = {}
    local loading <close> = setmetatable({}, { __close = function()
        local list = waiters
        waiters = nil
        for _, task in ipairs(list) do wake(task) end
    end })
    local text = wait "state.load"
    local loaded = text and decode(text) or {}
    document = { state = loaded.state or {}, resources = loaded.resources or {} }
    kept = text or encode(document)
    return document
end

local function written()
    if type(document.state) ~= "table" then raise("state must stay a table") end
    local ok, text = pcall(encode, document)
    if not ok then
        local what, path = tostring(text):match "cannot encode (.+) as JSON at (.+)$"
        if not what then raise("state cannot be kept: " .. tostring(text)) end
        raise(("%s is %s: state keeps numbers, text, booleans, lists, and tables with names"):format(path, what))
    end
    if #text > limit then
        raise(("state would take %d bytes, and keeps 10 MB at most"):format(#text))
    end
    return text
end

-- Calls `body`, which cannot wait, before what is kept is staged.
function store.before_stage(body) before_stage[#before_stage + 1] = body end

-- What is to be kept when the run has ended well.
function store.stage()
    for _, body in ipairs(before_stage) do body() end
    if not document then return end
    local text = written()
    if text ~= kept then call["state.stage"](text) end
end

local snapshots, committed = 0, 0

-- What is kept now, to be committed later; nil where nobody looked at anything.
function store.snapshot()
    if not document then return nil end
    snapshots = snapshots + 1
    return { text = written(), number = snapshots }
end

-- Makes a snapshot durable: the next run finds it however this one ends. One that another task overtook is left out.
function store.commit(snapshot)
    if not snapshot or snapshot.text == kept or snapshot.number < committed then return end
    committed = snapshot.number
    wait("state.commit", snapshot.text)
    kept = snapshot.text
end

host.at_end(store.stage)

local function known()
    if document then return document.resources end
    if not peeked then
        local text = wait "state.peek"
        peeked = text and decode(text).resources or {}
    end
    return document and document.resources or peeked
end

-- `state`, `resources` (a table of each resource by its name), `known` (the same to look at, without the lock that keeps
-- other runs waiting) and `is_full` (--full).
return setmetatable(store, {
    __index = function(_, key)
        if key == "state" or key == "resources" then return load()[key] end
        if key == "known" then return known() end
        if key == "is_full" then return call["state.is_full"]() end
    end,
})
