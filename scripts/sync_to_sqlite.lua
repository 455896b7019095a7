-- Keeps a copy of a Google calendar in SQLite: each run fetches only what changed since the last one.
--   oauthlua run --output sqlite:calendar.db scripts/sync_to_sqlite.lua (secrets GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET)
--   sqlite3 calendar.db "SELECT start, title FROM events WHERE status <> 'cancelled' ORDER BY start"
local google = oauth.connection {
  name = "google", preset = "google-calendar",
  client_id = secret "GOOGLE_CLIENT_ID", client_secret = secret "GOOGLE_CLIENT_SECRET",
}

return resource "events" {
  connection = google, url = "calendars/{calendar}/events", params = { calendar = params.calendar or "primary" },
  query = { singleEvents = true, showDeleted = true, orderBy = "updated", maxResults = 250 },
  path = "items",
  since = { field = "updated", param = "updatedMin" }, key = "id",
  fields = { "id", "status", "updated", title = "summary", start = "start.dateTime", day = "start.date", where = "location" },
  columns = { "id", "status", { "updated", type = "time" }, { "start", type = "time" }, "title", "where" },
  process = function(event)
    event.start = event.start or event.day
    event.day = nil
    return event
  end,
}
