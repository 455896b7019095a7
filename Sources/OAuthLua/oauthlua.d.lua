---@meta
-- What scripts see. The reference manual (docs/reference) is generated from this file by scripts/dev/docs,
-- and a test compares its names with the running modules both ways.

--# Signing in

---@class oauth
---Connections: who you are at a provider. Tokens, secrets and keys stay outside Lua.
oauth = {}

---Defines a connection, or looks one up by name in connections.lua.
---
---```lua
---local google = oauth.connection {
---  preset = "google", client_id = secret "GOOGLE_CLIENT_ID", client_secret = secret "GOOGLE_CLIENT_SECRET",
---  scope = "https://www.googleapis.com/auth/calendar.readonly",
---}
---
---local house = oauth.connection {
---  name = "house",
---  authorization_url = "https://id.house.example/authorize", token_url = "https://id.house.example/token",
---  client_id = secret "HOUSE_CLIENT_ID", scope = "calendar", base_url = "https://api.house.example",
---}
---```
---An unknown field, a URL that is not https (loopback aside) or a missing secret is an error of kind `config`. The fields are in
---[Definitions](definitions.md).
---@param definition definition|string
---@return connection
function oauth.connection(definition) end

---Whether a value is a connection.
---@param value any
---@return boolean
function oauth.is_connection(value) end

---@class connection
---A connection. Its methods are also functions: `oauth.get(conn, url)` is `conn:get(url)`.
---@field name string
local connection = {}

---Sends a GET request with the token. A relative URL is appended to `base_url`.
---@param url string
---@param options? request
---@return response
function connection:get(url, options) end

---Sends a POST request.
---@param url string
---@param options? request
---@return response
function connection:post(url, options) end

---Sends a PUT request.
---@param url string
---@param options? request
---@return response
function connection:put(url, options) end

---Sends a PATCH request.
---@param url string
---@param options? request
---@return response
function connection:patch(url, options) end

---Sends a DELETE request.
---@param url string
---@param options? request
---@return response
function connection:delete(url, options) end

---Sends a HEAD request.
---@param url string
---@param options? request
---@return response
function connection:head(url, options) end

---Sends a request with any method.
---@param method string
---@param url string
---@param options? request
---@return response
function connection:request(method, url, options) end

---Signs in anew; on a terminal only. Elsewhere it raises `authorization_required`.
function connection:authorize() end

---Refreshes the token now, whatever its age.
function connection:refresh() end

---What is known of the stored token, without the token: `state` (`authorized`, `expired`, `refreshable`, `none`),
---`profile`, `account` (by the verified ID token), `scopes`, `missing_scopes`, `kept`, `expires_at` and
---`refresh_token_expires_at` (seconds since 1970), `refreshable`; and of the definition: `grant`, `client_auth`, `features`.
---@return table
function connection:status() end

---Forgets the token, after telling the provider where it has a `revocation_url`.
function connection:revoke() end

---Who signed in: the claims of the ID token, verified (OpenID Connect). Needs `openid` in the scope, and `issuer` or `jwks_url`
---for the provider's keys. The claims are from the time of the sign-in, or of the last refresh that brought an ID token.
---
---```lua
---local me = google:claims()
---log.info("signed in as " .. me.email .. " (" .. me.sub .. ")")
---```
---An ID token that is not to be believed never comes this far: it fails the sign-in.
---@return table
function connection:claims() end

---What the provider says about the person at its `userinfo_url`, as a table. It must be about the same `sub` as the ID token.
---@return table
function connection:userinfo() end

---What the provider knows of the access token at its `introspection_url` (RFC 7662): `active`, and what it tells besides.
---@return table
function connection:introspect() end

---The address at which the browser ends the person's session at the provider (`end_session_url`, OpenID Connect RP-Initiated
---Logout). It has no `id_token_hint`, because the ID token does not enter Lua: the provider asks the person instead.
---@param parameters? table More parameters: `post_logout_redirect_uri`, `state`, …
---@return string
function connection:logout_url(parameters) end

---A secret by name, for the fields that take one. Read by the host from the environment, or else from the store (`oauthlua secret set NAME`), when it is needed; Lua never sees it.
---@param name string
---@return secret
function secret(name) end

--# Definitions

---@class definition
---# Who the client is
---What every definition begins with. `client_auth` is how the client proves itself at the token endpoint: `basic` (the default with a
---`client_secret`), `post`, `body_json`, `none` (the default without), `basic+client_id`, `client_secret_jwt`, `private_key_jwt` or
---`tls_client_auth`. A field that takes a secret takes a string, `secret "NAME"`, or `"file:PATH"`: relative to the folder of the file that
---defines the connection.
---
---```lua
---oauth.connection {
---  name = "bank", issuer = "https://bank.example", scope = "accounts",
---  client_id = "s6BhdRkqt3", client_auth = "private_key_jwt",
---  private_key = "file:keys/bank.pem", key_id = "2026-03", signing_alg = "ES256",
---  assertion_audience = "https://bank.example/token", client_assertion_claims = { iss = "app.example" },
---}
---
---oauth.connection {
---  name = "payroll", token_url = "https://payroll.example/token", grant = "client_credentials",
---  client_id = "payroll-robot", client_auth = "tls_client_auth",
---  client_certificate = "file:keys/client.pem", client_certificate_key = "file:keys/client.key",
---  base_url = "https://api.payroll.example",
---}
---
---oauth.connection {
---  name = "old", authorization_url = "https://old.example/authorize", token_url = "https://old.example/token",
---  client_id = "id", client_secret = secret "OLD_SECRET", client_auth = "basic", basic_encoding = "raw",
---}
---
---oauth.connection {
---  name = "mcp", issuer = "https://mcp.example", client_registration = "dynamic",
---  registration_params = { client_name = "nightly export" }, initial_access_token = secret "MCP_INITIAL_TOKEN",
---}
---```
---@field name string What the token is stored under, and what commands and messages call it.
---@field grant? string `authorization_code` (the default), `password`, `client_credentials`, `device_code`, `refresh_token`, `jwt_bearer`, `saml2_bearer`, `token_exchange`, `oauth1`, or the URI of an extension grant.
---@field client_id? string|secret The client id that the provider gave to your application; only `client_registration = "dynamic"` does without.
---@field client_secret? string|secret The client's secret; none for a public client.
---@field client_auth? string How the client proves itself at the token endpoint.
---@field basic_encoding? string `form` (the default): id and secret are form-encoded in the Basic header (RFC 6749 §2.3.1); `raw`: sent as they are.
---@field private_key? string|secret The client's private key: PEM (PKCS #1, PKCS #8, SEC 1) or JWK.
---@field key_id? string The `kid` that the provider knows the key by.
---@field signing_alg? string RS256, RS384, RS512, PS256, ES256, ES384, ES512 or EdDSA; default by the key's type; HS256 (the default), HS384 or HS512 with `client_secret_jwt`.
---@field client_assertion_claims? table More claims of the client's assertions; one of the usual ones is replaced.
---@field assertion_audience? string The `aud` of the client's assertions; default the token URL.
---@field client_certificate? string|secret The certificate of mutual TLS, PEM: shown at the token endpoint and to the API (RFC 8705). With `private_key_jwt` and no key of its own it names `private_key` (`x5t#S256`).
---@field client_certificate_key? string|secret Its key; default `private_key`.
---@field client_registration? string `dynamic`: the client registers itself on first use (RFC 7591); default `static`.
---@field registration_params? table More client metadata for the registration.
---@field initial_access_token? string|secret What the provider gave to be allowed to register.

