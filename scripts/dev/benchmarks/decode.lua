-- Run by both peers: decodes a file several times and prints the processor seconds of each, then what it found. With a third
-- argument, oauthlua decodes three fields of the fifteen that an event has.
local path, times, some = arg[1], tonumber(arg[2]), arg[3] ~= nil
local decode = json and json.decode or require("cjson").decode
local file = assert(io.open(path, "rb"))
local text = file:read("a")
file:close()

local options = some and json and { path = "items", fields = { "id", "summary", start = "start.dateTime" } } or nil
local count, sum
for _ = 1, times do
  collectgarbage()
  collectgarbage()
  local start = os.clock()
  local value = options and decode(text, options) or decode(text)
  print(string.format("%.6f", os.clock() - start))
  local items = value.items or value
  count, sum = #items, 0
  for _, event in ipairs(items) do
    local begins = options and event.start or event.start.dateTime
    sum = sum + #event.id + #event.summary + #begins
  end
  value, items = nil, nil
end
print(string.format("%d %d", count, sum))
