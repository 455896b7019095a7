"""glewlwyd, an OAuth 2 and OpenID Connect server in C, on a fresh SQLite database."""
import gzip, pathlib, shutil, sqlite3
from . import process, provision, values

PACKAGE = values.TOOLS / "glewlwyd" / "usr"

CONFIGURATION = """
port=@PORT@
bind_address="127.0.0.1"
external_url="@BASE_URL@"
login_url="login.html"
api_prefix="api"
static_files_path="@DATA@/webapp/"
static_files_mime_types=(
  { extension=".html" mime_type="text/html" compress=1 },
  { extension=".css" mime_type="text/css" compress=1 },
  { extension=".js" mime_type="application/javascript" compress=1 },
  { extension=".json" mime_type="application/json" compress=1 }
)
allow_origin="*"
allow_methods="GET, POST, PUT, DELETE, OPTIONS"
allow_headers="Origin, X-Requested-With, Content-Type, Accept, Bearer, Authorization, DPoP"
expose_headers="Content-Encoding, Authorization"
log_mode="console"
log_level="WARNING"
cookie_domain="127.0.0.1"
cookie_secure=0
cookie_same_site="lax"
session_expiration=2419200
session_key="GLEWLWYD2_SESSION_ID"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
allow_multiple_user_per_session=true
login_api_enabled=true
max_post_size=16777216
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="@MODULES@/user"
user_middleware_module_path="@DATA@"
client_module_path="@MODULES@/client"
user_auth_scheme_module_path="@MODULES@/scheme"
plugin_module_path="@MODULES@/plugin"
hash_algorithm="SHA512"
database = { type="sqlite3" path="@DATA@/glewlwyd.db" };
response_allowed_compression="deflate,gzip"
"""


def start(variables, data):
    data = pathlib.Path(data)
    database = sqlite3.connect(data / "glewlwyd.db")
    with gzip.open(PACKAGE / "share/doc/glewlwyd/database/init.sqlite3.sql.gz", "rt") as script:
        database.executescript(script.read())
    database.close()

    # The package's config.json is a link into /etc, where an unpacked package put nothing.
    shutil.copytree(PACKAGE / "share/glewlwyd/webapp", data / "webapp", symlinks=True)
    (data / "webapp/config.json").unlink(missing_ok=True)
    shutil.copy(PACKAGE / "share/glewlwyd/templates/config.json", data / "webapp/config.json")

    base = variables["BASE_URL"]
    text = CONFIGURATION
    for name, value in (("PORT", base.rsplit(":", 1)[1]), ("BASE_URL", base), ("DATA", data), ("MODULES", PACKAGE / "lib/glewlwyd")):
        text = text.replace(f"@{name}@", str(value))
    (data / "glewlwyd.conf").write_text(text)

    server = process.start([PACKAGE / "bin/glewlwyd", "-c", data / "glewlwyd.conf"], data / "log", base + "/config")
    try:
        provision.provision(variables)
    except BaseException:
        server.kill()
        raise
    return server