---@class definition
---# Where the provider is
---A `preset` knows it: `oauthlua presets list` shows them, and what the definition says goes before it. Variables of a preset, such as
---`tenant`, are fields of the definition. With an `issuer` alone, the provider's metadata says the rest (OpenID Connect Discovery, RFC 8414).
---
---```lua
---oauth.connection { preset = "microsoft", tenant = "contoso.example", client_id = "id", scope = "Mail.Read" }
---
---oauth.connection { name = "keycloak", issuer = "https://id.example/realms/staff", client_id = "cli", scope = "openid profile" }
---
---oauth.connection {
---  name = "figma", client_id = "id", client_secret = secret "FIGMA_SECRET", scope = "file_read", pkce = false,
---  authorization_url = "https://www.figma.com/oauth", token_url = "https://api.figma.com/v1/oauth/token",
---  refresh_url = "https://api.figma.com/v1/oauth/refresh", refresh_method = "POST",
---}
---
---oauth.connection {
---  name = "facebook", client_id = "id", client_secret = secret "FB_SECRET", client_auth = "post", scope_separator = ",",
---  authorization_url = "https://www.facebook.com/dialog/oauth", token_url = "https://graph.facebook.com/oauth/access_token",
---  token_method = "GET", refresh_with = "access_token",
---  refresh_params = { grant_type = "fb_exchange_token", fb_exchange_token = "{access_token}", access_token = false },
---}
---
---oauth.connection {
---  name = "zoho", client_id = "id", client_secret = secret "ZOHO_SECRET", client_auth = "post",
---  authorization_url = "https://accounts.zoho.com/oauth/v2/auth", token_url = "https://accounts.zoho.com/oauth/v2/token",
---  keep = { "accounts-server", "api_domain" }, token_origin = "{accounts-server}", base_url = "{api_domain}",
---  hosts = { "*.zoho.com", "*.zoho.eu", "*.zohoapis.com", "*.zohoapis.eu" },
---}
---
---oauth.connection {
---  name = "everything", client_id = "id", scope = "openid",
---  authorization_url = "https://id.example/authorize", token_url = "https://id.example/token",
---  device_authorization_url = "https://id.example/device", pushed_authorization_url = "https://id.example/par",
---  registration_url = "https://id.example/register", revocation_url = "https://id.example/revoke",
---  introspection_url = "https://id.example/introspect", userinfo_url = "https://id.example/userinfo",
---  end_session_url = "https://id.example/logout", jwks_url = "https://id.example/jwks",
---}
---```
---@field preset? string A provider of the catalogue, or a preset of your own.
---@field issuer? string The provider's issuer: its metadata fills in the URLs that are not given, and its answers must name it (RFC 9207).
---@field authorization_url? string Where the browser goes to sign in.
---@field token_url? string Where codes, assertions and refresh tokens are exchanged.
---@field token_origin? string The host of `token_url` where the sign-in names it: `{name}` of a value in `keep`. It must be one of `hosts`.
---@field token_method? string `POST` (the default) or `GET`, which puts the parameters into the URL.
---@field refresh_url? string Where tokens are refreshed; default `token_url`.
---@field refresh_method? string `POST` or `GET`; default `token_method`.
---@field refresh_with? string `refresh_token` (the default), or `access_token` where that renews itself before it ends.
---@field device_authorization_url? string Where a device sign-in begins (RFC 8628).
---@field pushed_authorization_url? string Where authorization requests are pushed (RFC 9126).
---@field revocation_url? string Where `logout --revoke` tells the provider (RFC 7009).
---@field introspection_url? string Where the provider tells about tokens (RFC 7662).
---@field userinfo_url? string Where the provider tells about the person.
---@field end_session_url? string Where the browser signs out (OpenID Connect RP-Initiated Logout).
---@field registration_url? string Where clients register themselves (RFC 7591).
---@field jwks_url? string The provider's signing keys (RFC 7517).
---@field request_token_url? string OAuth 1.0a: where a sign-in begins (RFC 5849 §2.1).

