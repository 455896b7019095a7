-- The channels of a Slack workspace, and how many people are in them.
--   oauthlua run scripts/slack_channels.lua                             (secrets SLACK_CLIENT_ID, SLACK_CLIENT_SECRET)
local slack = oauth.connection {
  name = "slack",
  authorization_url = "https://slack.com/oauth/v2/authorize", token_url = "https://slack.com/api/oauth.v2.access",
  client_id = secret "SLACK_CLIENT_ID", client_secret = secret "SLACK_CLIENT_SECRET", client_auth = "post", pkce = false,
  scope = { "channels:read" }, scope_separator = ",",
  redirect_uri = "https://127.0.0.1:8443/callback", -- Slack wants https: oauthlua makes a certificate for it
  base_url = "https://slack.com/api",
}

local channels = resource "channels" {
  connection = slack, url = "conversations.list", query = { limit = 200, exclude_archived = true },
  path = "channels", pages = { cursor = "response_metadata.next_cursor", param = "cursor" },
  columns = { "name", { "members", type = "integer" }, "topic" }, key = "name",
  process = function(channel)
    return { name = "#" .. channel.name, members = channel.num_members, topic = channel.topic.value }
  end,
}

local rows = channels:fetch()
table.sort(rows, function(a, b) return a.members > b.members end)
return rows
