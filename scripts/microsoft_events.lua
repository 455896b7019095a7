-- The events of the next days in a Microsoft 365 calendar, in UTC.
--   oauthlua run scripts/microsoft_events.lua                           (secret MICROSOFT_CLIENT_ID of a public client)
--   oauthlua run --param tenant=contoso.com --param days=30 scripts/microsoft_events.lua
local microsoft = oauth.connection {
  preset = "microsoft", tenant = params.tenant, client_id = secret "MICROSOFT_CLIENT_ID", scope = "Calendars.Read",
}

local now = time.now()
return resource "events" {
  connection = microsoft, url = "me/calendarView",
  query = {
    startDateTime = time.iso(now), endDateTime = time.iso(now + tonumber(params.days or 7) * 86400),
    ["$orderby"] = "start/dateTime", ["$top"] = 100,
  },
  headers = { Prefer = 'outlook.timezone="UTC"' },
  path = "value",
  fields = { "id", start = "start.dateTime", title = "subject", where = "location.displayName", who = "organizer.emailAddress.name" },
  columns = { { "start", type = "time" }, "title", "where", "who" }, key = "id",
}