---@class definition
---# How a person signs in
---
---```lua
---oauth.connection {
---  name = "strava", client_id = "id", client_secret = secret "STRAVA_SECRET", client_auth = "post",
---  authorization_url = "https://www.strava.com/oauth/authorize", token_url = "https://www.strava.com/oauth/token",
---  scope = { "read", "activity:read_all" }, scope_separator = ",", pkce = false,
---  redirect_uri = { "http://127.0.0.1:8484/callback", "http://127.0.0.1:8485/callback" },
---}
---
---oauth.connection {
---  name = "google", client_id = "id", client_secret = secret "GOOGLE_SECRET", access_type = "offline",
---  authorization_url = "https://accounts.google.com/o/oauth2/v2/auth", token_url = "https://oauth2.googleapis.com/token",
---  authorize_params = { prompt = "consent" }, scope = "https://www.googleapis.com/auth/calendar.readonly",
---}
---
---oauth.connection {
---  name = "open-banking", issuer = "https://bank.example", client_id = "id", scope = "openid payments",
---  client_auth = "private_key_jwt", private_key = "file:keys/bank.pem",
---  pushed_authorization = true, request_object = true, response_mode = "query.jwt", dpop = true,
---  authorization_details = { { type = "payment_initiation", actions = { "initiate" } } },
---  resource = "https://api.bank.example/", id_token_algs = { "PS256", "ES256" },
---  redirect_uri = "https://localhost:8443/callback",
---  redirect_certificate = "file:keys/localhost.pem", redirect_certificate_key = "file:keys/localhost.key",
---}
---
---oauth.connection {
---  name = "seller", client_id = "id", client_secret = secret "SELLER_SECRET",
---  authorization_url = "https://sellercentral.amazon.com/apps/authorize/consent", token_url = "https://api.amazon.com/auth/o2/token",
---  callback_names = { code = "spapi_oauth_code" }, redirect_uri = "https://example.com/landing",
---}
---
---oauth.connection {
---  name = "mail", issuer = "https://id.example", client_id = "id", scope = "mail.read", offline_scope = "offline_access",
---}
---
---oauth.connection {
---  name = "legacy-spa", client_id = "id", authorization_url = "https://legacy.example/authorize",
---  response_type = "token", allow_implicit = true,
---}
---```
---@field scope? string|string[] What to ask for; a string is split at white space.
---@field scope_separator? string What stands between scopes, sent and received; default a space.
---@field offline_scope? string The scope that brings a refresh token: asked for besides `scope` where a person signs in. Presets have it.
---@field access_type? string Google's `offline` brings a refresh token.
---@field redirect_uri? string|string[] As registered; default `http://127.0.0.1:<free port>/callback`. Of a list, the first whose port is free. https on loopback has a certificate of ours or yours; a URI elsewhere means that the address is pasted.
---@field redirect_certificate? string|secret The certificate for https on loopback, PEM; default one made on first use.
---@field redirect_certificate_key? string|secret Its key.
---@field pkce? boolean PKCE with S256 (RFC 7636); default true.
---@field response_type? string What the authorization endpoint is asked for; default `code`.
---@field response_mode? string `query`, `form_post`, or a signed answer: `jwt`, `query.jwt`, `form_post.jwt` (JARM).
---@field pushed_authorization? boolean Push the authorization request first (RFC 9126); default where the provider's metadata requires it.
---@field request_object? boolean Sign the authorization request with `private_key` (RFC 9101); default false.
---@field authorization_details? table What to ask for in detail: a list of tables (RFC 9396).
---@field resource? string|string[] The APIs that the token is for (RFC 8707).
---@field allow_implicit? boolean Accept tokens from the authorization endpoint, which RFC 9700 §2.1.2 advises against; default false.
---@field callback_names? table The provider's names for parameters of the callback, by the standard's name.
---@field id_token_algs? string|string[] The algorithms that ID tokens may be signed with.

---@class definition
---# Grants without a browser
---`client_credentials`, `jwt_bearer`, `saml2_bearer`, `token_exchange`, extension grants, and `password` with a configured password
---get their first token by themselves, and a new one when it has ended.
---
---```lua
---oauth.connection { name = "robot", grant = "client_credentials", token_url = "https://id.example/token", client_id = "robot", client_secret = secret "ROBOT_SECRET" }
---
---oauth.connection { name = "intranet", grant = "password", token_url = "https://id.example/token", client_id = "cli", username = "alice", password = secret "ALICE_PASSWORD" }
---
---oauth.connection {
---  name = "sheets", grant = "jwt_bearer", service_account = "file:keys/service-account.json",
---  subject = "alice@example.com", scope = "https://www.googleapis.com/auth/spreadsheets.readonly",
---  assertion_claims = { department = "sales" }, assertion_lifetime = 600,
---}
---
---oauth.connection { name = "sap", grant = "saml2_bearer", token_url = "https://sap.example/token", client_id = "cli", assertion = "file:assertion.xml" }
---
---oauth.connection {
---  name = "backend", grant = "token_exchange", token_url = "https://id.example/token", client_id = "cli",
---  subject_token = "file:/var/run/secrets/token", subject_token_type = "jwt",
---  actor_token = secret "ACTOR_TOKEN", actor_token_type = "access_token", requested_token_type = "access_token",
---  audience = "https://backend.example",
---}
---
---oauth.connection {
---  name = "ci", grant = "refresh_token", token_url = "https://id.example/token", client_id = "cli", refresh_token = secret "CI_REFRESH_TOKEN",
---}
---
---oauth.connection {
---  name = "custom", grant = "urn:example:grant", token_url = "https://id.example/token", client_id = "cli", token_params = { ticket = "42" },
---}
---```
---@field username? string|secret `password`: the person's name.
---@field password? string|secret `password`: left out, it is asked for when signing in, and never kept.
---@field refresh_token? string|secret A refresh token obtained elsewhere, used when none is stored.
---@field assertion? string|secret A ready assertion for `jwt_bearer` or `saml2_bearer`.
---@field service_account? string|secret `jwt_bearer`: a service account's JSON as Google issues it.
---@field subject? string `jwt_bearer`: on whose behalf; default the issuer of the assertion.
---@field assertion_claims? table `jwt_bearer`: more claims of the assertion.
---@field assertion_lifetime? number `jwt_bearer`: how many seconds the assertion may be used; default 300, 3600 for a service account.
---@field audience? string|string[] Who the token is for: parameters of the token request, for grants without a browser.
---@field subject_token? string|secret `token_exchange`: the token to exchange (RFC 8693).
---@field subject_token_type? string `access_token` (the default), `refresh_token`, `id_token`, `jwt`, `saml1`, `saml2` or a URI.
---@field actor_token? string|secret `token_exchange`: who acts for the subject.
---@field actor_token_type? string As `subject_token_type`.
---@field requested_token_type? string What to ask for, as `subject_token_type`.

---@class definition
---# OAuth 1.0a
---With `request_token_url`, `authorization_url` and `token_url` a person signs in; with `token` and `token_secret` nobody has to; without both,
---requests are signed with the client's secret alone.
---
---```lua
---oauth.connection {
---  name = "trello", grant = "oauth1", client_id = secret "TRELLO_KEY", client_secret = secret "TRELLO_SECRET",
---  request_token_url = "https://trello.com/1/OAuthGetRequestToken", authorization_url = "https://trello.com/1/OAuthAuthorizeToken",
---  token_url = "https://trello.com/1/OAuthGetAccessToken", authorize_params = { name = "nightly", expiration = "never" },
---  callback_confirmed = false, verifier = false, base_url = "https://api.trello.com/1",
---}
---
---oauth.connection {
---  name = "netsuite", grant = "oauth1", client_id = secret "NS_KEY", client_secret = secret "NS_SECRET",
---  token = secret "NS_TOKEN", token_secret = secret "NS_TOKEN_SECRET", signature_method = "HMAC-SHA256", placement = "header",
---  realm = "1234567", body_hash = true, base_url = "https://1234567.suitetalk.api.netsuite.com",
---}
---```
---@field signature_method? string `HMAC-SHA1` (the default), `HMAC-SHA256`, `HMAC-SHA512`, `RSA-SHA1`, `RSA-SHA256`, `RSA-SHA512` (with `private_key`) or `PLAINTEXT`.
---@field placement? string Where the signature stands: `header` (the default), `query` or `body`.
---@field realm? string The realm of the Authorization header; not signed.
---@field body_hash? boolean Sign a hash of bodies that are no forms; default false.
---@field callback_confirmed? boolean `false` for providers that do not confirm the callback; default true.
---@field verifier? boolean `false` for providers that give no verifier; default true.
---@field token? string|secret A token obtained elsewhere.
---@field token_secret? string|secret Its secret.

