-- The main task of a session: asks the host for lines, runs them, and says what became of them.
local host = ...
local wait, call = host.wait, host.functions
-- Before the module `task` is compiled, which looks for it: see prelude/task.lua.
local watched = { tasks = setmetatable({}, { __mode = "v" }) }
host.watched_tasks = watched

local chunks, commands = host.module "repl.chunks", host.module "repl.commands"
local words, report = host.module "repl.words", host.module "repl.report"
local concat, pcall, next = table.concat, pcall, next

function watched.failed(problem, trace)
    host.start(function() wait("repl.background", report.of(problem, trace)) end)
end

-- What the terminal asks while a line is edited, or a chunk runs.
local function serve()
    while true do
        local id, kind, what, more = wait "repl.question"
        if kind == "interrupt" then
            chunks.interrupt(id)
        else
            local ok, answer = pcall(words.answer, kind, what, more)
            call["repl.answer"](id, ok and answer or {})
        end
    end
end

-- A chunk that is complete, or the end of input has cut short.
local function run(text, line)
    local chunk, problem, form = chunks.compile(text, line)
    if chunk then
        chunks.run(chunk, { text = text, form = form })
    else
        wait("repl.done", { text = text, failure = report.of_syntax(problem) })
    end
end

local function converse()
    local lines, first
    while true do
        local input = wait("repl.read", lines ~= nil)
        chunks.number, chunks.line, chunks.width = input.number, input.line, input.width
        if input.kind == "end" then
            if lines then run(concat(lines, "\n"), first) end
            return
        elseif input.kind == "dropped" then
            lines = nil
        elseif input.kind == "command" then
            if commands.perform(input.name, input.argument, input.line) == "quit" then return end
        else
            if not lines then lines, first = {}, input.line end
            lines[#lines + 1] = input.text
            local text = concat(lines, "\n")
            if not text:find "%S" then
                lines = nil
            elseif not chunks.is_incomplete(text) then
                lines = nil
                run(text, first)
            end
        end
    end
end

return function()
    local settings = wait "repl.open"
    chunks.open(settings)
    words.open(settings)
    host.serve(serve)
    if settings.script then commands.perform("load", settings.script) end
    converse()
    if settings.is_interactive then
        for _, task in next, watched.tasks do task:cancel() end
    end
end
