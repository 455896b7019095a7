"""Makes the test keys, as PEM and JWK. They are made on each machine, never committed."""
import json, os, pathlib, sys
from joserfc.jwk import ECKey, RSAKey

FOLDER = pathlib.Path(sys.argv[1])
KINDS = {"server-rsa": (RSAKey, 2048, "RS256"), "client-rsa": (RSAKey, 2048, "RS256"),
         "server-ec": (ECKey, "P-256", "ES256"), "client-ec": (ECKey, "P-256", "ES256")}

os.umask(0o077)
FOLDER.mkdir(parents=True, exist_ok=True)
for name, (kind, size, algorithm) in KINDS.items():
    key = kind.generate_key(size)
    (FOLDER / f"{name}.pem").write_bytes(key.as_pem(private=True))
    (FOLDER / f"{name}.pub.pem").write_bytes(key.as_pem(private=False))
    for private, suffix in ((True, ".jwk"), (False, ".pub.jwk")):
        jwk = dict(key.as_dict(private=private), kid=name, alg=algorithm, use="sig")
        (FOLDER / (name + suffix)).write_text(json.dumps(jwk, indent=1) + "\n")
(FOLDER / "made").touch()
