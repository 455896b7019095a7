#!/usr/bin/env python3
"""A browser without a person: logs in and consents, then follows the redirect to the client.

    login.py URL [USER_CODE]         also as BROWSER='python3 /path/to/login.py'

It knows HTML forms and glewlwyd's JSON login API, and uses the standard library only.
  LOGIN_USER, LOGIN_PASSWORD     the account (default alice / wonderland-Pa55)
  LOGIN_DENY=1                   refuse instead of consenting
  LOGIN_DETACH=1                 return at once and work in the background, as xdg-open does
  LOGIN_NO_CALLBACK=1            do not open the client's redirect URI, only print it
  LOGIN_TRACE=1                  say each step on standard error
Standard output: the client's redirect URI with its parameters, or the text of the last page
(an out-of-band verifier is on a line "code: ..."). Exit status 0 when the flow came to its end.
"""
import gzip, html.parser, http.client, json, os, re, sys, time, urllib.parse as up, zlib

USER = os.environ.get("LOGIN_USER", "alice")
PASSWORD = os.environ.get("LOGIN_PASSWORD", "wonderland-Pa55")
DENY = os.environ.get("LOGIN_DENY") == "1"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
YES = re.compile(r"allow|accept|authori[sz]e|approve|grant|confirm|consent|yes|agree|log.?in|sign.?in|continue|next|submit|ok", re.I)
NO = re.compile(r"cancel|deny|den(y|ied)|refuse|reject|decline|disallow|^no$", re.I)


class Stop(Exception):
    pass


def trace(*words):
    if os.environ.get("LOGIN_TRACE") == "1":
        print("login.py:", *words, file=sys.stderr)


def origin(url):
    p = up.urlsplit(url)
    return p.scheme, p.hostname, p.port


class Page:
    def __init__(self, url, status, headers, body):
        self.url, self.status, self.headers, self.body = url, status, headers, body
        self.text = body.decode("utf-8", "replace")

    def location(self):
        loc = self.headers.get("location")
        return up.urljoin(self.url, loc) if loc and 300 <= self.status < 400 else None


class Browser:
    def __init__(self):
        self.cookies = {}

    def send(self, method, url, data=None, headers=None, timeout=30):
        p = up.urlsplit(url)
        if p.hostname not in LOOPBACK:
            raise Stop(f"will not leave loopback: {url}")
        conn = http.client.HTTPConnection(p.hostname, p.port or 80, timeout=timeout)
        head = {"User-Agent": "login.py", "Accept": "text/html,application/json,*/*", "Connection": "close",
                "Accept-Encoding": "gzip, deflate", **(headers or {})}
        jar = self.cookies.setdefault(p.hostname, {})
        if jar:
            head["Cookie"] = "; ".join(f"{k}={v}" for k, v in jar.items())
        path = (p.path or "/") + ("?" + p.query if p.query else "")
        trace(method, url)
        conn.request(method, path, body=data, headers=head)
        r = conn.getresponse()
        body = r.read()
        for value in r.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            val = rest.split(";", 1)[0]
            if re.search(r"max-age=0\b|expires=thu, 01.jan.1970", value, re.I):
                jar.pop(name.strip(), None)
            else:
                jar[name.strip()] = val
        conn.close()
        enc = r.headers.get("Content-Encoding", "").lower()
        if enc == "gzip":
            body = gzip.decompress(body)
        elif enc == "deflate":
            body = zlib.decompress(body)
        trace("  ->", r.status, r.headers.get("Location") or "")
        return Page(url, r.status, {k.lower(): v for k, v in r.headers.items()}, body)

    def get(self, url, referer=None):
        return self.send("GET", url, headers={"Referer": referer} if referer else None)

    def form(self, method, url, fields, referer):
        enc = up.urlencode(fields)
        if method == "get":
            p = up.urlsplit(url)
            return self.get(up.urlunsplit((p.scheme, p.netloc, p.path, enc, "")), referer)
        o = up.urlsplit(referer)
        return self.send("POST", url, enc.encode(), {"Content-Type": "application/x-www-form-urlencoded",
                                                    "Referer": referer, "Origin": f"{o.scheme}://{o.netloc}"})

    def json(self, method, url, obj=None):
        return self.send(method, url, None if obj is None else json.dumps(obj).encode(),
                         {"Content-Type": "application/json", "Accept": "application/json"})


