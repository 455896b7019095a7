"""Slack: refusals with status 200, an https redirect URI, cursors."""
HOSTS = ["slack.com"]


def answer(request):
    if request.path == "/oauth/v2/authorize":
        assert request.query["redirect_uri"].startswith("https://localhost:"), request.query
        return request.redirect(code="123.456")
    if request.path == "/api/oauth.v2.access":
        if request.form.get("client_secret") != "slack-secret":
            return 200, {"ok": False, "error": "bad_client_secret"}
        return 200, {"ok": True, "access_token": "xoxb-1", "token_type": "bot", "scope": "channels:read", "bot_user_id": "U1",
                     "app_id": "A1", "team": {"name": "Team", "id": "T1"}, "authed_user": {"id": "U2"}}
    if request.path == "/api/conversations.list":
        if request.bearer != "xoxb-1":
            return 200, {"ok": False, "error": "invalid_auth"}
        at = {"": 0, "dGVhbTox": 2}[request.query.get("cursor", "")]
        names = [("general", 120, "All & more"), ("random", 80, ""), ("données", 95, "Chiffres")]
        channels = [{"id": f"C{n}", "name": name, "num_members": members, "topic": {"value": topic}}
                    for n, (name, members, topic) in enumerate(names[at:at + 2])]
        return 200, {"ok": True, "channels": channels, "response_metadata": {"next_cursor": "" if at else "dGVhbTox"}}
