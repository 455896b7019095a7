"""What both protocols share: a login page, a consent page, requests as they stood on the wire."""
import html
from urllib.parse import quote
from flask import redirect, request, session
from . import values


def page(title, body, status=200):
    text = f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1>{body}"
    return text, status, {"Content-Type": "text/html; charset=utf-8"}


def raw_url():
    """The URL as it was sent: Flask's request.url is decoded and encoded again."""
    return request.host_url.rstrip("/") + request.environ.get("RAW_URI", request.full_path)


def raw_body():
    return request.get_data(cache=True, as_text=True)


def add_login_page(app):
    @app.route("/login", methods=["GET", "POST"])
    def login():
        if request.method == "POST":
            if (request.form.get("username"), request.form.get("password")) == (values.USERNAME, values.PASSWORD):
                session["user"] = values.USERNAME
                return redirect(request.args["next"])
        return page("Log in", "<form method=post><input name=username><input name=password type=password>"
                    "<button>Log in</button></form>", 401 if request.method == "POST" else 200)


def is_logged_in():
    return "user" in session


def ask_to_log_in():
    return redirect("/login?next=" + quote(raw_url(), safe=""))


def consent(client, scope=""):
    return page("Consent", f"<p>Let {html.escape(client)} in? {html.escape(scope or '')}</p><form method=post>"
                "<button name=confirm value=yes>Allow</button><button name=confirm value=no>Deny</button></form>")


def echo():
    """What the protected API saw, so that a test can compare it with what was sent."""
    def pairs(fields):
        return [[name, value] for name, found in fields.lists() for value in found]
    return {"ok": True, "method": request.method, "raw": request.environ.get("RAW_URI"), "query": pairs(request.args),
            "form": pairs(request.form), "content_type": request.content_type,
            "body_length": len(request.get_data(cache=True))}
