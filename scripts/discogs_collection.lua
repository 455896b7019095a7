-- Your record collection on Discogs, whose API signs each request with OAuth 1.0a.
--   oauthlua run --output csv -o records.csv scripts/discogs_collection.lua
--                                                                       (secrets DISCOGS_CONSUMER_KEY, DISCOGS_CONSUMER_SECRET)
local discogs = oauth.connection {
  preset = "discogs", signature_method = "HMAC-SHA1",
  client_id = secret "DISCOGS_CONSUMER_KEY", client_secret = secret "DISCOGS_CONSUMER_SECRET",
}

local user = discogs:get("/oauth/identity"):expect():json().username
return resource "records" {
  connection = discogs, url = "/users/{user}/collection/folders/0/releases", params = { user = user },
  query = { per_page = 100, sort = "artist" },
  path = "releases", pages = { next_url = "pagination.urls.next" }, rate = "60/m",
  fields = { artist = "basic_information.artists[0].name", title = "basic_information.title",
    year = "basic_information.year", added = "date_added" },
  columns = { "artist", "title", { "year", type = "integer" }, { "added", type = "time" } },
}