class Forms(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.forms, self.cur, self.button, self.select, self.words, self.skip = [], None, None, None, [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag in ("script", "style"):
            self.skip += 1
        if tag == "form":
            self.cur = {"action": a.get("action") or "", "method": (a.get("method") or "get").lower(), "fields": []}
            self.forms.append(self.cur)
        elif self.cur is None:
            return
        elif tag == "input":
            self.cur["fields"].append({"type": (a.get("type") or "text").lower(), "name": a.get("name"), "value": a.get("value"),
                                       "checked": "checked" in a, "label": a.get("value") or "", "action": a.get("formaction")})
        elif tag == "button":
            self.button = {"type": (a.get("type") or "submit").lower(), "name": a.get("name"), "value": a.get("value") or "",
                           "checked": False, "label": "", "action": a.get("formaction")}
            self.cur["fields"].append(self.button)
        elif tag == "textarea":
            self.cur["fields"].append({"type": "text", "name": a.get("name"), "value": "", "checked": False, "label": "", "action": None})
        elif tag == "select":
            self.select = {"type": "hidden", "name": a.get("name"), "value": None, "checked": False, "label": "", "action": None}
            self.cur["fields"].append(self.select)
        elif tag == "option" and self.select is not None and (self.select["value"] is None or "selected" in a):
            self.select["value"] = a.get("value", "")

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.skip = max(0, self.skip - 1)
        if tag == "form":
            self.cur = None
        elif tag == "button":
            self.button = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.button is not None:
            self.button["label"] += data
        if not self.skip and data.strip():
            self.words.append(data.strip())


def fill(form, code):
    """The form's (action, fields) as a person would send them, or None where it is not for us."""
    out, buttons, asked = [], [], False
    for f in form["fields"]:
        t, name = f["type"], f["name"]
        if t in ("submit", "image") and (t == "submit"):
            buttons.append(f)
        elif not name or t in ("button", "reset", "file"):
            continue
        elif t == "password":
            out.append((name, PASSWORD)); asked = True
        elif t in ("checkbox", "radio"):
            if t == "checkbox" and (f["checked"] or not DENY) or f["checked"]:
                out.append((name, f["value"] or "on"))
        elif t == "hidden":
            out.append((name, f["value"] or ""))
        elif re.search(r"code", name, re.I) and code:
            out.append((name, code)); asked = True
        elif re.search(r"user|login|email|account", name, re.I) and not (f["value"] or ""):
            out.append((name, USER)); asked = True
        else:
            out.append((name, f["value"] or ""))
    word = lambda b: f"{b['name'] or ''} {b['value'] or ''} {b['label']}".strip()
    no = [b for b in buttons if NO.search(b["label"].strip()) or NO.search((b["value"] or "").strip()) or NO.search(b["name"] or "")]
    yes = [b for b in buttons if b not in no]
    yes.sort(key=lambda b: 0 if YES.search(word(b)) else 1)
    pick = None
    if DENY and not asked:
        if no:
            pick = no[0]
        else:                       # no refusing button: refuse by not ticking anything
            out = [(k, v) for k, v in out if not re.search(r"allow|confirm|consent", k, re.I)]
            pick = yes[0] if yes else None
    elif yes:
        pick = yes[0]
    if pick is not None and pick["name"]:
        out.append((pick["name"], pick["value"] or ""))
    return (pick and pick["action"]) or form["action"], out, asked


def glewlwyd(b, url, code):
    """glewlwyd's login page is a JavaScript application on a JSON API; we use the API."""
    p = up.urlsplit(url)
    q = {k: v[0] for k, v in up.parse_qs(p.query, keep_blank_values=True).items()}
    base = f"{p.scheme}://{p.netloc}/api"
    prompt = q.get("prompt", "")
    if DENY:
        raise Stop("glewlwyd's login page has no button that refuses")
    if prompt == "deviceComplete":
        return None
    if prompt.startswith("device") and prompt != "device":
        raise Stop(f"glewlwyd says {prompt}")
    back = q.get("callback_url")
    if prompt == "device" or not back:
        if not code:
            raise Stop("glewlwyd asks for a user code: give it as the second argument")
        plugin = q.get("plugin") or up.parse_qs(p.query).get("plugin", ["oidc"])[0]
        return f"{base}/{plugin}/device?code={up.quote(code)}"
    r = b.json("POST", f"{base}/auth", {"username": USER, "password": PASSWORD})
    if r.status != 200:
        raise Stop(f"glewlwyd refused the login: {r.status}")
    r = b.json("PUT", f"{base}/auth/grant/{up.quote(q.get('client_id', ''))}", {"scope": q.get("scope", "")})
    if r.status != 200:
        raise Stop(f"glewlwyd refused the grant: {r.status} {r.text}")
    return back + ("&" if "?" in back else "?") + "g_continue"


def to_client(b, url, data=None, referer=None):
    print(url, flush=True)
    if os.environ.get("LOGIN_NO_CALLBACK") == "1" or up.urlsplit(url).hostname not in LOOPBACK or not url.startswith("http:"):
        return 0
    for attempt in range(50):       # the client may open its listener a moment after the browser
        try:
            page = b.form("post", url, data, referer) if data is not None else b.get(url)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    else:
        raise Stop(f"nobody listens at {url}")
    for _ in range(3):
        loc = page.location()
        if not loc or up.urlsplit(loc).hostname not in LOOPBACK:
            break
        page = b.get(loc)
    trace("client answered", page.status, page.text[:200].replace("\n", " "))
    return 0


def browse(start, code=None):
    b = Browser()
    home = origin(start)
    page, passwords = b.get(start), 0
    for _ in range(20):
        nxt = page.location()
        if nxt:
            if nxt.startswith("urn:") or not nxt.startswith("http") or origin(nxt) != home:
                return to_client(b, nxt)
            if up.urlsplit(nxt).path.endswith("/login.html"):
                nxt = glewlwyd(b, nxt, code)
                if nxt is None:
                    print("device: complete")
                    return 0
                if origin(nxt) != home:
                    return to_client(b, nxt)
            page = b.get(nxt, page.url)
            continue
        if up.urlsplit(page.url).path.endswith("/login.html"):
            page = b.get(glewlwyd(b, page.url, code))
            continue
        if page.status >= 400:
            raise Stop(f"{page.status} at {page.url}: {page.text[:400]}")
        doc = Forms(page.text)
        forms = [f for f in doc.forms if not re.search(r"logout|search|lang|setlang", f["action"], re.I)]
        if not forms:
            text = " ".join(doc.words) if doc.words else page.text
            m = re.search(r"(?:verifier|code)\W*[:=]\s*(?:<[^>]+>\s*)*([\w.~-]{4,})", text, re.I)
            if m:
                print("code:", m.group(1))
            print(text[:2000])
            return 0
        form = next((f for f in forms if any(x["type"] == "password" for x in f["fields"])), forms[0])
        action, fields, asked = fill(form, code)
        if any(x["type"] == "password" for x in form["fields"]):
            passwords += 1
            if passwords > 1:
                raise Stop(f"login refused at {page.url}: {' '.join(doc.words)[:300]}")
        target = up.urljoin(page.url, action) if action else page.url
        if origin(target) != home:  # response_mode=form_post
            return to_client(b, target, fields, page.url)
        trace("form", form["method"], target, [k for k, _ in fields])
        page = b.form(form["method"], target, fields, page.url)
    raise Stop("going round in circles")


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__.strip())
        return 2
    if os.environ.get("LOGIN_DETACH") == "1":
        if os.fork():
            return 0
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
    try:
        return browse(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
    except Stop as e:
        print("login.py:", e, file=sys.stderr)
        return 1
    except OSError as e:
        print("login.py:", type(e).__name__, e, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
