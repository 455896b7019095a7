"""A company's reports: client credentials, a CSV export in an old charset."""
HOSTS = ["reports.example.com"]


def answer(request):
    if request.path == "/oauth/token":
        if request.basic != "reports-id:reports-secret" or request.form["grant_type"] != "client_credentials":
            return 401, {"error": "invalid_client"}
        return 200, {"access_token": "report", "token_type": "Bearer", "expires_in": 300}
    if request.bearer != "report":
        return 401, {"error": "invalid_token"}
    if request.path == "/sales.csv":
        lines = ["date;country;product;amount"]
        lines += [f'2026-{1 + n % 2:02}-{1 + n % 28:02};{("Österreich", "France")[n % 3 == 0]};"Box ""{n}""";{n}.5' for n in range(30)]
        return 200, {"Content-Type": "text/csv; charset=windows-1252"}, "\r\n".join(lines).encode("cp1252")
