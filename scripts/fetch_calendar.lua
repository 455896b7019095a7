-- The next events of a calendar, as a table.
--   oauthlua run scripts/fetch_calendar.lua                           your Google calendar (GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET)
--   oauthlua run --param days=7 scripts/fetch_calendar.lua            one week only
--   oauthlua run --param provider=demo --param url=… scripts/…        the provider of `oauthlua demo --serve`
local demo = params.provider == "demo" and assert(params.url, "the demo provider needs --param url=…")
local calendar = oauth.connection {
  name = demo and "demo" or "google",
  authorization_url = demo and demo .. "/oauth/authorize" or "https://accounts.google.com/o/oauth2/v2/auth",
  token_url = demo and demo .. "/oauth/token" or "https://oauth2.googleapis.com/token",
  revocation_url = demo and demo .. "/oauth/revoke" or "https://oauth2.googleapis.com/revoke",
  client_id = secret(demo and "DEMO_CLIENT_ID" or "GOOGLE_CLIENT_ID"),
  client_secret = secret(demo and "DEMO_CLIENT_SECRET" or "GOOGLE_CLIENT_SECRET"),
  scope = demo and "calendar.readonly" or "https://www.googleapis.com/auth/calendar.readonly",
  access_type = "offline", authorize_params = { prompt = "consent" },
  base_url = demo or "https://www.googleapis.com",
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
