#!/usr/bin/env python3
"""A browser without a person, for a provider that consents by itself: follows redirects, and submits the form of a page that
submits itself (response_mode=form_post). Prints the last page.

    browser.py [--connect-to HOST:PORT:ADDR:PORT] URL

The option is curl's; HOST may be empty."""
import html.parser, socket, ssl, sys, urllib.error, urllib.parse, urllib.request


class Form(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.action, self.fields = None, []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and attributes.get("method", "").lower() == "post":
            self.action = attributes["action"]
        elif tag == "input" and "name" in attributes and self.action:
            self.fields.append((attributes["name"], attributes.get("value") or ""))


# A loopback certificate of ours is nobody's to verify but the person's.
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


def load(url, fields=None):
    data = urllib.parse.urlencode(fields).encode() if fields is not None else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data), timeout=60, context=context) as answer:
            return answer.url, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.url, error.read().decode(errors="replace")


def connect_to(route):
    """Only where connections go changes: names in TLS and headers stay."""
    host, port, address, target = route.split(":")
    connect = socket.create_connection

    def elsewhere(place, *rest, **named):
        fits = host in ("", place[0]) and int(port) == place[1]
        return connect((address, int(target)) if fits else place, *rest, **named)

    socket.create_connection = elsewhere


if sys.argv[1] == "--connect-to":
    connect_to(sys.argv[2])
url, page = load(sys.argv[-1])
form = Form(page)
if form.action:
    url, page = load(urllib.parse.urljoin(url, form.action), form.fields)
print(page)
