-- Tasks: functions that run concurrently. What waits in one lets the others run.
local host = ...
local start, park, wake, kill, current = host.start, host.park, host.wake, host.kill, host.current
local capture, rethrow, failures, raise, wait = host.capture, host.rethrow, host.failures, host.raise, host.wait
local setmetatable, type, xpcall, pack, unpack = setmetatable, type, xpcall, table.pack, table.unpack
local ipairs, getmetatable, tostring, math_type = ipairs, getmetatable, tostring, math.type
local watched = host.watched_tasks -- of a session: id -> task, and `failed`, which is told of failures; else nil

local Task = { __name = "task" }
Task.__index = Task

-- A failure that nobody awaits is reported when the run ends; `failures` holds those in order, false for observed ones.
local function observe(task)
    if task.failure then
        failures[task.failure] = false
        task.failure = nil
    end
end

local function settle(task, ok, ...)
    if task.done then return end
    task.done, task.ok = true, ok
    if ok then
        task.results = pack(...)
    else
        task.error = ...
        if not task.group and not task.cancelled then
            if watched then
                if #task.waiters == 0 then watched.failed(task.error, task.trace) end
            else
                task.failure = #failures + 1
                failures[task.failure] = task
            end
        end
    end
    local group = task.group
    if group then
        group.pending = group.pending - 1
        if not ok and not group.failed then group.failed = task end
        wake(group.owner)
    end
    for _, waiter in ipairs(task.waiters) do wake(waiter) end
end

local function body(task, f, ...)
    settle(task, xpcall(f, function(err)
        task.trace = capture(err)
        return err
    end, ...))
end

local function spawn(group, f, ...)
    local task = setmetatable({ done = false, group = group, waiters = {} }, Task)
    task.id = start(body, task, f, ...)
    if watched then watched.tasks[task.id] = task end
    return task
end

local function check_function(f, who)
    if type(f) ~= "function" then
        local meta = getmetatable(f)
        if not (type(meta) == "table" and meta.__call) then
            raise(who .. " needs a function, got " .. (f == nil and "nothing" or type(f)))
        end
    end
end

-- Waits until the task has ended; returns what its function returned, or raises its error.
function Task:await()
    if not self.done then
        if self.id == current() then raise("a task cannot await itself") end
        self.waiters[#self.waiters + 1] = current()
        repeat park() until self.done
    end
    observe(self)
    if self.ok then return unpack(self.results, 1, self.results.n) end
    return rethrow(self.error, self.trace)
end

-- Ends the task: what it waits for is cancelled, its to-be-closed variables are closed. Whoever awaits it gets an
-- error of kind "cancelled". Returns false if it had ended already.
function Task:cancel()
    if self.done or self.cancelled then return false end
    if self.id == current() then raise("a task cannot cancel itself") end
    self.cancelled = true
    kill(self.id)
    settle(self, false, host.error { kind = "cancelled", message = "the task was cancelled" })
    return true
end

-- "running", "done", "failed" or "cancelled".
function Task:status()
    if self.cancelled then return "cancelled" end
    if not self.done then return "running" end
    return self.ok and "done" or "failed"
end

Task.__tostring = function(self) return "task (" .. self:status() .. ")" end

local Group = {}
Group.__index = Group
Group.__close = function(group)
    for _, task in ipairs(group) do task:cancel() end
end

local function new_group() return setmetatable({ pending = 0, owner = current() }, Group) end

function Group:spawn(f, ...)
    self.pending = self.pending + 1
    self[#self + 1] = spawn(self, f, ...)
end

-- Until all have ended, or one has failed: that failure is raised, and closing the group cancels the others.
function Group:wait()
    while self.pending > 0 and not self.failed do park() end
    if self.failed then rethrow(self.failed.error, self.failed.trace) end
end

local task = {}

-- Starts `f(...)` as a task. A script ends when all its tasks have ended.
function task.spawn(f, ...)
    check_function(f, "task.spawn")
    return spawn(nil, f, ...)
end

-- Runs all functions of a list concurrently; returns the (first) result of each, in order.
-- The first failure is raised at once and cancels the rest.
function task.all(list)
    if type(list) ~= "table" then raise("task.all needs a list of functions, got " .. type(list)) end
    local count, results = #list, {}
    for i = 1, count do check_function(list[i], "task.all (number " .. i .. ")") end
    host.check_wait()
    local group <close> = new_group()
    for i = 1, count do
        group:spawn(function() results[i] = list[i]() end)
    end
    group:wait()
    return unpack(results, 1, count)
end

-- Calls `f(item, index)` for each item of a list, at most `limit` (8) at a time; returns the list of results in order.
-- The first failure is raised at once and cancels the rest.
function task.map(list, f, options)
    if type(list) ~= "table" then raise("task.map needs a list, got " .. type(list)) end
    check_function(f, "task.map")
    local limit = options and options.limit or 8
    if math_type(limit) ~= "integer" or limit < 1 then raise("task.map: limit must be a whole number of at least 1") end
    local count, results, taken = #list, {}, 0
    host.check_wait()
    local group <close> = new_group()
    for _ = 1, limit < count and limit or count do
        group:spawn(function()
            while taken < count do
                taken = taken + 1
                local i = taken
                results[i] = f(list[i], i)
            end
        end)
    end
    group:wait()
    return results
end

-- Lets other tasks run for this many seconds.
function task.sleep(seconds)
    if type(seconds) ~= "number" or seconds ~= seconds then
        raise("task.sleep needs a number of seconds, got " .. tostring(seconds))
    end
    wait("sleep", seconds + 0.0)
end

return task
