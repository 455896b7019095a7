-- Rows out of pages: `process`, what is new, and where one is.
local host = ...
local Reader = host.module "resource.reader"
local since, positions = host.module "resource.since", host.module "resource.positions"
local pages = host.module "resource.pages"
local paths = host.module "paths"
local current, raise = host.current, host.raise

local Walk = {}
Walk.__index = Walk

-- What `process` makes of an item: nothing, one row, or a list of rows.
local function rows_of(definition, item, number)
    local process = definition.process
    if not process then return { item } end
    local made = process(item, number)
    if made == nil then return {} end
    if type(made) == "table" and (made[1] ~= nil or next(made) == nil) then return made end
    return { made }
end

-- The value that `since` looks at. Where `fields` picks, it was picked as one more field.
local function since_value(definition, item)
    if not definition.since or type(item) ~= "table" then return nil end
    local value
    if definition.picks then
        value = item[definition.since_pick]
        item[definition.since_pick] = nil
    else
        value = paths.dig(item, definition.since.field)
    end
    if pages.absent(value) then return nil end
    if type(value) == "string" or type(value) == "number" then return value end
    raise {
        kind = "decode", advice = "Look at `since` in the definition",
        message = ("resource '%s': since.field '%s' leads to a %s, where a time, a number or text should be"):format(
            definition.name, definition.since.field, type(value)),
    }
end

-- Options: `limit`; `advances` (reading to the end moves `since` on); `resumes` (goes on where a run stopped, and checkpoints
-- describe it); `settles` (rows count as used when all are read); `ahead` (pages to fetch before they are asked for); `outbox`
-- (where its reader puts the rows: they count as used when they have left it, and the walk is concluded by its reader).
function Walk.open(definition, options)
    local self = setmetatable({
        definition = definition, limit = options.limit or math.huge, count = 0, ahead = options.ahead or 0,
        advances = options.advances and not options.limit, resumes = options.resumes and not options.limit,
        settles = options.resumes or options.settles, outbox = options.outbox,
        batch = nil, item = 0, rows = {}, row = 0, value = nil, pending = nil, task = current(),
    }, Walk)
    if self.resumes or definition.since then positions.claim(definition) end
    local stopped = self.resumes and positions.stopped(definition) or nil
    local extra
    if definition.since then
        self.started = stopped and stopped.started or positions.since(definition)
        self.tracker = since.track(definition.since, self.started, definition.name)
        if stopped and stopped.newest then
            self.tracker.highest, self.tracker.seen = stopped.newest.value, stopped.newest.seen
        end
        local value = self.tracker:value()
        if value ~= nil and definition.since.send then value = definition.since.send(value) end
        if value ~= nil then
            extra = pages.put({}, definition.since.into or definition.into, definition.since.param, value)
        end
    end
    self.reader = Reader.open(definition, {
        extra = extra, at = stopped and stopped.request, resumes = stopped ~= nil, number = stopped and stopped.page,
    })
    self.skips = stopped and { page = stopped.page, item = stopped.item, row = stopped.row }
    if self.resumes then positions.open(self) end
    self.moved = positions.moved()
    return self
end

local function take_item(self)
    self.item = self.item + 1
    local item = self.batch.items[self.item]
    self.value = since_value(self.definition, item)
    self.rows, self.row = {}, 0 -- a checkpoint in `process` finds none of this item's rows done
    self.rows = rows_of(self.definition, item, self.batch.number)
end

-- Passes what was done before the run stopped. A page that is read while it comes may have more of that in its next part.
local function skip(self, skips)
    local batch, item = self.batch, skips.item - self.batch.before
    if batch.number == skips.page and item > #batch.items then
        self.item = #batch.items
        return
    end
    self.skips = nil
    if batch.number ~= skips.page or item < 1 then return end
    self.item = item - 1
    take_item(self)
    self.row = math.min(skips.row, #self.rows)
end

local function take_page(self)
    local batch = self.reader:next()
    self.batch, self.item, self.rows, self.row = batch, 0, {}, 0
    if not batch then return false end
    if self.count + #batch.items < self.limit then self.reader:look_ahead(self.ahead) end
    if self.skips then skip(self, self.skips) end
    return true
end

-- The row that was handed out last is done: its reader came back for another, or made a checkpoint behind it.
local function settle(self)
    local pending = self.pending
    self.pending = nil
    if pending then self.tracker:note(pending.value, pending.identity) end
end

-- The next row that is new, or nil at the end.
function Walk:next()
    if self.ended then return nil end
    settle(self)
    self.moved, self.task = positions.moved(), current()
    while self.count < self.limit do
        if self.row < #self.rows then
            self.row = self.row + 1
            local row = self.rows[self.row]
            local identity = self.tracker and since.identity(row, self.definition.key)
            if not self.tracker or self.tracker:is_new(self.value, identity) then
                self.count = self.count + 1
                if self.tracker then self.pending = { value = self.value, identity = identity } end
                return row
            end
        elseif self.batch and self.item < #self.batch.items then
            take_item(self)
        elseif not take_page(self) then
            self:finish()
            return nil
        end
    end
    self:close()
    return nil
end

-- Whether the row that was handed out last is the last of its page.
function Walk:is_at_page_end() return self.row >= #self.rows and self.item >= #self.batch.items end

-- Every row was handed out.
function Walk:finish()
    self.is_read = true
    self:close()
    if not self.outbox then self:conclude() end
end

-- Every row is where it belongs: the next run asks for what is newer. Rows that can still be lost with the run count at its
-- end, whatever checkpoint comes before it.
function Walk:conclude()
    local newest = self.is_read and self.advances and self.tracker and self.tracker:result() or nil
    local is_done = self.settles and (not self.outbox or self.outbox.keeps)
    if newest or self.resumes then positions.finish(self.definition, newest, is_done) end
end

-- Nobody wants more rows. `failure` is the error that ended a loop, nil where it was left in order, or where its task was
-- cancelled.
function Walk:close(failure)
    if self.ended then return end
    self.ended = true
    positions.close(self)
    if self.resumes and failure == nil and not self.outbox and not host.is_killing() then
        positions.forget(self.definition)
    end
    self.reader:close()
end

-- Where a run goes on that has delivered what this one has: with the current row, or up to it. Nil before the first row.
function Walk:position(is_row_done)
    if not self.batch then return nil end
    if is_row_done then settle(self) end
    local tracker = self.tracker
    return {
        style = self.definition.style.name, request = self.batch.request, page = self.batch.number, item = self.batch.before + self.item,
        row = is_row_done and self.row or math.max(self.row - 1, 0),
        started = self.started, newest = tracker and tracker:result(),
    }
end

return Walk
