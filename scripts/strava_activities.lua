-- Your activities on Strava: only those that are new since the last run, appended to a list that a sheet can read.
--   oauthlua run --output ndjson scripts/strava_activities.lua          (secrets STRAVA_CLIENT_ID, STRAVA_CLIENT_SECRET)
--   oauthlua run --full scripts/strava_activities.lua                   all of them again
local strava = oauth.connection {
  preset = "strava", client_id = secret "STRAVA_CLIENT_ID", client_secret = secret "STRAVA_CLIENT_SECRET",
}

return resource "activities" {
  connection = strava, url = "athlete/activities",
  pages = "preset",
  since = { field = "start_date", param = "after", send = time.parse },
  key = "id", columns = { "date", "sport", "name", { "km", type = "number" }, { "minutes", type = "integer" } },
  process = function(activity)
    return {
      id = activity.id, date = activity.start_date, sport = activity.sport_type, name = activity.name,
      km = activity.distance // 10 / 100, minutes = activity.moving_time // 60,
    }
  end,
}
