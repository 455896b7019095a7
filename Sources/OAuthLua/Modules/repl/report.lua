-- What the host is told of a failure: what `run` would be told.
local host = ...
local type, rawget, tostring, pcall, next, ipairs = type, rawget, tostring, pcall, next, ipairs

local report = {}

-- The fields of an error object that can leave Lua.
local function fields_of(problem)
    local fields = {}
    for name, value in next, problem do
        local kind = type(value)
        if type(name) == "string" and (kind == "string" or kind == "number" or kind == "boolean") then fields[name] = value end
    end
    return fields
end

local function message_of(problem)
    if type(problem) == "string" then return problem end
    if type(problem) == "table" and type(rawget(problem, "message")) == "string" then return rawget(problem, "message") end
    local ok, text = pcall(tostring, problem)
    return ok and text or "an error object without a message"
end

-- "repl:3: " goes where a frame says the same.
local function without_position(message, frames)
    for _, frame in ipairs(frames) do
        local position = ("%s:%d: "):format(frame.shown, frame.line)
        if message:sub(1, #position) == position then return without_position(message:sub(#position + 1), frames) end
    end
    return message
end

function report.of(problem, trace)
    local frames = host.frames(trace)
    return {
        message = without_position(message_of(problem), frames),
        fields = type(problem) == "table" and fields_of(problem) or nil,
        frames = frames,
    }
end

-- The parser's words without the place.
function report.without_place(problem) return (problem:gsub("^.-:%d+: ", "")) end

function report.of_syntax(problem)
    local file, line, message = problem:match "^(.-):(%d+): (.*)$"
    return { message = message or problem, file = file, line = math.tointeger(line), frames = {} }
end

return report
