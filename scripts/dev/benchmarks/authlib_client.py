"""Authlib's part of the `oauth1` benchmark: as oauth1/main.swift."""
import sys, time
from urllib.parse import quote
from authlib.oauth1.rfc5849 import client_auth

URL = "https://photos.example.net/photos?file=vacation.jpg&size=original"


def main():
    signer = client_auth.ClientAuth("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")
    start = time.process_time()
    for _ in range(int(sys.argv[1])):
        signer.sign("GET", URL, {}, "")
    print(time.process_time() - start)
    client_auth.generate_nonce = lambda: "kllo9940pd9333jh"
    client_auth.generate_timestamp = lambda: "1700000000"
    _, headers, _ = signer.sign("GET", URL, {}, "")
    print(headers["Authorization"].split('oauth_signature="')[1].split('"')[0])


main()
