"""Configures a fresh glewlwyd through its admin API: plugins, scopes, the user, the clients."""
import json
import requests
from . import values

# What every OpenID Connect instance has in common; INSTANCES says where each differs.
OIDC = {
    "jwt-type": "rsa", "jwt-key-size": "256",
    "access-token-duration": 3600, "refresh-token-duration": 1209600, "code-duration": 600,
    "refresh-token-rolling": True, "refresh-token-one-use": "always",
    "allow-non-oidc": True, "auth-type-code-enabled": True, "auth-type-code-revoke-replayed": True,
    "auth-type-token-enabled": True, "auth-type-id-token-enabled": True, "auth-type-password-enabled": True,
    "auth-type-client-enabled": True, "auth-type-refresh-enabled": True, "auth-type-device-enabled": True,
    "device-authorization-expiration": 300, "device-authorization-interval": 2,
    "jwks-show": True, "subject-type": "public", "allowed-scope": ["openid", "read", "write", "introspect", "register"],
    "name-claim": "mandatory", "email-claim": "mandatory", "scope-claim": "on-demand",
    "pkce-allowed": True, "pkce-method-plain-allowed": True, "pkce-required": False, "pkce-required-public-client": True,
    "introspection-revocation-allowed": True, "introspection-revocation-allow-target-client": True,
    "introspection-revocation-auth-scope": ["introspect"],
    "register-client-allowed": True, "register-client-auth-scope": [], "register-client-credentials-scope": ["read"],
    "register-client-management-allowed": True, "session-management-allowed": False,
    "request-parameter-allow": True, "request-maximum-exp": 3600,
    "client-pubkey-parameter": "pubkey", "client-jwks-parameter": "jwks", "client-jwks_uri-parameter": "jwks_uri",
    "oauth-par-allowed": True, "oauth-par-required": False, "oauth-par-duration": 90,
    "oauth-par-request_uri-prefix": "urn:ietf:params:oauth:request_uri:",
    "oauth-dpop-allowed": True, "oauth-dpop-iat-duration": 60, "oauth-dpop-iat-gap-duration": 5,
    "oauth-dpop-dpop_bound_access_tokens-property": "dpop_client_bound",
    "oauth-dpop-nonce-mandatory": False, "oauth-dpop-nonce-counter": 5,
    "resource-allowed": False, "oauth-as-iss-id": False,
}
INSTANCES = {
    "oidc": {},
    "oidcnonce": {"oauth-dpop-nonce-mandatory": True, "pkce-required": True, "pkce-method-plain-allowed": False,
                  "oauth-as-iss-id": True, "jwt-type": "ecdsa"},
    "oidcpar": {"oauth-par-required": True},
    "oidcshort": {"access-token-duration": 3, "refresh-token-one-use": "never", "device-authorization-interval": 1},
}
OAUTH2 = {
    "url": "auth", "jwt-type": "sha", "jwt-key-size": "256", "key": "oauth2-hmac-key-0123456789abcdef",
    "access-token-duration": 3600, "refresh-token-duration": 1209600, "code-duration": 600,
    "refresh-token-rolling": False, "auth-type-code-enabled": True, "auth-type-implicit-enabled": True,
    "auth-type-password-enabled": True, "auth-type-client-enabled": True, "auth-type-refresh-enabled": True,
    "auth-type-device-enabled": True, "device-authorization-expiration": 300, "device-authorization-interval": 2,
    "pkce-allowed": True, "pkce-method-plain-allowed": True, "introspection-revocation-allowed": True,
    "introspection-revocation-allow-target-client": True, "scope": [],
}
EVERY_GRANT = ["code", "token", "id_token", "none", "password", "client_credentials", "refresh_token", "delete_token",
               "device_authorization"]


class Admin:
    def __init__(self, base):
        self.base, self.session = base, requests.Session()
        self.session.trust_env = False
        self.call("POST", "/auth", {"username": "admin", "password": "password"})

    def call(self, method, path, body=None, accepted=(200,)):
        answer = self.session.request(method, self.base + path, json=body, timeout=60)
        if answer.status_code not in accepted:
            raise SystemExit(f"glewlwyd: {method} {path}: {answer.status_code} {answer.text}")
        return answer


