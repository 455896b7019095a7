"""The OAuth 2 half of the Authlib server."""
import time
from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants, list_to_scope, scope_to_list
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7523 import JWTBearerGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from authlib.oauth2.rfc8628 import DeviceAuthorizationEndpoint, DeviceCodeGrant, DeviceCredentialDict
from authlib.oauth2.rfc9207 import IssuerParameter
from flask import jsonify, request
from joserfc.jwk import RSAKey
from . import values, web

BASIC, POST, NONE = "client_secret_basic", "client_secret_post", "none"
ALL = [BASIC, POST, NONE]


class Client(ClientMixin):
    def __init__(self, variables, client_id, secret=None, methods=(NONE,)):
        self.client_id, self.secret, self.methods = client_id, secret, methods
        self.scope, self.redirect_uris = variables["SCOPE"].split(), values.redirect_uris(variables)

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return list_to_scope([s for s in scope_to_list(scope) or [] if s in self.scope])

    def check_redirect_uri(self, uri):
        return uri in self.redirect_uris

    def check_client_secret(self, secret):
        return self.secret == secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method in self.methods

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        public = ("authorization_code", "refresh_token", DeviceCodeGrant.GRANT_TYPE)
        return self.secret is not None or grant_type in public


class Token(TokenMixin):
    def __init__(self, fields, client, user):
        self.access_token, self.expires_in = fields["access_token"], fields["expires_in"]
        self.refresh_token, self.scope = fields.get("refresh_token"), fields.get("scope", "")
        self.client, self.user, self.issued, self.revoked = client, user, time.time(), False

    def check_client(self, client):
        return self.client is client

    def get_scope(self):
        return self.scope

    def get_expires_in(self):
        return self.expires_in

    def is_expired(self):
        return self.issued + self.expires_in < time.time()

    def is_revoked(self):
        return self.revoked

    def get_user(self):
        return self.user

    def get_client(self):
        return self.client


class Code(AuthorizationCodeMixin):
    def __init__(self, code, req):
        data = req.payload.data
        self.code, self.client_id, self.user, self.issued = code, req.client.client_id, req.user, time.time()
        self.redirect_uri, self.scope = req.payload.redirect_uri, req.payload.scope
        self.code_challenge, self.code_challenge_method = data.get("code_challenge"), data.get("code_challenge_method")

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


class Storage:
    def __init__(self, variables):
        v = self.variables = variables
        clients = (
            Client(v, v["CLIENT_ID"], v["CLIENT_SECRET"], (BASIC, POST)),
            Client(v, v["BASIC_CLIENT_ID"], v["BASIC_CLIENT_SECRET"], (BASIC,)),
            Client(v, v["POST_CLIENT_ID"], v["POST_CLIENT_SECRET"], (POST,)),
            Client(v, v["ODD_CLIENT_ID"], v["ODD_CLIENT_SECRET"], (BASIC, POST)),
            Client(v, v["PUBLIC_CLIENT_ID"]))
        self.clients = {c.client_id: c for c in clients}
        self.codes, self.tokens, self.devices = {}, [], {}

    def save_token(self, token, req):
        self.tokens.append(Token(token, req.client, req.user))

    def by_access(self, value):
        return next((t for t in self.tokens if t.access_token == value), None)

    def by_refresh(self, value):
        return next((t for t in self.tokens if value and t.refresh_token == value), None)

    def by_either(self, value):
        return self.by_access(value) or self.by_refresh(value)


