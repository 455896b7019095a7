-- The channels of a Slack workspace, and how many people are in them.
--   oauthlua run scripts/slack_channels.lua                             (secrets SLACK_CLIENT_ID, SLACK_CLIENT_SECRET)
local slack = oauth.connection {
  preset = "slack", client_id = secret "SLACK_CLIENT_ID", client_secret = secret "SLACK_CLIENT_SECRET",
  scope = "channels:read",
}

local channels = resource "channels" {
  connection = slack, url = "conversations.list", query = { limit = 200, exclude_archived = true },
  path = "channels",
  columns = { "name", { "members", type = "integer" }, "topic" }, key = "name",
  process = function(channel)
    return { name = "#" .. channel.name, members = channel.num_members, topic = channel.topic.value }
  end,
}

local rows = channels:fetch()
table.sort(rows, function(a, b) return a.members > b.members end)
return rows