def provision(variables):
    base = variables["BASE_URL"] + "/api"
    admin = Admin(base)
    add_client_properties(admin)
    add_plugins(admin, base)
    for scope in ("read", "write", "introspect", "register"):
        admin.call("POST", "/scope/", {"name": scope, "display_name": scope, "description": scope,
                                       "password_required": False, "scheme": {}})
    openid = admin.call("GET", "/scope/openid").json()
    admin.call("PUT", "/scope/openid", dict(openid, password_required=True, password_max_age=0))
    admin.call("POST", "/user/", {"username": values.USERNAME, "name": "Alice Liddell", "email": "alice@example.com",
                                  "password": values.PASSWORD, "enabled": True,
                                  "scope": ["g_profile", "openid", "read", "write"]})
    add_clients(admin, variables)


def add_client_properties(admin):
    """Lets a client say that its tokens must be bound by DPoP."""
    module = admin.call("GET", "/mod/client/database").json()
    for name in ("dpop_client_bound", "refresh-token-one-use"):
        module["parameters"]["data-format"][name] = {"multiple": False, "read": True, "write": True}
    admin.call("PUT", "/mod/client/database", module)
    admin.call("PUT", "/mod/client/database/reset/", accepted=(200, 404))


def add_plugins(admin, base):
    keys = {kind: {"key": (values.KEYS / f"server-{kind}.pem").read_text(), "cert": (values.KEYS / f"server-{kind}.pub.pem").read_text()}
            for kind in ("rsa", "ec")}
    for name, differences in INSTANCES.items():
        pair = keys["ec" if differences.get("jwt-type") == "ecdsa" else "rsa"]
        admin.call("POST", "/mod/plugin/", {"module": "oidc", "name": name, "display_name": name, "enabled": True,
                                            "parameters": OIDC | pair | differences | {"iss": f"{base}/{name}"}})
    admin.call("POST", "/mod/plugin/", {"module": "oauth2-glewlwyd", "name": "oauth2", "display_name": "oauth2",
                                        "enabled": True, "parameters": OAUTH2})


def add_clients(admin, v):
    def add(client_id, secret=None, methods=(), **more):
        body = {"client_id": client_id, "client_name": client_id, "name": client_id, "enabled": True,
                "confidential": bool(secret or methods), "redirect_uri": values.redirect_uris(v),
                "authorization_type": EVERY_GRANT, "scope": ["read", "write"],
                "token_endpoint_auth_method": list(methods) or ["none"]}
        if secret:
            body["client_secret"] = secret
        admin.call("POST", "/client/", body | more)

    both = ["client_secret_basic", "client_secret_post"]
    add(v["CLIENT_ID"], v["CLIENT_SECRET"], both)
    add(v["ODD_CLIENT_ID"], v["ODD_CLIENT_SECRET"], both)
    add(v["PUBLIC_CLIENT_ID"], authorization_type=["code", "refresh_token", "delete_token", "device_authorization"], scope=[])
    add(v["JWT_SECRET_CLIENT_ID"], v["JWT_SECRET_CLIENT_SECRET"], ["client_secret_jwt"])
    add(v["JWT_RSA_CLIENT_ID"], None, ["private_key_jwt"], pubkey=(values.KEYS / "client-rsa.pub.pem").read_text())
    add(v["JWT_EC_CLIENT_ID"], None, ["private_key_jwt"],
        jwks={"keys": [json.loads((values.KEYS / "client-ec.pub.jwk").read_text())]})
    add(v["DPOP_CLIENT_ID"], v["DPOP_CLIENT_SECRET"], both, dpop_client_bound="1")
    add(v["RESOURCE_CLIENT_ID"], v["RESOURCE_CLIENT_SECRET"], ["client_secret_basic"],
        authorization_type=["client_credentials"], scope=["introspect", "register"])