def grants_of(storage):
    """The grant classes, as Authlib wants them: subclasses that know where things are kept."""
    v = storage.variables

    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ALL

        def save_authorization_code(self, code, req):
            storage.codes[code] = Code(code, req)

        def query_authorization_code(self, code, client):
            c = storage.codes.get(code)
            return c if c and c.client_id == client.client_id and time.time() - c.issued < 300 else None

        def delete_authorization_code(self, code):
            storage.codes.pop(code.code, None)

        def authenticate_user(self, code):
            return code.user

    class RefreshGrant(grants.RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ALL
        INCLUDE_NEW_REFRESH_TOKEN = True

        def authenticate_refresh_token(self, value):
            t = storage.by_refresh(value)
            return t if t and not t.revoked else None

        def authenticate_user(self, token):
            return token.user

        def revoke_old_credential(self, token):
            token.revoked = True

    class PasswordGrant(grants.ResourceOwnerPasswordCredentialsGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ALL

        def authenticate_user(self, username, password):
            return username if (username, password) == (values.USERNAME, values.PASSWORD) else None

    class ClientGrant(grants.ClientCredentialsGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = [BASIC, POST]

    class AssertionGrant(JWTBearerGrant):
        def resolve_issuer_client(self, issuer):
            return storage.clients.get(issuer)

        def resolve_client_public_key(self, client):
            return RSAKey.import_key((values.KEYS / "client-rsa.pub.pem").read_text())

        def authenticate_user(self, subject):
            return subject if subject == values.USERNAME else None

        def get_audiences(self):
            return [v["TOKEN_URL"]]

        def has_granted_permission(self, client, user):
            return True

    class DeviceGrant(DeviceCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ALL

        def query_device_credential(self, device_code):
            return storage.devices.get(device_code)

        def query_user_grant(self, user_code):
            c = next(c for c in storage.devices.values() if c["user_code"] == user_code)
            return None if c.get("answer") is None else (values.USERNAME, c["answer"])

        def should_slow_down(self, credential):
            now, last = time.time(), credential.get("polled", 0)
            credential["polled"] = now
            return now - last < credential["interval"]

    return CodeGrant, [RefreshGrant, PasswordGrant, ClientGrant, AssertionGrant, DeviceGrant]


def endpoints_of(storage):
    v = storage.variables

    class Device(DeviceAuthorizationEndpoint):
        INTERVAL = 1
        EXPIRES_IN = 120

        def get_verification_uri(self):
            return v["BASE_URL"] + "/device"

        def save_device_credential(self, client_id, scope, data):
            storage.devices[data["device_code"]] = DeviceCredentialDict(
                data, client_id=client_id, scope=scope, expires_at=time.time() + data["expires_in"])

    class Revocation(RevocationEndpoint):
        CLIENT_AUTH_METHODS = ALL

        def query_token(self, value, hint):
            return storage.by_either(value)

        def revoke_token(self, token, req):
            token.revoked = True

    class Introspection(IntrospectionEndpoint):
        def query_token(self, value, hint):
            return storage.by_either(value)

        def check_permission(self, token, client, req):
            return True

        def introspect_token(self, t):
            return {"active": not (t.revoked or t.is_expired()), "client_id": t.client.client_id, "username": t.user,
                    "scope": t.scope, "exp": int(t.issued + t.expires_in), "iss": v["ISSUER"]}

    return Device, Revocation, Introspection


def add(app, v):
    app.config.update(OAUTH2_REFRESH_TOKEN_GENERATOR=True,
                      OAUTH2_TOKEN_EXPIRES_IN={"authorization_code": 3600, "refresh_token": 3600})
    storage = Storage(v)
    server = AuthorizationServer(app, query_client=storage.clients.get, save_token=storage.save_token)
    code_grant, others = grants_of(storage)
    server.register_grant(code_grant, [CodeChallenge(required=False)])
    for grant in others:
        server.register_grant(grant)
    endpoints = endpoints_of(storage)
    for endpoint in endpoints:
        server.register_endpoint(endpoint)

    class Issuer(IssuerParameter):
        def get_issuer(self):
            return v["ISSUER"]

    server.register_extension(Issuer())

    class Bearer(BearerTokenValidator):
        def authenticate_token(self, value):
            return storage.by_access(value)

    protector = ResourceProtector()
    protector.register_token_validator(Bearer())
    add_endpoints(app, server, endpoints)
    add_device_page(app, storage)
    add_metadata(app, v)

    @app.route("/api2/me")
    @protector("read")
    def oauth2_me():
        return jsonify(user=values.USERNAME)

    @app.route("/api2/write", methods=["GET", "POST"])
    @protector("write")
    def oauth2_write():
        return jsonify(ok=True)


def add_endpoints(app, server, endpoints):
    device, revocation, introspection = endpoints

    @app.route("/oauth2/authorize", methods=["GET", "POST"])
    def oauth2_authorize():
        if not web.is_logged_in():
            return web.ask_to_log_in()
        try:
            grant = server.get_consent_grant(end_user=values.USERNAME)
        except OAuth2Error as e:
            return server.handle_error_response(server.create_oauth2_request(None), e)
        if request.method == "GET":
            return web.consent(grant.client.client_id, request.args.get("scope"))
        allowed = request.form.get("confirm") == "yes"
        return server.create_authorization_response(grant_user=values.USERNAME if allowed else None, grant=grant)

    @app.post("/oauth2/token")
    def oauth2_token():
        return server.create_token_response()

    for path, endpoint in (("device_authorization", device), ("revoke", revocation), ("introspect", introspection)):
        app.add_url_rule("/oauth2/" + path, methods=["POST"], endpoint="oauth2_" + path,
                         view_func=lambda name=endpoint.ENDPOINT_NAME: server.create_endpoint_response(name))


def add_device_page(app, storage):
    @app.route("/device", methods=["GET", "POST"])
    def device_page():
        if not web.is_logged_in():
            return web.ask_to_log_in()
        code = (request.form.get("user_code") or request.args.get("user_code") or "").upper()
        credential = next((c for c in storage.devices.values() if c["user_code"] == code), None)
        if request.method == "POST" and credential and request.form.get("confirm"):
            credential["answer"] = request.form["confirm"] == "yes"
            return web.page("Device", "<p>You may go back to your device.</p>")
        if credential:
            return web.page("Device", f"<form method=post><input type=hidden name=user_code value='{code}'>"
                            "<button name=confirm value=yes>Allow</button><button name=confirm value=no>Deny</button></form>")
        return web.page("Device", "<form method=get><input name=user_code><button>Next</button></form>")


def add_metadata(app, v):
    @app.route("/.well-known/oauth-authorization-server")
    def oauth2_metadata():
        return jsonify(issuer=v["ISSUER"], authorization_endpoint=v["AUTHORIZATION_URL"], token_endpoint=v["TOKEN_URL"],
                       device_authorization_endpoint=v["DEVICE_AUTHORIZATION_URL"], revocation_endpoint=v["REVOCATION_URL"],
                       introspection_endpoint=v["INTROSPECTION_URL"], response_types_supported=["code"],
                       code_challenge_methods_supported=["S256", "plain"],
                       grant_types_supported=["authorization_code", "refresh_token", "password", "client_credentials",
                                              JWTBearerGrant.GRANT_TYPE, DeviceCodeGrant.GRANT_TYPE],
                       token_endpoint_auth_methods_supported=ALL, authorization_response_iss_parameter_supported=True)
