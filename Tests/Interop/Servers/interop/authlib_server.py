"""Authlib's server classes in a Flask application: OAuth 1.0a and OAuth 2. Every check is made by Authlib."""
import json, os, pathlib, sys
from . import process


def start(variables, data):
    environment = dict(os.environ, AUTHLIB_VARIABLES=json.dumps(variables), AUTHLIB_INSECURE_TRANSPORT="1")
    return process.start([sys.executable, "-B", "-m", "interop.authlib_server"], pathlib.Path(data) / "log",
                         variables["BASE_URL"] + "/login?next=/", environment)


def serve():
    from flask import Flask
    from werkzeug.serving import run_simple
    from . import oauth1, oauth2, web
    variables = json.loads(os.environ["AUTHLIB_VARIABLES"])
    app = Flask(__name__)
    app.secret_key = os.urandom(16)
    web.add_login_page(app)
    oauth1.add(app, variables)
    oauth2.add(app, variables)
    run_simple("127.0.0.1", int(variables["BASE_URL"].rsplit(":", 1)[1]), app, threaded=True)


if __name__ == "__main__":
    serve()
