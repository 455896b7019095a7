-- The next events of a calendar, as a table.
--   oauthlua run scripts/fetch_calendar.lua                           your Google calendar (GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET)
--   oauthlua run --param days=7 scripts/fetch_calendar.lua            one week only
--   oauthlua run --param provider=demo --param url=… scripts/…        the provider of `oauthlua demo --serve`
local calendar = params.provider == "demo" and oauth.connection {
  name = "demo", issuer = assert(params.url, "the demo provider needs --param url=…"), base_url = params.url,
  client_id = secret "DEMO_CLIENT_ID", client_secret = secret "DEMO_CLIENT_SECRET", scope = "calendar.readonly",
} or oauth.connection {
  preset = "google", client_id = secret "GOOGLE_CLIENT_ID", client_secret = secret "GOOGLE_CLIENT_SECRET",
  scope = "https://www.googleapis.com/auth/calendar.readonly",
}

local now = time.now()
return resource "events" {
  connection = calendar, url = "/calendar/v3/calendars/primary/events",
  query = { singleEvents = true, orderBy = "startTime", maxResults = 100, timeMin = time.iso(now),
    timeMax = params.days and time.iso(now + params.days * 86400) or nil },
  path = "items", pages = { cursor = "nextPageToken", param = "pageToken" },
  columns = { "start", "title", "where" },
  process = function(event)
    return { start = event.start.dateTime or event.start.date, title = event.summary, where = event.location }
  end,
}:fetch { limit = params.limit and tonumber(params.limit) }
