-- Sender, subject and date of the newest mails in a Gmail account.
--   oauthlua run scripts/gmail_list.lua                                 (secrets GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET)
--   oauthlua run --param search=is:unread --param limit=20 scripts/gmail_list.lua
local gmail = oauth.connection {
  name = "gmail", access_type = "offline", authorize_params = { prompt = "consent" },
  authorization_url = "https://accounts.google.com/o/oauth2/v2/auth",
  token_url = "https://oauth2.googleapis.com/token",
  client_id = secret "GOOGLE_CLIENT_ID", client_secret = secret "GOOGLE_CLIENT_SECRET",
  scope = "https://www.googleapis.com/auth/gmail.readonly",
  base_url = "https://gmail.googleapis.com/gmail/v1/users/me",
}

local mails = resource "mails" {
  connection = gmail, url = "messages", query = { q = params.search or "in:inbox" },
  path = "messages?", pages = { cursor = "nextPageToken", param = "pageToken" },
}

-- The list has only ids: the headers are fetched eight mails at a time.
return task.map(mails:fetch { limit = tonumber(params.limit or 50) }, function(mail)
  local options = { query = { format = "metadata", metadataHeaders = { "Date", "From", "Subject" } } }
  local row = {}
  for _, header in ipairs(gmail:get("messages/" .. mail.id, options):expect():json().payload.headers) do
    row[header.name:lower()] = header.value
  end
  return row
end, { limit = 8 })