---@class definition
---# What is sent otherwise than the standards say
---A list repeats a parameter or header, `false` leaves a default out. A value may be `secret "NAME"`, but for `authorize_params`; `{name}`
---in it stands for another value: a parameter of the same request (`{code}`, `{client_id}`), `{access_token}` and `{refresh_token}` of
---the token that is renewed, or what is kept with it. More in the guide, under providers.
---
---```lua
---oauth.connection {
---  name = "tiktok", client_id = secret "TIKTOK_KEY", client_secret = secret "TIKTOK_SECRET", client_auth = "post",
---  authorization_url = "https://www.tiktok.com/v2/auth/authorize/", token_url = "https://open.tiktokapis.com/v2/oauth/token/",
---  parameter_names = { client_id = "client_key" }, scope = { "user.info.basic", "video.list" }, scope_separator = ",",
---}
---
---oauth.connection {
---  name = "notion", client_id = "id", client_secret = secret "NOTION_SECRET", body_format = "json",
---  authorization_url = "https://api.notion.com/v1/oauth/authorize", token_url = "https://api.notion.com/v1/oauth/token",
---  authorize_params = { owner = "user", scope = false }, headers = { ["Notion-Version"] = "2022-06-28" },
---  token_headers = { Accept = "application/json" }, base_url = "https://api.notion.com/v1",
---}
---
---oauth.connection {
---  name = "microsoft-ads", client_id = "id", scope = "https://ads.microsoft.com/msads.manage offline_access",
---  authorization_url = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
---  token_url = "https://login.microsoftonline.com/common/oauth2/v2.0/token",
---  token_params = { audience = { "a", "b" } }, refresh_params = { scope = "https://ads.microsoft.com/msads.manage" },
---}
---```
---@field authorize_params? table Further parameters of the authorization request.
---@field token_params? table Further parameters of requests for a first token.
---@field refresh_params? table Further parameters of a refresh.
---@field parameter_names? table The provider's names for parameters, by the standard's name.
---@field body_format? string How token requests are written: `form` (the default), `json` or `query`.
---@field headers? table Headers of every request; `Accept` and `Content-Type` of API calls only. A request's own win.
---@field token_headers? table Headers of token requests only; these win over `headers`.

---@class definition
---# What is read otherwise
---
---```lua
---oauth.connection {
---  name = "slack", client_id = "id", client_secret = secret "SLACK_SECRET", pkce = false,
---  authorization_url = "https://slack.com/oauth/v2/authorize", token_url = "https://slack.com/api/oauth.v2.access",
---  authorize_params = { user_scope = "channels:read" }, token_path = "authed_user", error_path = "error",
---}
---
---oauth.connection {
---  name = "plenty", client_id = "id", client_secret = secret "PLENTY_SECRET", grant = "client_credentials",
---  token_url = "https://shop.example/rest/login", token_names = { access_token = "accessToken", expires_in = "expiresIn" },
---  expires_in_unit = "milliseconds", default_expires_in = 3600,
---}
---
---oauth.connection {
---  name = "salesforce", client_id = "id", client_secret = secret "SF_SECRET", scope = "api refresh_token",
---  authorization_url = "https://login.salesforce.com/services/oauth2/authorize",
---  token_url = "https://login.salesforce.com/services/oauth2/token",
---  keep = { "instance_url" }, base_url = "{instance_url}/services/data/v60.0", hosts = { "*.my.salesforce.com" },
---}
---```
---@field token_path? string|string[] Where the token's fields are in the answer: `data`, `tokens[0]`; of a list, the first that has a token, or else the top.
---@field token_names? table Where the provider has the answer's fields, by the standard's name: `{ access_token = "access_token.token" }`.
---@field expires_in_unit? string `seconds` (the default), `milliseconds` or `minutes`.
---@field default_expires_in? number Seconds an access token lives where the provider does not say.
---@field error_path? string Where an answer says what is wrong, if not in `error`; 0, `false`, `"ok"` and nothing mean success.
---@field keep? table Values of the token response, or else the callback, that are kept with the token: a list of names, or name → path. `{name}` stands for one in `base_url`, URLs of requests, headers and parameters.

