"""GitHub: the device flow, Link headers."""
HOSTS = ["github.com", "api.github.com"]

polls = 0


def answer(request):
    global polls
    if request.path == "/login/device/code":
        return 200, {"device_code": "device-1", "user_code": "WDJB-MJHT", "verification_uri": "https://github.com/login/device",
                     "expires_in": 899, "interval": 1}
    if request.path == "/login/oauth/access_token":
        assert request.form["device_code"] == "device-1" and "client_secret" not in request.form, request.form
        polls += 1
        if polls == 1:
            return 200, {"error": "authorization_pending", "error_description": "The authorization request is still pending."}
        return 200, {"access_token": "gho_token", "token_type": "bearer", "scope": "repo"}
    if request.bearer != "gho_token":
        return 401, {"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest"}
    if request.path == "/issues" and request.query["filter"] == "assigned":
        page = int(request.query.get("page", "1"))
        issues = [{"number": n, "title": f"Issue {n}", "state": "open", "updated_at": f"2026-11-0{n}T08:00:00Z",
                   "html_url": f"https://github.com/octo/repo/issues/{n}", "user": {"login": "octocat"},
                   "repository": {"full_name": "octo/repo", "private": False}} for n in range(2 * page - 1, 2 * page + 1)]
        link = f'<https://api.github.com/issues?filter=assigned&page={page + 1}>; rel="next", ' \
               '<https://api.github.com/issues?filter=assigned&page=3>; rel="last"'
        return 200, {"Link": link} if page < 3 else {}, issues
