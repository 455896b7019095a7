local check = require "check"
local spec = {}

local number = 0
local function connection(changes)
    number = number + 1
    local definition = {
        name = "openid" .. number, grant = "refresh_token", refresh_token = "given", issuer = "https://api.example",
        authorization_url = "https://api.example/authorize", token_url = "https://api.example/token",
        client_id = "id", client_secret = "a client secret", id_token_algs = "HS256", scope = "openid",
        userinfo_url = "https://api.example/userinfo", introspection_url = "https://api.example/introspect",
        end_session_url = "https://api.example/logout",
    }
    for name, value in pairs(changes or {}) do
        if value == json.null then value = nil end
        definition[name] = value
    end
    return oauth.connection(definition)
end

function spec.claims_are_those_of_the_verified_id_token()
    local conn = connection()
    conn:refresh()
    local claims = conn:claims()
    check.equal(claims.sub, "alice")
    check.equal(claims.email_verified, true)
    check.equal(math.type(claims.exp), "integer")
    check.equal(oauth.claims(conn).iss, "https://api.example")
end

function spec.an_id_token_that_is_not_to_be_believed_is_an_error()
    local conn = connection { issuer = "https://other.example" }
    local err = check.fails(function() conn:refresh() end, "was issued by 'https://api.example'")
    check.equal(err.kind, "oauth")
end

function spec.claims_need_a_sign_in()
    local err = check.fails(function() connection():claims() end, "authorize")
    check.equal(err.kind, "authorization_required")
end

function spec.claims_need_the_keys_of_the_provider()
    local conn = connection { id_token_algs = json.null }
    conn:refresh()
    local err = check.fails(function() conn:claims() end, "cannot be checked")
    check.equal(err.kind, "config")
end

function spec.userinfo_is_a_table()
    local info = connection():userinfo()
    check.equal(info.sub, "alice")
    check.equal(info.address.locality, "Oxford")
    check.equal(info.roles[1], "reader")
    check.equal(info.roles[2], json.null)
end

function spec.introspection_says_whether_the_token_is_active_and_not_what_it_is()
    local answer = connection():introspect()
    check.equal(answer.active, true)
    check.equal(answer.exp, 4102444800)
    check.equal(answer.token, nil)
    check.equal(json.encode(answer):find("no script may see", 1, true), nil)
end

function spec.what_is_not_in_the_definition_is_said_to_be_missing()
    local conn = connection {
        userinfo_url = json.null, introspection_url = json.null, end_session_url = json.null,
    }
    for _, name in ipairs { "userinfo", "introspect", "logout_url" } do
        local err = check.fails(function() conn[name](conn) end, conn.name)
        check.equal(err.kind, "config")
    end
end

function spec.the_logout_address_takes_parameters_and_has_no_token()
    local conn = connection()
    check.equal(conn:logout_url(), "https://api.example/logout?client_id=id")
    check.equal(
        conn:logout_url { state = "a b", post_logout_redirect_uri = "https://app.example/" },
        "https://api.example/logout?client_id=id&post_logout_redirect_uri=https%3A%2F%2Fapp.example%2F&state=a%20b")
    check.fails(function() conn:logout_url { state = 1 } end, "state")
end

return spec
