"""Discogs: OAuth 1.0a, next links in the body."""
import urllib.parse

HOSTS = ["api.discogs.com", "www.discogs.com"]

callback = None


def oauth(request):
    scheme, _, words = request.headers.get("Authorization", "").partition(" ")
    pairs = (word.strip().partition("=")[::2] for word in words.split(","))
    return {name: value.strip('"') for name, value in pairs} if scheme == "OAuth" else {}


def answer(request):
    global callback
    signed = oauth(request)
    if request.path == "/oauth/request_token":
        assert signed["oauth_consumer_key"] == "discogs-key" and signed["oauth_signature"], signed
        callback = urllib.parse.unquote(signed["oauth_callback"])
        return 200, {"Content-Type": "application/x-www-form-urlencoded"}, \
            b"oauth_token=rt&oauth_token_secret=rs&oauth_callback_confirmed=true"
    if request.path == "/oauth/authorize":
        assert request.query["oauth_token"] == "rt", request.query
        return 302, {"Location": callback + "?oauth_token=rt&oauth_verifier=v1"}, b""
    if request.path == "/oauth/access_token":
        assert signed["oauth_verifier"] == "v1", signed
        return 200, {"Content-Type": "application/x-www-form-urlencoded"}, b"oauth_token=at&oauth_token_secret=as"
    if signed.get("oauth_token") != "at":
        return 401, {"message": "You must authenticate to access this resource."}
    if request.path == "/oauth/identity":
        return 200, {"id": 1, "username": "collector", "consumer_name": "oauthlua"}
    if request.path == "/users/collector/collection/folders/0/releases":
        page = int(request.query.get("page", "1"))
        releases = [{"id": n, "date_added": f"2025-0{n}-01T10:00:00-07:00", "basic_information": {
            "title": f"Record, No. {n}", "year": 1960 + n, "artists": [{"name": "The \"Quartet\""}, {"name": "Other"}]}}
            for n in (2 * page - 1, 2 * page)]
        urls = {"next": f"https://api.discogs.com{request.path}?page={page + 1}&per_page=100&sort=artist"} if page < 2 else {}
        return 200, {"pagination": {"page": page, "pages": 2, "per_page": 2, "items": 4, "urls": urls}, "releases": releases}
