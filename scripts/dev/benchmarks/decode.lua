-- Run by both peers: decodes a file several times and prints the processor seconds of each, then what it found.
local path, times = arg[1], tonumber(arg[2])
local decode = json and json.decode or require("cjson").decode
local file = assert(io.open(path, "rb"))
local text = file:read("a")
file:close()

local count, sum
for _ = 1, times do
  collectgarbage()
  collectgarbage()
  local start = os.clock()
  local value = decode(text)
  print(string.format("%.6f", os.clock() - start))
  count, sum = #value.items, 0
  for _, event in ipairs(value.items) do sum = sum + event.sequence + #event.summary + #event.attendees end
  value = nil
end
print(string.format("%d %d", count, sum))
