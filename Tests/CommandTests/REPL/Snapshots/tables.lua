{}
{ 1, 2, 3 }
{ name = "x", ["a b"] = 1, [true] = 2, [10] = "ten", ["end"] = 0, nested = { list = { 1, { 2, { 3 } } } } }
{ a = { b = { c = { d = { e = { f = { g = { h = 1 } } } } } } } }
x = { 1 } x.self = x x[2] = { up = x }
x
local list = {} for i = 1, 100 do list[i] = { id = i, name = "item " .. i } end
list
{ inner = list }
{ ("long text "):rep(20), ("x"):rep(3000) }
("x"):rep(3000)
"escapes: \n\t\0001\27[31m\\ \" ü 日本 \u{202E}\u{9B} "
"\xFF\xFE not UTF-8"
json.decode '{"a":null,"b":[],"c":{},"d":[null,1.5,1e300,-0.0],"e":""}'
1 // 0.0, -1e100, 2^53, 10, 3.0, 0x7fffffffffffffff
print, coroutine.create(print), io.stdout, json.null
secret "NAME", setmetatable({}, { __tostring = function() error "never called" end, __index = function() error "nor this" end })
oauth.connection { name = "c", grant = "client_credentials", token_url = "https://id.example/token", client_id = "id" }
resource "events" { url = "https://api.example/x" }
select(2, pcall(http.get, 5)), select(2, pcall(function() http.get "https://127.0.0.1:1/" end)).kind
local wide = {} for i = 1, 70 do wide["field_" .. i] = i end
wide
local page = { items = {} } for i = 1, 9 do page.items[i] = {} for j = 1, 15 do page.items[i]["field_" .. j] = i * j end end
page
:table list[1]
:table { { a = 1, b = json.null }, { a = 2, c = { 1 } } }
:json { 1, { a = json.null } }
:type list
:type wide
:type 1.5
:type "text"
:type json.null
