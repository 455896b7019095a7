local check = require "check"

local function definition(more)
    local fields = {
        name = "api", authorization_url = "https://id.example/authorize", token_url = "https://id.example/token",
        client_id = "client", base_url = "https://api.example",
    }
    for key, value in pairs(more or {}) do fields[key] = value end
    return fields
end

return {
    ["a connection is opaque"] = function()
        local connection = oauth.connection(definition { client_secret = "s3cret" })
        check.equal(tostring(connection), 'connection "api"')
        check.equal(connection.name, "api")
        check.equal(connection.client_secret, nil)
        check.equal(next(connection), nil)
        check.equal(getmetatable(connection), "connection")
        check.fails(function() connection.name = "other" end, "name")
        check.equal(oauth.is_connection(connection), true)
        check.equal(oauth.is_connection {}, false)
    end,
    ["methods are also functions"] = function()
        local connection = oauth.connection(definition())
        for _, name in ipairs { "get", "post", "put", "patch", "delete", "head", "request", "authorize", "refresh", "status", "revoke" } do
            check.equal(oauth[name], connection[name])
        end
    end,
    ["without a token a request says what to run"] = function()
        local problem = check.fails(function() oauth.connection(definition()):get "/echo" end, "api")
        check.equal(problem.kind, "authorization_required")
        check.equal(problem.connection, "api")
        problem = check.fails(function() oauth.connection(definition()):authorize() end, "api")
        check.equal(problem.advice, "Run: oauthlua authorize api")
    end,
    ["status without a token"] = function()
        check.equal(oauth.connection(definition()):status().state, "none")
    end,
    ["wrong definitions"] = function()
        local problem = check.fails(function() oauth.connection(definition { scopes = "a" }) end, "scopes")
        check.equal(problem.kind, "config")
        check.fails(function() oauth.connection(definition { token_url = "ftp://x" }) end, "token_url")
        check.fails(function() oauth.connection(definition { pkce = "yes" }) end, "pkce")
        check.fails(function() oauth.connection(definition { grant = "magic" }) end, "magic")
        check.fails(function() oauth.connection(42) end, "number")
        check.fails(function() oauth.connection(definition { scope = "\xff" }) end, "UTF-8")
        check.fails(function() oauth.connection { "x" } end)
    end,
    ["secrets stay names"] = function()
        local value = secret "SOME_SECRET"
        check.equal(tostring(value), 'secret "SOME_SECRET"')
        check.fails(function() oauth.connection(definition { client_secret = value }):get "/echo" end, "SOME_SECRET")
    end,
    ["wrong hooks"] = function()
        local function fails(hooks, ...)
            local problem = check.fails(function() oauth.connection(definition { hooks = hooks }) end, ...)
            check.equal(problem.kind, "config")
            return problem
        end
        fails("print", "a table of functions")
        fails({ after_login = "print" }, "after_login", "a function")
        check.equal(fails({ after_logn = print }, "after_logn").advice, "Did you mean 'after_login'?")
        fails({ print }, "1")
        check.equal(oauth.connection(definition { hooks = {} }).name, "api")
    end,
    ["a connection's method needs a connection"] = function()
        check.fails(function() oauth.get({}, "/echo") end, "connection")
    end,
}
