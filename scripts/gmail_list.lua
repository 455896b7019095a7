-- Sender, subject and date of the newest mails in a Gmail account.
--   oauthlua run scripts/gmail_list.lua                                 (secrets GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET)
--   oauthlua run --param search=is:unread --param limit=20 scripts/gmail_list.lua
local gmail = oauth.connection {
  name = "gmail", preset = "google",
  client_id = secret "GOOGLE_CLIENT_ID", client_secret = secret "GOOGLE_CLIENT_SECRET",
  scope = "https://www.googleapis.com/auth/gmail.readonly",
  base_url = "https://gmail.googleapis.com/gmail/v1/users/me",
}

local mails = resource "mails" {
  connection = gmail, url = "messages", query = { q = params.search or "in:inbox" },
  path = "messages?",
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
