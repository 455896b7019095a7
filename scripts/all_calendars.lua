-- The next days in the calendars of several Google accounts, merged into one list.
--   oauthlua run --param accounts=work,home scripts/all_calendars.lua   (secrets GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET)
local function events_of(account)
  local google = oauth.connection {
    name = "google-" .. account, preset = "google-calendar",
    client_id = secret "GOOGLE_CLIENT_ID", client_secret = secret "GOOGLE_CLIENT_SECRET",
    authorize_params = { prompt = "select_account consent" },
  }
  local now = time.now()
  return resource(account) {
    connection = google, url = "calendars/primary/events", path = "items",
    query = { singleEvents = true, timeMin = time.iso(now), timeMax = time.iso(now + 7 * 86400) },
    process = function(event)
      return { account = account, start = event.start.dateTime or event.start.date, title = event.summary }
    end,
  }:fetch()
end

local accounts, rows = {}, {}
for name in (params.accounts or "work,home"):gmatch "[^,%s]+" do accounts[#accounts + 1] = name end
for _, events in ipairs(task.map(accounts, events_of)) do table.move(events, 1, #events, #rows + 1, rows) end
table.sort(rows, function(a, b) return a.start < b.start end)
return rows
