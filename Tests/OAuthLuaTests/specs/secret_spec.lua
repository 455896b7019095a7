local check = require "check"

local a, b = secret "SOME_SECRET", secret "OTHER_SECRET"

return {
    ["a secret tells its name and nothing else"] = function()
        check.equal(tostring(a), 'secret "SOME_SECRET"')
        check.equal(("%s"):format(a), 'secret "SOME_SECRET"')
        check.equal(next(a), nil)
        check.equal(getmetatable(a), "secret")
        check.equal(rawget(a, "$secret"), nil)
        check.equal(rawlen(a), 0)
        check.equal(secret "SOME_SECRET" == a, false)
    end,
    ["secrets are computed of secrets and text"] = function()
        local functions = {
            "join", "base64", "base64_url", "hex", "unhex", "url_encode", "lower", "upper", "md5", "sha1", "sha256",
            "sha384", "sha512",
        }
        for _, name in ipairs(functions) do
            local value = secret[name](a, "|", 7, b)
            check.equal(secret.is(value), true)
            check.equal(tostring(value), "hidden secret")
        end
        for _, name in ipairs { "hmac_md5", "hmac_sha1", "hmac_sha256", "hmac_sha384", "hmac_sha512" } do
            check.equal(tostring(secret[name](a, "text")), "hidden secret")
        end
        check.equal(tostring(secret.between(a, "<", ">")), "hidden secret")
    end,
    ["text and a secret make a secret"] = function()
        for _, value in ipairs { "Bearer " .. a, a .. "!", a .. b, 1 .. a } do
            check.equal(tostring(value), "hidden secret")
        end
    end,
    ["what is a secret"] = function()
        check.equal(secret.is(a), true)
        for _, other in ipairs { "SOME_SECRET", {}, { ["$secret"] = "SOME_SECRET" }, 1 } do
            check.equal(secret.is(other), false)
        end
        check.equal(secret.is(nil), false)
    end,
    ["what cannot be done with one"] = function()
        check.fails(function() return a.value end, "nothing to look at")
        check.fails(function() return a:sub(1, 1) end, "nothing to look at")
        check.fails(function() a.value = 1 end, "cannot be changed")
        check.fails(function() return #a end, "length")
        check.fails(function() return a < b end, "compared")
        check.fails(function() return a <= b end, "compared")
        check.fails(function() return a .. {} end, "takes text and secrets, not a table")
        check.fails(function() secret.sha256(a, nil) end, "secret.sha256", "nil")
        check.fails(function() secret.join() end, "secret.join")
        check.fails(function() secret.hmac_sha256(a) end, "key")
        check.fails(function() secret "" end, "takes a name")
        check.fails(function() secret(a) end, "takes a name")
    end,
    ["only secret.lua makes secrets"] = function()
        local definition = {
            name = "api", authorization_url = "https://id.example/authorize", token_url = "https://id.example/token",
            client_id = "client",
        }
        definition.client_secret = { ["$secret"] = "SOME_SECRET" }
        check.fails(function() oauth.connection(definition) end, "reserved")
        definition.client_secret = secret.join("a", a)
        check.fails(function() oauth.connection(definition) end, "computed secret")
    end,
    ["a value without an end"] = function()
        local round = { name = "api" }
        round.round = round
        check.fails(function() oauth.connection(round) end, "contains itself")
        local grown = a
        for _ = 1, 40 do grown = grown .. grown end
        check.fails(function() oauth.connection { name = "api", client_secret = grown } end, "too large")
    end,
}
