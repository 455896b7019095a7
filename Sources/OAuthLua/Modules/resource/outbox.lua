-- Rows of a returned resource on their way to the host, in batches. A checkpoint, in whatever task, hands on what is here
-- before it says that these rows are done.
local host = ...
local wait, park, wake, current = host.wait, host.park, host.wake, host.current
local json = require "json"

local MOST_ROWS = 1000 -- handed to the host at a time

local Outbox = {}
Outbox.__index = Outbox

-- `keeps` is whether the rows that were written stay written if the run dies: in a database from the next checkpoint on, in a
-- pipe at once, and not in a file that appears as a whole.
function Outbox.open(shape)
    return setmetatable({ shape = shape, rows = json.array {}, keeps = false, is_written = false }, Outbox)
end

-- Returns whether it is full.
function Outbox:add(row)
    local rows = self.rows
    rows[#rows + 1] = row
    return #rows >= MOST_ROWS
end

function Outbox:is_empty() return #self.rows == 0 and not self.waiters end

-- Writes what is here; once also if there is nothing, so that who writes the rows learns what they look like.
function Outbox:flush()
    while self.waiters do
        self.waiters[#self.waiters + 1] = current()
        park()
    end
    if #self.rows == 0 and self.is_written then return end
    local rows = self.rows
    self.rows, self.waiters, self.is_written = json.array {}, {}, true
    local writing <close> = setmetatable({}, { __close = function()
        local waiters = self.waiters
        self.waiters = nil
        for _, task in ipairs(waiters) do wake(task) end
    end })
    self.keeps = wait("rows.write", self.shape, rows)
end

return Outbox
