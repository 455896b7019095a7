"""Google's accounts, Calendar and Gmail."""
HOSTS = ["accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com", "gmail.googleapis.com"]

CLIENT = {"client_id": "google-id", "client_secret": "google-secret"}
# Who signs in: the scripts sign in one account after the other.
ACCOUNTS = ["work", "home"]
signed_in = 0
UPDATES = [
    {"id": "e1", "status": "confirmed", "updated": "2026-11-20T08:00:00.000Z", "summary": "Standup",
     "start": {"dateTime": "2026-11-24T09:00:00Z"}, "location": "Room 1"},
    {"id": "e2", "status": "confirmed", "updated": "2026-11-20T09:30:00.000Z", "summary": "Fair",
     "start": {"date": "2026-11-25"}},
    {"id": "e3", "status": "confirmed", "updated": "2026-11-21T10:00:00.000Z", "summary": "Review",
     "start": {"dateTime": "2026-11-26T14:00:00Z"}},
]
LATER = {"id": "e1", "status": "cancelled", "updated": "2026-11-22T07:00:00.000Z", "summary": "Standup",
         "start": {"dateTime": "2026-11-24T09:00:00Z"}, "location": "Room 1"}
synced = 0


def answer(request):
    global signed_in
    if request.host == "accounts.google.com":
        assert request.query["access_type"] == "offline" and "consent" in request.query["prompt"], request.query
        signed_in += 1
        return request.redirect(code=f"4/{ACCOUNTS[(signed_in - 1) % 2]}", scope=request.query["scope"])
    if request.host == "oauth2.googleapis.com":
        form = request.form
        if {name: form.get(name) for name in CLIENT} != CLIENT and request.basic != ":".join(CLIENT.values()):
            return 401, {"error": "invalid_client", "error_description": "Unauthorized"}
        if form["grant_type"] != "authorization_code" or "code_verifier" not in form:
            return 400, {"error": "invalid_grant", "error_description": "Bad Request"}
        account = form["code"].removeprefix("4/")
        return 200, {"access_token": "ya29." + account, "expires_in": 3599, "refresh_token": "1//" + account,
                     "scope": "https://www.googleapis.com/auth/calendar.readonly", "token_type": "Bearer"}
    account = (request.bearer or "").removeprefix("ya29.")
    if account not in ACCOUNTS:
        return 401, {"error": {"code": 401, "message": "Invalid Credentials", "status": "UNAUTHENTICATED"}}
    if request.host == "gmail.googleapis.com":
        return mail(request)
    return calendar(request, account)


def calendar(request, account):
    global synced
    if request.path != "/calendar/v3/calendars/primary/events":
        return None
    if request.query.get("orderBy") == "updated":
        # The first sync sees what was there, a later one also what happened since.
        synced += "pageToken" not in request.query
        known = UPDATES if synced == 1 else UPDATES + [LATER]
        since = request.query.get("updatedMin", "")
        items = [event for event in known if event["updated"][:19] >= since[:19]]
    else:
        items = [{"id": f"{account}-{n}", "summary": f"{account} {n}", "start": {"dateTime": f"2026-12-0{n}T0{len(account)}:00:00Z"}}
                 for n in (1, 2, 3)]
    at = int(request.query.get("pageToken", "0"))
    page = {"kind": "calendar#events", "items": items[at:at + 2]}
    if at + 2 < len(items):
        page["nextPageToken"] = str(at + 2)
    return 200, page


def mail(request):
    base = "/gmail/v1/users/me/messages"
    if request.path == base:
        if request.query["q"] == "is:empty":
            return 200, {"resultSizeEstimate": 0}
        at = int(request.query.get("pageToken", "0"))
        page = {"messages": [{"id": f"m{n}", "threadId": f"t{n}"} for n in range(at, at + 20)], "resultSizeEstimate": 60}
        if at < 40:
            page["nextPageToken"] = str(at + 20)
        return 200, page
    if request.path.startswith(base + "/m"):
        number = request.path.removeprefix(base + "/m")
        assert request.lists["metadataHeaders"] == ["Date", "From", "Subject"], request.lists
        return 200, {"id": "m" + number, "payload": {"headers": [
            {"name": "From", "value": f"Person {number} <p{number}@example.com>"},
            {"name": "Subject", "value": "Grüße " + number},
            {"name": "Date", "value": "Mon, 23 Nov 2026 10:00:00 +0000"}]}}
