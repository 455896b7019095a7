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
---  name = "google",
---  authorization_url = "https://accounts.google.com/o/oauth2/v2/auth",
---  token_url = "https://oauth2.googleapis.com/token",
---  client_id = secret "GOOGLE_CLIENT_ID", client_secret = secret "GOOGLE_CLIENT_SECRET",
---  scope = "https://www.googleapis.com/auth/calendar.readonly", access_type = "offline",
---  base_url = "https://www.googleapis.com",
---}
---```
---An unknown field, a URL that is not https (loopback aside) or a missing secret is an error of kind `config`.
---@param definition definition|string
---@return connection
function oauth.connection(definition) end

---Whether a value is a connection.
---@param value any
---@return boolean
function oauth.is_connection(value) end

---@class definition
---The fields of a connection.
---@field name string What the token is stored under, and what messages call it.
---@field grant? string `authorization_code` (the default) or `refresh_token`.
---@field authorization_url? string Where the browser goes to sign in.
---@field token_url string Where codes and refresh tokens are exchanged.
---@field revocation_url? string Where `logout --revoke` tells the provider (RFC 7009).
---@field introspection_url? string Where the provider tells about tokens (RFC 7662).
---@field userinfo_url? string Where the provider tells about the person.
---@field issuer? string Compared with the `iss` of the provider's answer when that comes (RFC 9207).
---@field client_id string|secret The client's id.
---@field client_secret? string|secret The client's secret; none for a public client.
---@field client_auth? string `basic` (default with a secret), `post` or `none` (default without).
---@field basic_encoding? string `form` (RFC 6749 §2.3.1, default) or `raw`, for `client_auth = "basic"`.
---@field scope? string|string[] What to ask for; a string is split at spaces.
---@field access_type? string Sent with the authorization request; Google's `offline` brings a refresh token.
---@field redirect_uri? string Default `http://127.0.0.1:<free port>/callback`.
---@field pkce? boolean PKCE with S256 (RFC 7636); default true.
---@field authorize_params? table Further parameters of the authorization request; a list repeats one, `false` removes a default.
---@field token_params? table Further parameters of the code exchange.
---@field refresh_params? table Further parameters of a refresh.
---@field refresh_token? string|secret A refresh token obtained elsewhere, used when none is stored.
---@field base_url? string What relative request URLs are appended to.
---@field hosts? string[] The only hosts the token is sent to: `name`, `name:port` or `*.name`. Default: the origin of `base_url`.
---@field allow_http? boolean Allow plain http beyond loopback; default false.
---@field refresh_margin? number Seconds before its end at which a token is refreshed; default 60.

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
---`profile`, `scopes`, `expires_at` (seconds since 1970), `refreshable`.
---@return table
function connection:status() end

---Forgets the token, after telling the provider where it has a `revocation_url`.
function connection:revoke() end

---A secret by name, for the fields that take one. Read by the host from the environment, or else from the store (`oauthlua secret set NAME`), when it is needed; Lua never sees it.
---@param name string
---@return secret
function secret(name) end

--# Requests

---@class http
---The same calls without a token.
http = {}

---@class request
---The options of a request. At most one of `json`, `form`, `body` and `file`.
---@field query? table Added to the URL's own query; a list repeats a name.
---@field headers? table
---@field json? any Sent as JSON.
---@field form? table Sent as a form.
---@field body? string Sent as it is.
---@field file? string Path of a file to send.
---@field save? string Path of a file for the body: streamed, unlimited, replaced only when it is complete.
---@field timeout? number Seconds for the whole exchange; default 300.
---@field connect_timeout? number Seconds until the connection stands; default 10.
---@field max_size? integer Bytes of the body held in memory at most; default 268435456.
---@field redirects? boolean Follow redirects; default true.

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
---@field body string
---@field saved? integer Bytes written by `save`.
local response = {}

---The body decoded from JSON, without a copy in Lua.
---@return any
function response:json() end

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
---return events:fetch()
---```
---@param name string
---@return fun(definition: resource_definition): resource
function resource(name) end

---@class resource_definition
---@field connection? connection Without one, requests carry no token.
---@field url string
---@field method? string Default GET.
---@field query? table
---@field headers? table
---@field json? any
---@field form? table
---@field body? string
---@field format? string `json` (default) or `text`.
---@field path? string Where the items are in the answer: `items`, `data.list[0].rows` (indices from 0).
---@field pages? table|function `{ cursor = "path", param = "name" }`, `{ next_url = "path" }`, or a function of the response and the page's number that returns `{ url = …, query = … }` or nil.
---@field process? fun(item: any, page: integer): any What to make of an item: nil drops it, a list of rows expands it.
---@field columns? string[] The columns of the table, in order.
---@field timeout? number

---@class resource
local resource_object = {}

---All rows.
---@param options? { limit: integer }
---@return table[]
function resource_object:fetch(options) end

---An iterator over rows that holds one page at a time.
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

--# Data

---@class json
json = {}

---Decodes JSON. Errors give the byte, the line and a snippet. Integers stay integers; null is `json.null`.
---@param text string
---@param options? { max_depth: integer }
---@return any
function json.decode(text, options) end

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

---The script's arguments, from 1.
---@type string[]
arg = {}
