-- Decodes a file several times and prints the processor seconds of each, then what it found. formats.py does the same.
local kind, path, times = arg[1], arg[2], tonumber(arg[3])
local file = assert(io.open(path, "rb"))
local text = file:read("a")
file:close()

local decode = {
  xml = function() return xml.decode(text).feed.entry end,
  csv_tables = function() return csv.decode(text) end,
  csv_lists = function() return csv.decode(text, { header = false }) end,
}
local field = { xml = "published", csv_tables = "created", csv_lists = 3 }

local count, sum
for _ = 1, times do
  collectgarbage()
  collectgarbage()
  local start = os.clock()
  local rows = decode[kind]()
  print(string.format("%.6f", os.clock() - start))
  count, sum = #rows, 0
  for _, row in ipairs(rows) do sum = sum + #row[field[kind]] end
  rows = nil
end
print(string.format("%d %d", count, sum))
