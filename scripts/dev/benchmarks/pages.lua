-- Reads pages row by row and says when a page is done. Run by pages.py.
local events = resource "events" {
  url = params.url .. "/api/pages/cursor?count=" .. params.count, path = "items",
  pages = { cursor = "next", param = "cursor" },
}
local rows, size = 0, tonumber(params.size)
for event in events:each() do
  rows = rows + (event.id > 0 and 1 or 0)
  if rows % size == 0 then
    io.write(rows // size, "\n")
    io.flush()
  end
end
