-- The events of the next days in a Microsoft 365 calendar, in UTC.
--   oauthlua run scripts/microsoft_events.lua                           (secret MICROSOFT_CLIENT_ID of a public client)
--   oauthlua run --param tenant=contoso.com --param days=30 scripts/microsoft_events.lua
local login = "https://login.microsoftonline.com/" .. (params.tenant or "common") .. "/oauth2/v2.0/"
local microsoft = oauth.connection {
  name = "microsoft", authorization_url = login .. "authorize", token_url = login .. "token",
  client_id = secret "MICROSOFT_CLIENT_ID", client_auth = "none",
  redirect_uri = "http://localhost/callback", -- with any port: Microsoft ignores it there
  scope = "offline_access Calendars.Read", base_url = "https://graph.microsoft.com/v1.0",
}

local now = time.now()
return resource "events" {
  connection = microsoft, url = "me/calendarView",
  query = {
    startDateTime = time.iso(now), endDateTime = time.iso(now + tonumber(params.days or 7) * 86400),
    ["$orderby"] = "start/dateTime", ["$top"] = 100,
  },
  headers = { Prefer = 'outlook.timezone="UTC"' },
  path = "value", pages = { next_url = '["@odata.nextLink"]' },
  fields = { "id", start = "start.dateTime", title = "subject", where = "location.displayName", who = "organizer.emailAddress.name" },
  columns = { { "start", type = "time" }, "title", "where", "who" }, key = "id",
}
