error "text"
error { kind = "http", message = "an object", status = 404 }
error(nil)
local function inner() error("deep") end
local function outer() inner() end
outer()
x = = 1
x = "open
nil + 1
require "nothing"
coroutine.wrap(function() error "in a coroutine" end)()
json.decode "{"
oauth.connection { nme = "x" }
oauth.connection "nobody"
task.all { function() error "in a task" end }
("x"):bad()
goto nowhere
f(
)
