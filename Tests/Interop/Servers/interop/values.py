"""Who may log in, which clients are registered, and where each server's endpoints are.

A server's variables are what `serve` prints, and what its provisioning reads.
"""
import os, pathlib, random, socket

TOOLS = pathlib.Path(os.environ.get("OAUTHLUA_INTEROP_TOOLS", ""))
KEYS = TOOLS / "keys"
USERNAME, PASSWORD = "alice", "wonderland-Pa55"
# Every character that form-encoding and HTTP Basic get wrong (RFC 6749 2.3.1); "%41" tells an encoded secret from a raw one.
ODD_SECRET = "s3cr:t/+ %41&=~é"


def free_port():
    """A port that nobody listens on, below the range that the kernel gives to outgoing connections."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def redirect_port():
    """The port of the registered redirect URIs, which both servers compare to the character."""
    return int(os.environ.get("OAUTHLUA_INTEROP_REDIRECT_PORT") or free_port())


def redirect_uris(variables):
    port = variables["REDIRECT_PORT"]
    hosts = ("127.0.0.1", "localhost", "[::1]")
    return [f"http://{host}:{port}{path}" for host in hosts for path in ("/callback", "/", "")] + ["urn:ietf:wg:oauth:2.0:oob"]


def common(base, redirect):
    return {
        "BASE_URL": base,
        "USERNAME": USERNAME, "PASSWORD": PASSWORD,
        "REDIRECT_PORT": str(redirect), "REDIRECT_URI": f"http://127.0.0.1:{redirect}/callback",
        # Confidential: client_secret_basic and client_secret_post, every grant.
        "CLIENT_ID": "web", "CLIENT_SECRET": "web-secret",
        "ODD_CLIENT_ID": "odd", "ODD_CLIENT_SECRET": ODD_SECRET,
        # No secret: code with PKCE, device, refresh.
        "PUBLIC_CLIENT_ID": "public",
    }


def glewlwyd(port, redirect):
    """Several plugin instances of one server, each with URLs of its own. ISSUER and the URLs after it are those of `oidc`."""
    base = f"http://127.0.0.1:{port}"
    issuer, oauth2 = base + "/api/oidc", base + "/api/oauth2"
    return common(base, redirect) | {
        "ISSUER": issuer,
        "DISCOVERY_URL": issuer + "/.well-known/openid-configuration",
        "AUTHORIZATION_URL": issuer + "/auth",
        "TOKEN_URL": issuer + "/token",
        "DEVICE_AUTHORIZATION_URL": issuer + "/device_authorization",
        "REVOCATION_URL": issuer + "/revoke",
        "INTROSPECTION_URL": issuer + "/introspect",
        "PAR_URL": issuer + "/par",
        "API_URL": issuer + "/userinfo",
        "REGISTRATION_URL": issuer + "/register",
        "JWKS_URL": issuer + "/jwks",
        "SCOPE": "openid read write",
        # DPoP nonces mandatory, PKCE required, RFC 9207 iss, ES256-signed tokens.
        "NONCE_ISSUER": base + "/api/oidcnonce",
        # PAR required.
        "PAR_ISSUER": base + "/api/oidcpar",
        # Access tokens live 3 s, refresh tokens are not rotated, device interval 1 s.
        "SHORT_ISSUER": base + "/api/oidcshort",
        # The plain OAuth 2 plugin: no OIDC, no discovery, no id_token.
        "OAUTH2_AUTHORIZATION_URL": oauth2 + "/auth",
        "OAUTH2_TOKEN_URL": oauth2 + "/token",
        "OAUTH2_DEVICE_AUTHORIZATION_URL": oauth2 + "/device_authorization",
        "OAUTH2_API_URL": oauth2 + "/profile",
        # client_secret_jwt (HS256); private_key_jwt RS256 and ES256.
        "JWT_SECRET_CLIENT_ID": "jwt-secret", "JWT_SECRET_CLIENT_SECRET": "jwt-secret-0123456789abcdef0123456789abcdef",
        "JWT_RSA_CLIENT_ID": "jwt-rsa", "JWT_EC_CLIENT_ID": "jwt-ec",
        "CLIENT_RSA_KEY": str(KEYS / "client-rsa.pem"), "CLIENT_RSA_JWK": str(KEYS / "client-rsa.jwk"),
        "CLIENT_EC_KEY": str(KEYS / "client-ec.pem"), "CLIENT_EC_JWK": str(KEYS / "client-ec.jwk"),
        # Every token must be DPoP-bound.
        "DPOP_CLIENT_ID": "dpop", "DPOP_CLIENT_SECRET": "dpop-secret",
        # A resource server: it introspects with a client-credentials token of scope "introspect".
        "RESOURCE_CLIENT_ID": "resource", "RESOURCE_CLIENT_SECRET": "resource-secret", "RESOURCE_SCOPE": "introspect",
    }


def authlib(port, redirect):
    base = f"http://127.0.0.1:{port}"
    return common(base, redirect) | {
        "ISSUER": base,
        "METADATA_URL": base + "/.well-known/oauth-authorization-server",
        "AUTHORIZATION_URL": base + "/oauth2/authorize",
        "TOKEN_URL": base + "/oauth2/token",
        "DEVICE_AUTHORIZATION_URL": base + "/oauth2/device_authorization",
        "REVOCATION_URL": base + "/oauth2/revoke",
        "INTROSPECTION_URL": base + "/oauth2/introspect",
        "API_URL": base + "/api2/me",
        "WRITE_URL": base + "/api2/write",
        "SCOPE": "read write",
        # Clients that take one way of authenticating only.
        "BASIC_CLIENT_ID": "basic-only", "BASIC_CLIENT_SECRET": "basic-only-secret",
        "POST_CLIENT_ID": "post-only", "POST_CLIENT_SECRET": "post-only-secret",
        # JWT bearer grant (RFC 7523): iss = CLIENT_ID, sub = USERNAME, aud = TOKEN_URL, signed RS256 with this key.
        "ASSERTION_KEY": str(KEYS / "client-rsa.pem"),
        # OAuth 1.0a: HMAC-SHA1, RSA-SHA1, PLAINTEXT.
        "OAUTH1_REQUEST_URL": base + "/oauth1/request_token",
        "OAUTH1_AUTHORIZATION_URL": base + "/oauth1/authorize",
        "OAUTH1_ACCESS_URL": base + "/oauth1/access_token",
        "OAUTH1_API_URL": base + "/api1/echo",
        "CONSUMER_KEY": "consumer", "CONSUMER_SECRET": "consumer-secret",
        "ODD_CONSUMER_KEY": "odd con&sumer", "ODD_CONSUMER_SECRET": ODD_SECRET,
        "CONSUMER_RSA_KEY": str(KEYS / "client-rsa.pem"),
    }
