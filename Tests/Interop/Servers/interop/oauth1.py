"""The OAuth 1.0a half of the Authlib server (RFC 5849)."""
from authlib.integrations.flask_oauth1 import AuthorizationServer, ResourceProtector
from authlib.oauth1 import ClientMixin, OAuth1Request, TemporaryCredential, TokenCredentialMixin
from authlib.oauth1.errors import OAuth1Error
from flask import jsonify, request
from . import values, web


class Client(ClientMixin):
    def __init__(self, key, secret, out_of_band):
        self.key, self.secret, self.out_of_band = key, secret, out_of_band

    def get_default_redirect_uri(self):
        return self.out_of_band

    def get_client_secret(self):
        return self.secret

    def get_rsa_public_key(self):
        return (values.KEYS / "client-rsa.pub.pem").read_text()


class Token(TokenCredentialMixin):
    def __init__(self, token, secret, client, user):
        self.token, self.secret, self.client, self.user = token, secret, client, user

    def get_oauth_token(self):
        return self.token

    def get_oauth_token_secret(self):
        return self.secret


class User(str):
    def get_user_id(self):
        return str(self)


def raw_request():
    """Authlib's Flask classes hand it a flattened form and a re-encoded URL, which lose repeated and non-ASCII
    parameters; this hands it what was on the wire."""
    kind = (request.content_type or "").split(";")[0].strip().lower()
    body = web.raw_body() if kind == "application/x-www-form-urlencoded" else None
    return OAuth1Request(request.method, web.raw_url(), body, request.headers)


class Server(AuthorizationServer):
    def create_oauth1_request(self, _):
        return raw_request()


class Protector(ResourceProtector):
    def acquire_credential(self):
        r = raw_request()
        return self.validate_request(r.method, r.uri, r.body, r.headers).credential


class Storage:
    """What Authlib asks its host to remember. The method names are those of Authlib's hooks."""

    def __init__(self):
        self.temporary, self.tokens, self.nonces = {}, {}, set()

    def exists_nonce(self, nonce, timestamp, client_id, token):
        key = (nonce, timestamp, client_id, token)
        seen = key in self.nonces
        self.nonces.add(key)
        return seen

    def create_temporary_credential(self, token, client_id, redirect_uri):
        t = TemporaryCredential(dict(token, client_id=client_id, oauth_callback=redirect_uri))
        self.temporary[t["oauth_token"]] = t
        return t

    def get_temporary_credential(self, token):
        return self.temporary.get(token)

    def delete_temporary_credential(self, token):
        self.temporary.pop(token, None)

    def create_authorization_verifier(self, credential, user, verifier):
        credential.update(oauth_verifier=verifier, user_id=user.get_user_id())
        return credential

    def create_token_credential(self, token, temporary):
        t = Token(token["oauth_token"], token["oauth_token_secret"], temporary["client_id"], temporary["user_id"])
        self.tokens[t.token] = t
        self.temporary.pop(temporary["oauth_token"], None)
        return t

    def query_token(self, client, token):
        found = self.tokens.get(token)
        return found if found and found.client == client else None


HOOKS = ("exists_nonce", "create_temporary_credential", "get_temporary_credential", "delete_temporary_credential",
         "create_authorization_verifier", "create_token_credential")
ANY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def add(app, v):
    app.config.update(OAUTH1_SUPPORTED_SIGNATURE_METHODS=["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"])
    out_of_band = v["BASE_URL"] + "/oauth1/oob"
    clients = {key: Client(key, secret, out_of_band) for key, secret in (
        (v["CONSUMER_KEY"], v["CONSUMER_SECRET"]), (v["ODD_CONSUMER_KEY"], v["ODD_CONSUMER_SECRET"]))}
    storage = Storage()
    server = Server(app, query_client=clients.get)
    for name in HOOKS:
        server.register_hook(name, getattr(storage, name))
    protector = Protector(app, query_client=clients.get, exists_nonce=storage.exists_nonce, query_token=storage.query_token)

    @app.route("/oauth1/request_token", methods=["GET", "POST"])
    def oauth1_request_token():
        return server.create_temporary_credentials_response()

    @app.route("/oauth1/authorize", methods=["GET", "POST"])
    def oauth1_authorize():
        if not web.is_logged_in():
            return web.ask_to_log_in()
        try:
            if request.method == "GET":
                return web.consent(server.check_authorization_request().credential.get_client_id())
            allowed = request.form.get("confirm") == "yes"
            return server.create_authorization_response(grant_user=User(values.USERNAME) if allowed else None)
        except OAuth1Error as e:
            return web.page("Error", f"<p>{e.error}</p>", 400)

    @app.route("/oauth1/oob")
    def oauth1_out_of_band():
        verifier = request.args.get("oauth_verifier", request.args.get("error", ""))
        return web.page("Out of band", f"<p>verifier: <code>{verifier}</code></p>")

    @app.route("/oauth1/access_token", methods=["GET", "POST"])
    def oauth1_access_token():
        return server.create_token_response()

    @app.route("/api1/echo", methods=ANY_METHOD)
    @app.route("/api1/echo/<path:rest>", methods=ANY_METHOD)
    @protector()
    def oauth1_echo(rest=None):
        return jsonify(web.echo())
