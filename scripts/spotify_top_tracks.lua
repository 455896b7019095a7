-- The tracks you play most on Spotify.
--   oauthlua run scripts/spotify_top_tracks.lua                         (secrets SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET)
--   oauthlua run --param range=long_term --output csv scripts/spotify_top_tracks.lua
local spotify = oauth.connection {
  preset = "spotify", client_id = secret "SPOTIFY_CLIENT_ID", client_secret = secret "SPOTIFY_CLIENT_SECRET",
  scope = "user-top-read",
}

return resource "tracks" {
  connection = spotify, url = "me/top/tracks", query = { time_range = params.range or "medium_term" },
  path = "items", pages = { offset = "offset", limit = "limit", size = 50, total = "total" },
  columns = { "track", "artists", "album", { "minutes", type = "number" } },
  process = function(track)
    local artists = {}
    for _, artist in ipairs(track.artists) do artists[#artists + 1] = artist.name end
    local minutes = math.floor(track.duration_ms / 6000 + 0.5) / 10
    return { track = track.name, artists = table.concat(artists, ", "), album = track.album.name, minutes = minutes }
  end,
}
