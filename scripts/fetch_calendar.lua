-- The next events of a calendar, as a table.
--
--   oauthlua run scripts/fetch_calendar.lua                           your Google calendar (GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET)
--   oauthlua run --param days=7 scripts/fetch_calendar.lua            one week only
--   oauthlua run --param provider=demo --param url=… scripts/…        the provider of `oauthlua demo --serve`

local connections = {
  google = {
    name = "google",
    authorization_url = "https://accounts.google.com/o/oauth2/v2/auth",
    token_url = "https://oauth2.googleapis.com/token",
    revocation_url = "https://oauth2.googleapis.com/revoke",
    client_id = secret "GOOGLE_CLIENT_ID", client_secret = secret "GOOGLE_CLIENT_SECRET",
    scope = "https://www.googleapis.com/auth/calendar.readonly",
    access_type = "offline", authorize_params = { prompt = "consent" },
    base_url = "https://www.googleapis.com",
  },
  demo = params.url and {
    name = "demo",
    authorization_url = params.url .. "/oauth/authorize", token_url = params.url .. "/oauth/token",
    revocation_url = params.url .. "/oauth/revoke",
    client_id = secret "DEMO_CLIENT_ID", client_secret = secret "DEMO_CLIENT_SECRET",
    scope = "calendar.readonly",
    base_url = params.url,
  },
}

local provider = params.provider or "google"
local definition = connections[provider] or error("no provider '" .. provider .. "' here (demo needs --param url=…)", 0)
local now = time.now()

local events = resource "events" {
  connection = oauth.connection(definition),
  url = "/calendar/v3/calendars/primary/events",
  query = {
    singleEvents = true, orderBy = "startTime", maxResults = 100,
    timeMin = time.iso(now), timeMax = params.days and time.iso(now + params.days * 86400) or nil,
  },
  path = "items",
  pages = { cursor = "nextPageToken", param = "pageToken" },
  columns = { "start", "title", "where" },
  process = function(event)
    return { start = event.start.dateTime or event.start.date, title = event.summary, where = event.location }
  end,
}

return events:fetch { limit = params.limit and tonumber(params.limit) }
