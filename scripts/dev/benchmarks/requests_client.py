"""The same request as a user of requests-oauthlib writes it, its token in a file."""
import json, os, sys

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # the server is on loopback
from requests_oauthlib import OAuth2Session

with open("token.json") as file:
    session = OAuth2Session("demo-public", token=json.load(file))
response = session.get(sys.argv[1])
response.raise_for_status()
sys.stdout.write(response.text)
