-- What a person typed, as a task that can be stopped without the session.
local host = ...
local wait, call = host.wait, host.functions
local start, park, wake, kill, current, capture = host.start, host.park, host.wake, host.kill, host.current, host.capture
local report, show = host.module "repl.report", host.module "repl.show"
local load, pcall, xpcall, pack, rawset, rawget = load, pcall, xpcall, table.pack, rawset, rawget
local type, getmetatable, globals, stdout = type, getmetatable, _G, io.stdout

local HELD = 20 -- results

local chunks = { number = 0, line = 1, width = 80 } -- of the input that runs
local settings
local results = 0 -- that were shown so far
local running -- { id =, number =, main =, outcome = }

function chunks.open(given) settings = given end

-- Compiled so that errors have the session's lines, and its outermost locals are there for the next line.
-- The chunk, or nil and why not; "expression", "call" or "statement".
function chunks.compile(text, line, name)
    local plain = ("\n"):rep(line - 1) .. call["repl.globals"](text)
    name = name or "=" .. settings.name
    local statement, problem = load(plain, name, "t")
    local head, rest = plain:match "^(\n*)(.*)$"
    local expression = load(head .. "return " .. rest, name, "t")
    if expression then return expression, nil, statement and "call" or "expression" end
    return statement, problem, "statement"
end

-- Whether there is more to come, by the parser's own word.
function chunks.is_incomplete(text)
    local expression, why = load("return " .. text, "=", "t")
    if expression then return false end
    local statement, why_not = load(text, "=", "t")
    return not statement and (why:find "<eof>$" ~= nil or why_not:find "<eof>$" ~= nil)
end

-- Runs `work` as a task, and waits for it. Returns "done", "failed" and a report, or "interrupted".
function chunks.perform(work)
    local run = { number = chunks.number, main = current() }
    local function body()
        local trace
        local ok, problem = xpcall(work, function(problem)
            trace = capture(problem)
            return problem
        end)
        if ok then
            run.outcome = "done"
        else
            run.failure = report.of(problem, trace)
            run.outcome = "failed"
        end
        wake(run.main)
    end
    run.id = start(body)
    running = run
    while not run.outcome do
        local ok, problem = pcall(park)
        if not ok then -- all tasks wait for each other
            kill(run.id)
            run.outcome, run.failure = "failed", report.of(problem)
        end
    end
    running = nil
    return run.outcome, run.failure
end

local function stop()
    running.outcome = "interrupted"
    wake(running.main)
end

-- Ctrl-C, while the chunk waits.
function chunks.interrupt(number)
    if not running or running.outcome or running.number ~= number then return end
    kill(running.id)
    stop()
end

-- Ctrl-C, while Lua was busy.
host.on_break(function(id)
    if running and not running.outcome then
        if running.id ~= id then kill(running.id) end -- it waits for the other one, or for something else
        stop()
    end
    local task = host.watched_tasks.tasks[id]
    if task then task:cancel() end
end)

-- Whether `return` can give it to `oauthlua run`.
local function is_data(value)
    local kind = type(value)
    if kind == "table" then return type(getmetatable(value)) ~= "string" or host.result_method(value) ~= nil end
    return kind == "string" or kind == "number" or kind == "boolean"
end

-- Shows a value, and keeps it as `_` and `_1`, `_2`, …
function chunks.keep(value)
    results = results + 1
    rawset(globals, "_" .. results, value)
    rawset(globals, "_" .. results - HELD, nil)
    local label = settings.is_interactive and "_" .. results .. " = " or ""
    stdout:write(
        show.dim(label, settings.is_styled),
        show(value, { width = chunks.width, used = #label, is_styled = settings.is_styled }), "\n")
    return results
end

function chunks.run(chunk, record)
    local outcome, failure = chunks.perform(function()
        local values = pack(chunk())
        local first
        for i = 1, values.n do
            if values.n > 1 or values[1] ~= nil then
                local number = chunks.keep(values[i])
                first = first or number
            elseif record.form == "expression" then
                stdout:write(show(nil, { width = chunks.width, is_styled = settings.is_styled }), "\n")
            end
        end
        if first then
            rawset(globals, "_", values[1])
            record.result, record.is_data = first, is_data(values[1])
        end
    end)
    record.outcome, record.failure = outcome, failure
    wait("repl.done", record)
    return outcome
end

-- The value of an expression, or of the last result where there is none. To be called in a chunk's task.
function chunks.value(text)
    if not text:find "%S" then
        local last = rawget(globals, "_")
        if last == nil then host.raise "there is no result yet: give an expression" end
        return last
    end
    local chunk, problem = load(("\n"):rep(chunks.line - 1) .. "return " .. text, "=" .. settings.name, "t")
    if not chunk then host.raise { message = "that is no expression: " .. report.without_place(problem) } end
    return (chunk())
end

return chunks
