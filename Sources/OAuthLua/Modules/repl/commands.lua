-- The commands that need the machine: `:table` and its like look at values, `:load` runs a file. The host does the others.
local host = ...
local wait, call = host.wait, host.functions
local chunks, report = host.module "repl.chunks", host.module "repl.report"
local type, getmetatable, next, tostring, ipairs = type, getmetatable, next, tostring, ipairs
local math_type, loaded, stdout = math.type, package.loaded, io.stdout

local commands = {}
local builtin = {} -- modules that were there before the person required any
for name in next, loaded do builtin[name] = true end
local files = {} -- that were loaded, in order

-- What can be shown as rows or JSON: a resource is fetched first.
local function data(text)
    local value = chunks.value(text)
    if getmetatable(value) == "resource" then value = value:fetch() end
    if getmetatable(value) == "response" then value = value:expect():json() end
    return value
end

local function render(format, value, file)
    local ok, problem = pcall(wait, "repl.render", format, value, host.shape_of(value) or false, file or false)
    if ok then return end
    local what = type(problem) == "string" and problem:match "cannot hand (.-) to repl.render"
    if what then host.raise { message = ("there is %s in it, which is no data"):format(what) } end
    error(problem, 0)
end

function commands.table(text) render("table", data(text)) end
function commands.json(text) render("json", data(text)) end

function commands.csv(text)
    local file, rest = text:match '^"([^"]+)"%s*(.*)$'
    if not file then file, rest = text:match "^(%S+)%s*(.*)$" end
    if not file then host.raise { message = "which file? :csv FILE, or :csv FILE EXPRESSION" } end
    render("csv", data(rest), file)
end

local function type_of(value)
    if value == host.null then return "null" end
    if type(value) == "number" then return math_type(value) end
    if type(value) == "string" then return ("string (%d bytes)"):format(#value) end
    if type(value) ~= "table" then return type(value) end
    local name = getmetatable(value)
    if type(name) == "table" then name = name.__name end
    if type(name) == "string" then return name end
    local count, fields = #value, 0
    for _ in next, value do fields = fields + 1 end
    if count > 0 and fields == count then return ("table (list of %d)"):format(count) end
    if fields == 0 then return "table (empty)" end
    return ("table (%d field%s%s)"):format(
        fields - count, fields - count == 1 and "" or "s", count > 0 and ", list of " .. count or "")
end

function commands.type(text) stdout:write(type_of(chunks.value(text)), "\n") end

local function timed(text, line)
    if not text:find "%S" then host.raise { message = "what? :time EXPRESSION or STATEMENTS" } end
    local chunk, problem, form = chunks.compile(text, line)
    if not chunk then return wait("repl.done", { text = ":time " .. text, failure = report.of_syntax(problem) }) end
    local before = call["repl.clock"]()
    if chunks.run(chunk, { text = text, form = form }) == "done" then
        wait("repl.took", call["repl.clock"]() - before)
    end
end

-- Runs a file as if it had been typed. It is `:reload`'s, too, from when it could be read.
local function load_file(path)
    local text = wait("repl.file", path)
    for i = #files, 1, -1 do
        if files[i] == path then table.remove(files, i) end
    end
    files[#files + 1] = path
    local chunk, problem, form = chunks.compile(text, 1, "@" .. path)
    local record = { text = text, form = form, path = path }
    if not chunk then
        record.failure = report.of_syntax(problem)
        return wait("repl.done", record)
    end
    return chunks.run(chunk, record)
end

local function load_once(path)
    if not path:find "%S" then host.raise { message = "which file? :load FILE" } end
    load_file(path:match "^\"(.*)\"$" or path)
end

-- Everything that came from files, again: connections.lua, modules, scripts.
local function reload()
    if host.forget_shared then host.forget_shared() end
    for name in next, loaded do
        if not builtin[name] and not host.public_module(name) then loaded[name] = nil end
    end
    if #files == 0 then wait("repl.say", "nothing was loaded: connections.lua and modules are read again when they are used") end
    for _, path in ipairs { table.unpack(files) } do load_file(path) end
end

-- These run in the main task, because they run chunks themselves.
local outside = { time = timed, load = load_once, reload = reload }

function commands.perform(name, argument, line)
    argument = argument or ""
    local done, outcome, failure
    if outside[name] then
        done, failure = pcall(outside[name], argument, line)
        if not done then failure = report.of(failure) end
    elseif commands[name] and name ~= "perform" then
        outcome, failure = chunks.perform(function() commands[name](argument) end)
    else
        done, outcome = pcall(function()
            if name == "connections" then
                host.module "oauth"
                local is_read, problem = host.shared_names()
                if not is_read then host.raise(problem) end
            end
            return wait("repl.command", name, argument)
        end)
        if done then return outcome end
        failure = report.of(outcome)
        outcome = "failed"
    end
    if failure or outcome == "interrupted" then
        wait("repl.done", { text = ":" .. name, is_command = true, outcome = outcome or "failed", failure = failure })
    end
end

return commands
