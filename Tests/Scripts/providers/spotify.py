"""Spotify: Basic at the token endpoint, offset pages."""
HOSTS = ["accounts.spotify.com", "api.spotify.com"]

TOTAL = 70


def answer(request):
    if request.path == "/authorize":
        return request.redirect(code="AQC")
    if request.path == "/api/token":
        if request.basic != "spotify-id:spotify-secret" or "client_secret" in request.form:
            return 400, {"error": "invalid_client", "error_description": "Invalid client secret"}
        return 200, {"access_token": "BQC", "token_type": "Bearer", "scope": "user-top-read", "expires_in": 3600, "refresh_token": "AQD"}
    if request.bearer != "BQC":
        return 401, {"error": {"status": 401, "message": "Invalid access token"}}
    if request.path == "/v1/me/top/tracks":
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        items = [{"name": f"Track {n}", "duration_ms": 183000 + n * 1000, "artists": [{"name": "Ann"}, {"name": f"Band {n}"}],
                  "album": {"name": f"Album {n // 10}"}} for n in range(offset, min(offset + limit, TOTAL))]
        return 200, {"items": items, "total": TOTAL, "limit": limit, "offset": offset}
