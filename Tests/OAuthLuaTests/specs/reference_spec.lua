-- The names of oauthlua.d.lua are the names of the running modules, both ways.
local check = require "check"

local annotated = {}
for line in io.lines(params.folder .. "/../../../Sources/OAuthLua/oauthlua.d.lua") do
    local name = line:match "^function ([%w_%.]+)%(" or line:match "^([%w_%.]+) = "
    if name then annotated[name] = true end
end

local modules = { "oauth", "http", "json", "base64", "url", "hash", "time", "task", "log", "secret" }
-- Methods of a connection, which are functions of `oauth` too and annotated there once.
local methods = {}
for line in io.lines(params.folder .. "/../../../Sources/OAuthLua/oauthlua.d.lua") do
    local name = line:match "^function connection:([%w_]+)%("
    if name then methods[name] = true end
end

return {
    ["what is annotated exists"] = function()
        for name in pairs(annotated) do
            local value = _G
            for part in name:gmatch "[^%.]+" do value = value[part] end
            if value == nil then error(name .. " is annotated but does not exist") end
        end
        for name in pairs(methods) do
            if type(oauth[name]) ~= "function" then error("connection:" .. name .. " does not exist") end
        end
    end,
    ["what exists is annotated"] = function()
        for _, module in ipairs(modules) do
            for name in pairs(_G[module]) do
                local known = annotated[module .. "." .. name] or (module == "oauth" and methods[name])
                if not known then error(module .. "." .. name .. " is not annotated") end
            end
        end
    end,
    ["a global is also a module"] = function()
        for _, module in ipairs(modules) do check.equal(require(module), _G[module]) end
        check.equal(require "resource", resource)
    end,
}
