-- The open issues that are assigned to you on GitHub.
--   oauthlua run scripts/github_issues.lua                              (secret GITHUB_CLIENT_ID of an OAuth app with device flow)
--   oauthlua run --param filter=mentioned --output markdown scripts/github_issues.lua
local github = oauth.connection {
  preset = "github", grant = "device_code", client_id = secret "GITHUB_CLIENT_ID", scope = "repo",
}

return resource "issues" {
  connection = github, url = "/issues",
  query = { filter = params.filter or "assigned", state = "open", per_page = 100 },
  fields = { "number", "title", repository = "repository.full_name", updated = "updated_at", url = "html_url" },
  columns = { "repository", "number", "title", { "updated", title = "last change", type = "time" }, "url" },
  key = "url",
}
