-- What resources keep between runs: the newest value they have seen, and where a run stopped that did not come to its end.
local host = ...
local store = host.module "store"
local current, raise = host.current, host.raise

local positions = {}

-- store.resources[name][place] = { since = …, position = … }; a place is one URL of one account's connection.
local function slot(definition, makes)
    local resources = makes and store.resources or store.known
    local places = resources[definition.name]
    if not places then
        if not makes then return {} end
        places = {}
        resources[definition.name] = places
    end
    local found = places[definition.place]
    if not found then
        if not makes then return {} end
        found = {}
        places[definition.place] = found
    end
    return found
end

-- Whether something is kept: asked without the document's lock, so that scripts that keep nothing hold up nobody.
local function is_kept(definition) return next(slot(definition)) ~= nil end

local function tidy(definition)
    local places = store.resources[definition.name]
    if not places then return end
    if places[definition.place] and next(places[definition.place]) == nil then places[definition.place] = nil end
    if next(places) == nil then store.resources[definition.name] = nil end
end

local function id_of(definition) return definition.name .. "\n" .. definition.place end

-- What the first resource at a place asked for, and the places where another one asked for something else.
local asked, shared = {}, {}

local function refuse_shared(definition)
    if not shared[id_of(definition)] then return end
    raise {
        kind = "config",
        message = ("resource '%s': two resources of this name and URL ask for different things (query or body), and what one has "
            .. "seen would count for the other"):format(definition.name),
        advice = "Give each of them a name of its own",
    }
end

-- Says that a walk begins that keeps something. Raises `config` where that would be taken for another resource's.
function positions.claim(definition)
    local id = id_of(definition)
    if asked[id] == nil then asked[id] = definition.asks
    elseif asked[id] ~= definition.asks then shared[id] = true end
    if definition.since then refuse_shared(definition) end
end

-- Values that are kept only if the run ends well: who fetched their rows may not have done anything with them yet.
local pending = {}

-- What was kept the last time, unless everything is wanted again (--full). The document is loaded here, where that may wait.
function positions.since(definition)
    local later = pending[id_of(definition)]
    local _ = store.resources
    local kept = later and later.value or slot(definition).since
    return not store.is_full and kept or nil
end

function positions.stopped(definition)
    if not definition.since and not is_kept(definition) then return nil end
    local _ = store.resources
    local kept = slot(definition).position
    if not kept or kept.style ~= definition.style.name or store.is_full then return nil end
    refuse_shared(definition)
    return kept
end


function positions.forget(definition)
    if slot(definition).position then
        slot(definition, true).position = nil
        tidy(definition)
    end
end

-- No more rows are wanted; `newest` where all were read. `is_done`: they were used as well, so that a checkpoint may count
-- them; else they count when the run has ended well.
function positions.finish(definition, newest, is_done)
    if not is_done then
        pending[id_of(definition)] = { definition = definition, value = newest }
        return
    end
    pending[id_of(definition)] = nil
    if newest then slot(definition, true).since = newest end
    positions.forget(definition)
end

store.before_stage(function()
    local all = pending
    pending = {}
    for _, later in pairs(all) do positions.finish(later.definition, later.value, true) end
end)

-- The loops over rows that a checkpoint is to describe. `moves` counts what they do, all of them together.
local open, moves = setmetatable({}, { __mode = "k" }), 0

function positions.moved()
    moves = moves + 1
    return moves
end

function positions.open(walk)
    walk.opened = positions.moved()
    open[walk] = true
end

function positions.close(walk) open[walk] = nil end

-- A loop's current row is done where the checkpoint is in that loop's body: not in another task's, and not in a loop inside
-- it, for there are more rows of that one to come.
local function is_row_done(walk)
    if walk.task ~= current() then return false end
    for other in pairs(open) do
        if other ~= walk and other.task == walk.task and other.opened > walk.moved then return false end
    end
    return true
end

local function unwritten()
    for walk in pairs(open) do
        if walk.outbox and not walk.outbox:is_empty() then return walk.outbox end
    end
end

-- Writes down where each loop is: what `checkpoint` does first, so that everything before is written when it is committed.
-- Nothing waits between the last row that is handed on and the last position: no other task can move on meanwhile.
function host.note_positions()
    if next(open) then local _ = store.resources end
    local outbox = unwritten()
    while outbox do
        outbox:flush()
        outbox = unwritten()
    end
    for walk in pairs(open) do
        local position = (not walk.outbox or walk.outbox.keeps) and walk:position(is_row_done(walk))
        if position then
            refuse_shared(walk.definition)
            slot(walk.definition, true).position = position
        end
    end
end

return positions
