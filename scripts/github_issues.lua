-- The open issues that are assigned to you on GitHub.
--   oauthlua run scripts/github_issues.lua                              (secret GITHUB_CLIENT_ID of an OAuth app with device flow)
--   oauthlua run --param filter=mentioned --output markdown scripts/github_issues.lua
local github = oauth.connection {
  name = "github", grant = "device_code", client_auth = "none",
  device_authorization_url = "https://github.com/login/device/code",
  token_url = "https://github.com/login/oauth/access_token",
  client_id = secret "GITHUB_CLIENT_ID", scope = "repo",
  base_url = "https://api.github.com",
}

return resource "issues" {
  connection = github, url = "/issues", headers = { ["X-GitHub-Api-Version"] = "2022-11-28" },
  query = { filter = params.filter or "assigned", state = "open", per_page = 100 },
  pages = "link",
  fields = { "number", "title", repository = "repository.full_name", updated = "updated_at", url = "html_url" },
  columns = { "repository", "number", "title", { "updated", title = "last change", type = "time" }, "url" },
  key = "url",
}
