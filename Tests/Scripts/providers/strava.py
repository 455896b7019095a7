"""Strava: scopes with commas, client in the body, page numbers until a page is not full."""
import calendar, time

HOSTS = ["www.strava.com"]


def answer(request):
    if request.path == "/oauth/authorize":
        assert request.query["scope"] == "read,activity:read", request.query
        return request.redirect(code="s1", scope="read,activity:read")
    if request.path == "/oauth/token":
        if request.form.get("client_secret") != "strava-secret":
            return 400, {"message": "Bad Request", "errors": [{"resource": "Application", "field": "client_id", "code": "invalid"}]}
        return 200, {"token_type": "Bearer", "expires_at": int(time.time()) + 21600, "expires_in": 21600, "refresh_token": "sr",
                     "access_token": "sa", "athlete": {"id": 1}}
    if request.bearer != "sa":
        return 401, {"message": "Authorization Error", "errors": [{"resource": "Athlete", "field": "access_token", "code": "invalid"}]}
    if request.path == "/api/v3/athlete/activities":
        page, size, after = int(request.query["page"]), int(request.query["per_page"]), int(request.query.get("after", "0"))
        dates = [f"2026-{1 + n // 28:02}-{1 + n % 28:02}T06:00:00Z" for n in range(120)]
        new = [(n, date) for n, date in enumerate(dates) if calendar.timegm(time.strptime(date, "%Y-%m-%dT%H:%M:%SZ")) > after]
        return 200, [{"id": 1000 + n, "name": f"Run {n}", "sport_type": "Run", "start_date": date, "distance": 5000.0 + n * 10,
                      "moving_time": 1800 + n} for n, date in new[(page - 1) * size:page * size]]