---@class definition
---# Requests to the API
---The token goes to `hosts` and nowhere else.
---
---```lua
---oauth.connection {
---  name = "shopify", client_id = "id", client_secret = secret "SHOPIFY_SECRET", client_auth = "post", pkce = false,
---  authorization_url = "https://shop.myshopify.com/admin/oauth/authorize", token_url = "https://shop.myshopify.com/admin/oauth/access_token",
---  token_placement = { header = "X-Shopify-Access-Token" }, base_url = "https://shop.myshopify.com/admin/api/2026-01",
---  hosts = { "shop.myshopify.com" }, refresh_margin = 120, rate = "2/s", retry = { attempts = 6, max_wait = 120 },
---}
---
---oauth.connection {
---  name = "lab", grant = "client_credentials", client_id = "id", client_secret = secret "LAB_SECRET",
---  token_url = "http://lab.internal/token", base_url = "http://lab.internal/api", allow_http = true, dpop = false,
---  hooks = { sign_request = function(request) request.headers["X-Requested-With"] = "oauthlua" end },
---}
---```
---@field base_url? string What relative request URLs are appended to; `{name}` stands for a kept value: at the beginning for a URL, else for a word.
---@field hosts? string|string[] The only hosts the token is sent to: `name`, `name:port` or `*.name`. Default: the origin of `base_url`, as the token endpoint named it where that is kept.
---@field token_placement? table Where requests carry the token: `{ header = …, scheme = … }`, `{ query = … }` or `{ cookie = … }`; default the Authorization header with `Bearer`.
---@field dpop? boolean Bind tokens to a key of ours (RFC 9449); default false.
---@field refresh_margin? number Seconds before its end at which a token is refreshed, at most half of its life; default 60, or 30 days with `refresh_with = "access_token"`.
---@field allow_http? boolean Allow plain http beyond loopback; default false.
---@field hooks? hooks Functions for what no field can say.
---@field rate? string|table How often requests of this connection go to one host at most: `"10/s"`, `"100/m"`, `"5000/h"`, `"100/15m"`, or `{ requests = 10, per = 1, burst = 5 }` with `per` in seconds; default as often as they come.
---@field retry? boolean|integer|retry When requests are sent again; see [retry](requests.md#retry). A request's own says more.

--# Hooks

---@class hooks
---Functions of a definition (`hooks = { … }`), called while tokens are fetched and requests sent. Each gets, behind what is
---named here, the client: `{ id, secret }`. Secrets in what they get are opaque, as `secret "NAME"` is. See the guide.
---@field authorize_url? fun(request:authorize_url):any The URL for the browser. Returns the request, a URL, or nothing if it changed the request itself. No secret may be in it.
---@field token_request? fun(request:token_request):any Any request to the token endpoint, complete. Returns the request, or nothing.
---@field token_response? fun(response:table,answer:table):any The fields of an answer; `answer` has `status`, `headers` and the hidden `body`. Returns the fields, or nothing.
---@field refresh? fun(token:token):any Returns the request that renews the token (`url`, `method`, `params`, `headers`, `format`), or nothing for the ordinary one.
---@field sign_request? fun(request:sign_request,token:token):any Every API request. Sets `headers`, adds to `query`. Returns the request, or nothing.
---@field error? fun(failure:failure):any A failure at the token endpoint. Returns `{ code, message, advice }`, or nothing to leave it as it is.
---@field after_login? fun(conn:connection,login:table):any After each sign-in. `login` has `scopes`, `expires_at`, `claims`, `kept`. Returns text and numbers to keep with the token.

---@class authorize_url
---@field url string
---@field params table By name; a list repeats one, `false` and nil leave one out.

---@class token_request
---@field kind string `code`, `refresh`, `grant`, `device`, `device_authorization`, `pushed_authorization`, `revocation` or `introspection`.
---@field url string At a host of the definition's URLs, or in `hosts`.
---@field method string `POST` or `GET`.
---@field format string How the parameters are written: `form`, `json` or `query`.
---@field headers table
---@field params table By name; a list repeats one, `false` and nil leave one out.

---@class sign_request
---@field method string
---@field url string Without what `token_placement` puts there.
---@field headers table The token's among them.
---@field query table To be added to the URL; empty at first.
---@field body? string What is sent, where that is text in memory.

---@class token
---@field access_token secret
---@field refresh_token? secret
---@field id_token? secret
---@field secret? secret OAuth 1.0a's token secret.
---@field type string
---@field scopes? string[]
---@field expires_at? integer Seconds since 1970.
---@field obtained_at integer
---@field kept table What `keep` and `after_login` have kept.

---@class failure
---@field status integer
---@field code? string The error's name; `invalid_grant` ends a login.
---@field message string
---@field advice? string
---@field body table The fields of the answer.

---Whether a value is a secret.
---@param value any
---@return boolean
function secret.is(value) end

---One secret of several, and of text. `a .. b` is the same.
---@param ... secret|string|number
---@return secret
function secret.join(...) end

---The SHA256 digest, as lower-case hex.
---@param ... secret|string|number
---@return secret
function secret.sha256(...) end

---The SHA384 digest, as lower-case hex.
---@param ... secret|string|number
---@return secret
function secret.sha384(...) end

---The SHA512 digest, as lower-case hex.
---@param ... secret|string|number
---@return secret
function secret.sha512(...) end

---The SHA1 digest, as lower-case hex.
---@param ... secret|string|number
---@return secret
function secret.sha1(...) end

---The MD5 digest, as lower-case hex.
---@param ... secret|string|number
---@return secret
function secret.md5(...) end

---The HMAC with SHA256, as lower-case hex.
---@param key secret|string
---@param ... secret|string|number
---@return secret
function secret.hmac_sha256(key, ...) end

---The HMAC with SHA384, as lower-case hex.
---@param key secret|string
---@param ... secret|string|number
---@return secret
function secret.hmac_sha384(key, ...) end

---The HMAC with SHA512, as lower-case hex.
---@param key secret|string
---@param ... secret|string|number
---@return secret
function secret.hmac_sha512(key, ...) end

---The HMAC with SHA1, as lower-case hex.
---@param key secret|string
---@param ... secret|string|number
---@return secret
function secret.hmac_sha1(key, ...) end

---The HMAC with MD5, as lower-case hex.
---@param key secret|string
---@param ... secret|string|number
---@return secret
function secret.hmac_md5(key, ...) end

---@param ... secret|string|number
---@return secret
function secret.base64(...) end

---URL-safe, without padding.
---@param ... secret|string|number
---@return secret
function secret.base64_url(...) end

---@param ... secret|string|number
---@return secret
function secret.hex(...) end

---The bytes that hex stands for: `secret.base64(secret.unhex(secret.hmac_sha256(key, text)))`.
---@param ... secret|string|number
---@return secret
function secret.unhex(...) end

---Percent-encodes everything but RFC 3986's unreserved characters.
---@param ... secret|string|number
---@return secret
function secret.url_encode(...) end

---@param ... secret|string|number
---@return secret
function secret.lower(...) end

---@param ... secret|string|number
---@return secret
function secret.upper(...) end

---What stands between the first `first` and the next `last`.
---@param text secret|string
---@param first string
---@param last string
---@return secret
function secret.between(text, first, last) end

--# Requests

---@class http
---The same calls without a token.
http = {}

---@class request
---The options of a request. At most one of `json`, `form`, `body`, `file` and `multipart`.
---
---`multipart` is a form with files (RFC 7578): `{ title = "Cat", { name = "photo", file = "cat.jpg" } }`. A part has a `name` and either a
---`value` or a `file`, and may have `filename` and `content_type`; a file's own name and its ending say what is left out. Parts with names
---as keys come first, in the order of the names.
---
---A download that fails leaves the old file whole. With `resume` it leaves what it has beside it, `.NAME.part`, and the next
---download of the same URL asks for the rest only (RFC 9110 §14) if the server still has the same file.
---@field query? table Added to the URL's own query; a list repeats a name.
---@field headers? table
---@field json? any Sent as JSON.
---@field form? table Sent as a form.
---@field body? string Sent as it is.
---@field file? string Path of a file to send, streamed.
---@field multipart? table A form with files, streamed.
---@field save? string Path of a file for the body: streamed, unlimited, replaced only when it is complete.
---@field resume? boolean With `save`, for GET: go on with what an earlier try left, and leave what there is for the next.
---@field checksum? string With `save`: `sha256:` (`sha512:`, `sha1:`, `md5:`) and the hex digits the file must have, else nothing is replaced and a `decode` error raised. `sha256` alone only computes it.
---@field stream? boolean Leave the body of a 2xx answer unread: `res:lines()` and `res:chunks()` read it piece by piece.
---@field timeout? number Seconds for one attempt, redirects included, without waiting for a limit or a free connection; of a streamed body, seconds until more of it comes. Default 300.
---@field connect_timeout? number Seconds until the connection stands; default 10.
---@field max_size? integer Bytes of the body held in memory at most, of a streamed one bytes of a line; default 268435456.
---@field redirects? boolean Follow redirects; default true.
---@field retry? boolean|integer|retry `false` to send it once, a number of attempts, or a table; see [retry](#retry).
---@field rate? string|table How often requests with this rate go to one host at most, besides the connection's own: `"10/s"`, or `{ requests = 10, per = 1, burst = 5 }`.
---@field cache? boolean|table Ask whether the answer of an earlier request still holds, and keep this one (default false); `{ max_age = seconds }` takes one of that age without asking. See [Syncing](../guide/syncing.md#answers-that-are-asked-for-again).

---@class retry
---When a request is sent again: after a status that passes, a connection that fails, or a timeout. It waits as long as the server asks
---for, or else a random time that doubles: up to 0.5, 1, 2, … 30 seconds. More in the guide, under rate limits.
---@field attempts? integer How often it is sent at most, the first time included; default 4.
---@field max_wait? number Seconds that it waits at most in all; default 60, and 300 for the pages of a resource. A server that asks for more is an error at once: `rate_limited`, or `http` with status 503.
---@field statuses? integer[] The statuses that pass; default 408, 425, 429, 500, 502, 503, 504.
---@field methods? string[] The methods that are sent again; default those that are idempotent: GET, HEAD, PUT, DELETE, OPTIONS, TRACE.
---@field unsafe? boolean Any method: for APIs that read with POST, or know a request that comes twice.

---@param url string
---@param options? request
---@return response
function http.get(url, options) end

---@param url string
---@param options? request
---@return response
function http.post(url, options) end

---@param url string
---@param options? request
---@return response
function http.put(url, options) end

---@param url string
---@param options? request
---@return response
function http.patch(url, options) end

---@param url string
---@param options? request
---@return response
function http.delete(url, options) end

---@param url string
---@param options? request
---@return response
function http.head(url, options) end

---@param method string
---@param url string
---@param options? request
---@return response
function http.request(method, url, options) end

---@class response
---An HTTP error status does not raise; `expect` does.
---@field status integer
---@field ok boolean Whether the status is 2xx.
---@field url string Where the answer came from, redirects followed.
---@field headers table Names in any case; repeated headers joined by a comma.
---@field body string As it came, whatever its charset.
---@field saved? integer Bytes of the file that `save` wrote.
---@field sha256? string The file's checksum, where `checksum` asked for it; likewise `sha512`, `sha1`, `md5`.
---@field cached boolean Whether the body is that of an earlier request, which still holds.
local response = {}

---The body decoded from JSON, without a copy in Lua. With `path` and `fields`, only what they name is made, which is faster and takes
---less memory: see [Paths](data.md#paths).
---
---```lua
---local events = response:json { path = "items", fields = { "id", "summary", start = "start.dateTime" } }
---```
---
---All decoders read text in UTF-8, UTF-16, ISO-8859-1, windows-1252 and US-ASCII. The option `charset` says which it is;
---else a byte order mark does, else `Content-Type`; else it is UTF-8. What cannot be decoded is an error of the kind `decode`,
---with `line` and `column` where they are known.
---@param options? json_options
---@return any
function response:json(options) end

---The body decoded from a JSON value a line.
---@param options? { max_depth: integer, charset: string }
---@return any[]
function response:ndjson(options) end

---The body decoded from XML, see `xml.decode`.
---@param options? xml_options
---@return any
function response:xml(options) end

---The body decoded from CSV or TSV, see `csv.decode`.
---@param options? csv_options
---@return table[]
function response:csv(options) end

---The body as text in UTF-8, without a byte order mark.
---@param options? { charset: string }
---@return string
function response:text(options) end

---An iterator over the body's lines, without their ends, in UTF-8 as for `res:text()`. With `stream = true` no more than a piece of
---the body is in memory, however long it is, and a line is there as soon as it came.
---
---```lua
---for line in http.get("https://example.com/log.txt", { stream = true }):expect():lines() do
---  if line:find "error" then print(line) end
---end
---```
---A connection that breaks raises the error where the lines end.
---@return fun(): string?
function response:lines() end

---An iterator over the body as it comes, in pieces of any size; those that are here already are joined to 64 kB or more.
---@return fun(): string?
function response:chunks() end

---Gives up the rest of a streamed body, and the connection with it. `local res <close> = …` does it by itself.
function response:close() end

---The response itself if its status is 2xx. Raises otherwise: `http`, `rate_limited` (429), `permission` (403), …
---@return response
function response:expect() end

--# Resources

---A resource says where the data is; its methods fetch it page by page.
---
---```lua
---local events = resource "events" {
---  connection = google, url = "/calendar/v3/calendars/primary/events",
---  path = "items", pages = { cursor = "nextPageToken", param = "pageToken" },
---  process = function(event) return { title = event.summary } end,
---}
---return events
---```
---A definition is checked when it is made: a field that is unknown or of the wrong type is an error of kind `config`, with the
---script's line.
---
---A script that returns a resource has it fetched, page by page, and written as it comes; `return { events = events, mails =
---mails }` are several results by name.
---@param name string
---@return fun(definition: resource_definition): resource
function resource(name) end

---@class resource_definition
---@field connection? connection Without one, requests carry no token.
---@field url string Absolute, or below the connection's `base_url`. `{name}` is filled in from `params` of the definition, then from the script's `params`, percent-encoded.
---@field params? table For the names in `url`.
---@field method? string Default GET; POST where there is a body.
---@field query? table
---@field headers? table
---@field json? any
---@field form? table
---@field body? string
---@field format? string `json`, `ndjson`, `xml`, `csv`, `tsv`, `text` or `bytes`. Default: what the Content-Type says, else `json`. `ndjson` is read while it comes; `text` and `bytes` are one row.
---@field csv? table Options of `res:csv`.
---@field xml? table Options of `res:xml`. The document is a table with one field, the outermost element: `path` begins with its name.
---@field path? string Where the items are in the answer: `items`, `data.list[0].rows` (indices from 0). With a `?` behind it, an answer without it (or with a null there) is one without items.
---@field fields? table What is built of each item: `{ "id", start = "start.dateTime" }`. Everything else is skipped.
---@field process? function `function(item, page)` makes a row of an item; nil drops it, a list of rows expands it.
---@field columns? table The columns of tables, CSV and databases, in order: names, or `{ "start", title = "Begin", type = "time" }`. Types: `text`, `integer`, `number`, `boolean`, `time`.
---@field key? string|string[] The fields that tell one row from another.
---@field pages? pages|string|function|boolean How the next page is found. Default: as the connection's preset says, where that does not count; else a Link header of a GET is followed. `"preset"` takes the preset's way whatever it is, `false` the first page alone.
---@field prefetch? integer Pages that are fetched before they are asked for; default 1, and 0 where `pages` is a function.
---@field limit? integer At most so many rows.
---@field since? since Only what is new since the last run.
---@field interval? number Seconds between the fetches of `every`.
---@field retry? boolean|integer|retry As of a request; each page is tried again by itself.
---@field rate? string|table As of a request.
---@field cache? boolean|table As of a request; default true where there is a store: pages that have not changed are not sent again. Lines of JSON pass it by, unless it is given.
---@field timeout? number Seconds for one page; of lines of JSON, seconds until more of them come.
---@field connect_timeout? number
---@field max_size? integer Bytes of one page at most; of lines of JSON, bytes of one line.

---@class pages
---How the next page is found. One of `link`, `next_url`, `cursor`, `token`, `offset` and `page` names the style. Paths are of the
---whole answer, as in `path`.
---@field link? boolean The Link header with `rel="next"` (RFC 8288); also written `pages = "link"`.
---@field next_url? string The path of the next page's URL, which may be relative.
---@field cursor? string The path of the cursor, or `header:Name`. It ends where it is missing, null, empty or 0.
---@field token? string The same as `cursor`.
---@field param? string The name under which the cursor is sent; in a JSON body, dots lead into tables.
---@field into? string Where parameters go: `query`, `body` or `header`. Default: the body where there is one in JSON or a form, else the query.
---@field more? string The path of a flag that says whether there is more.
---@field offset? string The parameter that counts items.
---@field limit? string The parameter that says how many to send; needs `size`.
---@field page? string The parameter that counts pages.
---@field per_page? string As `limit`, with `page`.
---@field first? integer Where counting begins; default 0 for `offset` and 1 for `page`.
---@field size? integer How many items make a full page.
---@field total? string The path of the number of all items.
---@field total_pages? string The path of the number of all pages.
---@field max? integer The most pages there may be; one more is an error. Default 100000.
---@field max_empty? integer The most pages without items in a row; default 100.

---@class since
---Keeps the newest value that was seen, and asks for what is newer the next time. It moves on when all rows were read and the
---script has ended well. `oauthlua run --full` ignores it.
---@field field string Where the value is in an item, as the provider sends it: a time, a number or text.
---@field param string The parameter that asks for it.
---@field send? function What to send for a value: `send = time.parse` makes seconds since 1970 of a time.
---@field into? string `query`, `body` or `header`; default as of `pages`.
---@field initial? string|number What the first run asks for; without it, the first run asks for everything.
---@field overlap? number Asks for values that much earlier (seconds; for numbers, their own unit). What was delivered is not delivered again.

---@class resource
---@field name string
local resource_object = {}

---All rows.
---@param options? { limit: integer }
---@return table[]
function resource_object:fetch(options) end

---An iterator over rows: `for row in events:each() do … end`. It holds one page at a time while the next is on its way. A run
---that died goes on behind its last `checkpoint()`.
---@param options? { limit: integer }
---@return fun(): any
function resource_object:each(options) end

---An iterator over pages: the items, the page's number, the response.
---@return fun(): any, integer, response
function resource_object:pages() end

---The first row, or nil.
---@return any
function resource_object:first() end

---How many rows there are.
---@return integer
function resource_object:count() end

---All rows, again and again: `for rows in events:every(60) do … end` fetches each minute, without end. With `since`, each
---round has what is new.
---@param interval? number Seconds; default the resource's `interval`.
---@return fun(): table[]
function resource_object:every(interval) end

---Another resource like this one. `params`, `query` and `headers` are merged, everything else is replaced.
---@param changes resource_definition
---@return resource
function resource_object:with(changes) end

--# Data

---@class paths
---# Paths
---Where something is in data. `path` says it for `json.decode` and `response:json`, `fields` for each item found there.
---
---- Names are joined by dots: `data.items`. `["a.b"]` or `['a.b']` is a name with a dot (or a bracket, or a quote, which has a `\` before it).
---- `[n]` is an element of a list, counted from 0: `items[0].id`.
---- `[*]` is every element of a list; of an object, every value, by name. What is found then is one list, even where lists are in
---  lists: `data[*].items[*]`. Nulls are left out.
---- What begins with `$` is JSONPath (RFC 9535): `$.items[-1]`, `$..id`, `$.items[?@.status == 'confirmed'].summary`. It gives a list of all
---  that it finds, nulls too; but a query of names and indices alone gives the value. Of objects, values come by name. `match` and `search` take I-Regexp (RFC 9485)
---  without `\p{…}`. Queries that dots can say too are as fast as these; others need the whole document first.
---
---A path that leads nowhere, or to a null, gives nil. Of equal names in an object the last counts. A path has at most 1000 bytes and 100 steps; a wrong
---one is an error of kind `config` that names the character.
---
---`fields` is a table of paths: `{ "id", "organizer.email", start = "start.dateTime" }`. Without a name, the path itself is the name. Each
---item that is a table is cut down to these; nulls stay in it as `json.null`, what is missing is missing.
---
---Whatever is read of a document, all of it is checked: text that is not JSON is refused just the same.

---@class json
json = {}

---Decodes JSON. Errors give the byte, the line and a snippet. Integers stay integers; null is `json.null`.
---
---```lua
---local ids = json.decode(text, { path = "data[*].items[*].id" })
---```
---@param text string
---@param options? json_options
---@return any
function json.decode(text, options) end

---@class json_options
---What to make of JSON.
---@field path? string Where the value is: see [Paths](#paths).
---@field fields? table Which fields its items have, if it is a list, or else it itself.
---@field max_depth? integer How deep lists and objects may be nested, at most 50000; default 1000.

---Encodes a value; keys are sorted.
---@param value any
---@param options? { pretty: boolean }
---@return string
function json.encode(value, options) end

---Marks a table as an array, so that it encodes as `[]` even when it is empty.
---@param list table
---@return table
function json.array(list) end

---JSON's null.
json.null = nil

---@class ndjson
---A JSON value a line.
ndjson = {}

---Decodes the value of each line. Blank lines are skipped; errors name the line. `{ 1, 2 }` of "1\n2\n".
---@param text string
---@param options? { max_depth: integer }
---@return any[]
function ndjson.decode(text, options) end

---Encodes each value of a list as a line; keys are sorted.
---@param list any[]
---@return string
function ndjson.encode(list) end

---@class csv
---CSV and TSV (RFC 4180).
csv = {}

---Decodes CSV. Each row is a table by the names of the header line; a name that comes twice becomes `name_2`, one that is
---empty `column_3`. Lines end in CRLF, LF or CR; empty lines are skipped. Cells are text. Too few cells are absent; too many
---are an error, unless they are empty.
---
---```lua
---for _, row in ipairs(csv.decode("id;amount\n1;2.50\n", { numbers = { "amount" } })) do print(row.id, row.amount) end
---```
---@param text string
---@param options? csv_options
---@return table[]
function csv.decode(text, options) end

---@class csv_options
---@field delimiter? string One character. Default: of `,` `;` tab and `|` the most frequent in the first line.
---@field header? boolean|string[] true (default): the first line has the columns' names; false: there are none, and rows are lists; a list: these are the names.
---@field numbers? boolean|table true: cells that are numbers as JSON writes them become numbers. A list of columns: their cells must be numbers; empty ones are absent.
---@field fields? table Only these columns are made: `{ "id", total = "Total amount" }`; columns may be counted from 1 instead of named.
---@field quote? boolean Whether `"` quotes a cell; default true.
---@field charset? string

---Encodes rows, tables by name or lists, with CRLF behind each. `null` and what is absent are empty, tables are JSON.
---@param rows table[]
---@param options? csv_encode_options
---@return string
function csv.encode(rows, options) end

---@class csv_encode_options
---@field columns? string[] Which, and in which order; default: all, in alphabetical order.
---@field delimiter? string Default `,`.
---@field header? boolean Whether the names come first; default true. Lists have none.
---@field guard? boolean For spreadsheets: text that begins with `=` `+` `-` `@`, tab or CR gets a `'` before it, so that it is no formula.

---@class xml
xml = {}

---Decodes XML to a table with one field, the document's element. An element is a string if it has neither attributes nor
---children; else a table with its attributes as `["@name"]`, its text as `["#text"]`, and its children by name. Children of the same
---name are a list. Document types (`<!DOCTYPE`) are refused, so there are no entities but XML's own.
---
---```lua
---local doc = xml.decode '<feed><entry id="1"><title>One</title></entry></feed>'
---print(doc.feed.entry["@id"], doc.feed.entry.title)
---```
---@param text string
---@param options? xml_options
---@return any
function xml.decode(text, options) end

---@class xml_options
---@field lists? string[] Names of children that are a list also where they come once.
---@field path? string Only what is at this path is built and returned: `feed.entry[*].title`. `[*]` is every element and makes a list, `[0]` the first.
---@field namespaces? boolean false: names lose their prefixes, and `xmlns` attributes are left out. Default true: all as written.
---@field trim? boolean Text loses the white space at its ends; default false.
---@field max_depth? integer Levels of elements; default 1000.
---@field charset? string

---@class base64
---RFC 4648.
base64 = {}

---@param data string
---@return string
function base64.encode(data) end

---@param text string
---@return string
function base64.decode(text) end

---URL-safe, without padding.
---@param data string
---@return string
function base64.encode_url(data) end

---@param text string
---@return string
function base64.decode_url(text) end

---@class url
url = {}

---Percent-encodes everything but RFC 3986's unreserved characters.
---@param text string
---@return string
function url.encode(text) end

---@param text string
---@return string
function url.decode(text) end

---A query string of a table; names sorted, lists repeat a name.
---@param values table
---@return string
function url.query(values) end

---The parts of a URL: `scheme`, `host`, `port`, `path`, `query` (a table), `fragment`.
---@param text string
---@return table
function url.parse(text) end

---@class hash
---Digests as lower-case hex.
hash = {}

---@param data string
---@return string
function hash.sha256(data) end

---@param data string
---@return string
function hash.sha384(data) end

---@param data string
---@return string
function hash.sha512(data) end

---@param data string
---@return string
function hash.sha1(data) end

---@param data string
---@return string
function hash.md5(data) end

---@param key string
---@param data string
---@return string
function hash.hmac_sha256(key, data) end

---@param key string
---@param data string
---@return string
function hash.hmac_sha384(key, data) end

---@param key string
---@param data string
---@return string
function hash.hmac_sha512(key, data) end

---@param key string
---@param data string
---@return string
function hash.hmac_sha1(key, data) end

---@param key string
---@param data string
---@return string
function hash.hmac_md5(key, data) end

---@class time
---Points in time are seconds since 1970.
time = {}

---@return integer
function time.now() end

---RFC 3339 in UTC: `2026-03-01T09:30:00Z`.
---@param seconds? number
---@return string
function time.iso(seconds) end

---Seconds of an RFC 3339 date-time, or of a date; nil and a reason for anything else.
---@param text string
---@return number?, string?
function time.parse(text) end

--# Running

---@class task
---Functions that run side by side while they wait.
task = {}

---Runs functions concurrently and returns the first result of each, in order: `local a, b = task.all { f, g }`. The first
---failure is raised at once and cancels the rest.
---@param functions function[]
---@return any ...
function task.all(functions) end

---Calls `f` for each element, at most `limit` (8) at a time; the results in order.
---@param list any[]
---@param f fun(item: any): any
---@param options? { limit: integer }
---@return any[]
function task.map(list, f, options) end

---Starts a function and goes on; `t:await()` waits for its results.
---@param f function
---@return table
function task.spawn(f, ...) end

---Waits without holding up other tasks.
---@param seconds number
function task.sleep(seconds) end

---@class log
---One line each on stderr, from the level that `--log-level` names.
log = {}

function log.debug(...) end

function log.info(...) end

function log.warn(...) end

function log.error(...) end

---The environment variables that `--allow-env` and the defaults let through; read-only.
---@type table<string, string>
env = {}

---The values of `--param key=value`.
---@type table<string, string>
params = {}

---What the script keeps between its runs, for each profile: a table of numbers, text, booleans, lists and tables with names,
---10 MB of JSON at most. It is there when it is first touched, and is written when the script has ended well and its output is
---written; `os.exit(0)` counts as ending well. A second run that touches it waits until the first one has ended.
---
---```lua
---state.runs = (state.runs or 0) + 1
---```
---Change its fields: `state = { … }` makes a variable of your own, which is not kept. A script from standard input has none.
---@type table
state = {}

---Keeps `state`, and what resources have read, now: a run that dies later is gone on with from here. What was written to a
---database before is made durable first, and what the script itself has printed, or written to files, has left it. In a
---returned resource's `process`, everything before the item at hand counts as done.
function checkpoint() end

---The script's arguments, from 1; `arg[0]` is its path, or `-` where it came from standard input.
---@type string[]
arg = {}
