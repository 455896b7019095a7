-- Turns the annotations in Sources/OAuthLua/oauthlua.d.lua into docs/reference/*.md, one page a section.
local source, folder = "Sources/OAuthLua/oauthlua.d.lua", "docs/reference"

local function read(path)
    local file = io.open(path, "rb")
    if not file then return nil end
    local text = file:read "a"
    file:close()
    return text
end

-- A block is the run of `---` lines before a declaration.
local sections, section, block = {}, nil, {}

local function shown_type(text) return (text:gsub("|", " or ")) end

local function flush(declaration)
    if #block == 0 then return end
    local entry = { text = {}, params = {}, fields = {}, returns = {} }
    for _, line in ipairs(block) do
        local tag, rest = line:match "^@(%a+)%s*(.*)$"
        if not tag and not entry.title and line:match "^# " then
            entry.title = line:sub(3) -- one class may be told in several parts
        elseif not tag then
            entry.text[#entry.text + 1] = line
        elseif tag == "class" then
            entry.class = rest
        elseif tag == "field" then
            local name, kind, words = rest:match "^([%w_]+%??)%s+(%S+)%s*(.*)$"
            entry.fields[#entry.fields + 1] = { name = name, kind = kind, words = words }
        elseif tag == "param" then
            local name, kind, words = rest:match "^(%S+)%s+([%w_%[%]%?|]+)%s*(.*)$"
            entry.params[#entry.params + 1] = { name = name or rest, kind = kind or "", words = words or "" }
        elseif tag == "return" then
            entry.returns[#entry.returns + 1] = rest
        elseif tag == "type" then
            entry.kind = rest
        end
    end
    entry.declaration = declaration
    section.entries[#section.entries + 1] = entry
    block = {}
end

for line in (read(source) .. "\n"):gmatch "(.-)\n" do
    local title, comment = line:match "^%-%-# (.+)$", line:match "^%-%-%-(.*)$"
    if title then
        section = { title = title, entries = {} }
        sections[#sections + 1] = section
    elseif comment and section then
        block[#block + 1] = comment
    elseif section and line:match "^function" then
        if #block == 0 then block[1] = "" end
        flush(line:match "^function (.-) end$")
    elseif section then
        flush(line:match "^local ([%w_]+) = {}$" or line:match "^([%w_%.]+) = ")
    end
end

local function render(entry, out)
    local function put(...) out[#out + 1] = table.concat { ... } end
    local heading = entry.title or entry.class or entry.declaration or "?"
    if entry.class then
        put("## ", heading)
    else
        put("### `", (heading:gsub("^connection:", "conn:"):gsub("^response:", "res:"):gsub("^resource_object:", "res:")), "`")
    end
    put ""
    local text = table.concat(entry.text, "\n")
    if text ~= "" then put(text) put "" end
    if #entry.fields > 0 then
        put "| field | type | |"
        put "| --- | --- | --- |"
        for _, field in ipairs(entry.fields) do
            local name = field.name:gsub("%?$", "")
            put("| `", name, "`", field.name:match "%?$" and "" or " (required)", " | ", shown_type(field.kind), " | ", field.words, " |")
        end
        put ""
    end
    local notes = {}
    for _, param in ipairs(entry.params) do
        notes[#notes + 1] = ("`%s`: %s%s"):format(param.name, shown_type(param.kind), param.words ~= "" and " – " .. param.words or "")
    end
    for _, returned in ipairs(entry.returns) do notes[#notes + 1] = ("returns %s"):format(shown_type(returned)) end
    if #notes > 0 then
        for _, note in ipairs(notes) do put("- ", note) end
        put ""
    end
end

local pages = {}
local index = { "# Reference", "", "Generated from `" .. source .. "` by `scripts/dev/docs`.", "" }
for _, part in ipairs(sections) do
    local file = part.title:lower():gsub("%W+", "-") .. ".md"
    local out = { "# " .. part.title, "" }
    for _, entry in ipairs(part.entries) do render(entry, out) end
    pages[file] = table.concat(out, "\n")
    index[#index + 1] = ("- [%s](%s)"):format(part.title, file)
end
pages["README.md"] = table.concat(index, "\n") .. "\n"

local check, stale = ... == "--check", {}
os.execute("mkdir -p " .. folder)
for file, text in pairs(pages) do
    text = text:gsub("\n+$", "\n")
    local path = folder .. "/" .. file
    if read(path) ~= text then
        stale[#stale + 1] = path
        if not check then
            local out = assert(io.open(path, "wb"))
            out:write(text)
            out:close()
        end
    end
end
table.sort(stale)
if check and #stale > 0 then
    io.stderr:write("out of date, run scripts/dev/docs: ", table.concat(stale, " "), "\n")
    os.exit(1)
end
