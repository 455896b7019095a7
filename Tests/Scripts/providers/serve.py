#!/usr/bin/env python3
"""The providers that the scripts in scripts/ speak with, on loopback: an HTTPS proxy that answers for their hosts by itself.

usage: serve.py CERTIFICATE KEY

Prints its port, then a line for each request. What it answers has the shape of what the real ones answer; what they refuse,
it refuses too (a client that does not authenticate as it must, a token that is none).
"""
import base64, http.server, json, ssl, sys, urllib.parse

import discogs, github, google, microsoft, reports, slack, spotify, strava

HOSTS = {}
for provider in discogs, github, google, microsoft, reports, slack, spotify, strava:
    for host in provider.HOSTS:
        HOSTS[host] = provider

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])


class Request:
    def __init__(self, handler, host):
        url = urllib.parse.urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()
        self.method, self.host, self.path, self.headers = handler.command, host, url.path, handler.headers
        self.query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        self.lists = urllib.parse.parse_qs(url.query)
        self.form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))

    @property
    def basic(self):
        """The client that Basic authentication names, as "id:secret"."""
        scheme, _, words = self.headers.get("Authorization", "").partition(" ")
        return base64.b64decode(words).decode() if scheme == "Basic" else None

    @property
    def bearer(self):
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        return token if scheme == "Bearer" else None

    def redirect(self, **parameters):
        """Back to the client, as after a consent."""
        url = self.query["redirect_uri"] + "?" + urllib.parse.urlencode({**parameters, "state": self.query["state"]})
        return 302, {"Location": url}, b""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_CONNECT(self):
        host = self.path.rpartition(":")[0]
        if host not in HOSTS:
            return self.send_error(502, "no such provider here: " + host)
        self.send_response(200)
        self.end_headers()
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, OSError):
            self.close_connection = True
            return
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
        self.host = host
        self.close_connection = False  # also where the CONNECT was of HTTP/1.0

    def answer(self):
        host = getattr(self, "host", None)
        if host is None:
            return self.send_error(400, "only https")
        request = Request(self, host)
        answer = HOSTS[host].answer(request)
        if answer is None:
            answer = 404, {"error": f"{host} has no {request.method} {self.path}"}
        status, *headers, body = answer
        headers = headers[0] if headers else {}
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers = {"Content-Type": "application/json; charset=utf-8", **headers}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        print(request.method, host + self.path, status, flush=True)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print("listening on", server.server_address[1], flush=True)
server.serve_forever()
