"""Microsoft's identity platform and Graph: a public client, next links."""
HOSTS = ["login.microsoftonline.com", "graph.microsoft.com"]


def answer(request):
    if request.path == "/common/oauth2/v2.0/authorize":
        assert request.query["redirect_uri"].startswith("http://localhost:"), request.query
        return request.redirect(code="M.C1")
    if request.path == "/common/oauth2/v2.0/token":
        if "client_secret" in request.form:
            return 401, {"error": "invalid_client", "error_description": "AADSTS700025: Client is public"}
        return 200, {"token_type": "Bearer", "scope": "Calendars.Read", "expires_in": 3599, "access_token": "EwB", "refresh_token": "M.R1"}
    if request.bearer != "EwB":
        return 401, {"error": {"code": "InvalidAuthenticationToken", "message": "Access token is empty."}}
    if request.path == "/v1.0/me/calendarView":
        assert request.headers["Prefer"] == 'outlook.timezone="UTC"'
        skip = int(request.query.get("$skip", "0"))
        events = [{"id": f"AAMk{n}", "subject": f"Meeting {n}", "start": {"dateTime": f"2026-11-2{n}T09:00:00.0000000", "timeZone": "UTC"},
                   "location": {"displayName": f"Room {n}"}, "organizer": {"emailAddress": {"name": "Adele", "address": "a@example.com"}}}
                  for n in range(skip + 4, skip + 6)]
        page = {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": events}
        if skip < 4:
            page["@odata.nextLink"] = f"https://graph.microsoft.com/v1.0/me/calendarView?$skip={skip + 2}"
        return 200, page
