"""One authorized GET on loopback with a stored token: the whole process, from its start to its end."""
import contextlib, json, os, pathlib, shlex, shutil, subprocess, sys, tempfile
from .measure import environment, output, pairs, pin, same, times_as_fast, times_as_long

PATH = "/calendar/v3/calendars/primary/events?maxResults=5"
SCRIPT = """local demo = oauth.connection {{
  name = "demo", authorization_url = "{url}/oauth/authorize", token_url = "{url}/oauth/token",
  client_id = "demo-public", scope = "calendar.readonly", base_url = "{url}",
}}
io.write(demo:get("{path}").body)
"""


@contextlib.contextmanager
def demo_provider(binary, env, cores):
    """The demo provider on the cores that the clients do not use. Yields its URL."""
    server = subprocess.Popen(
        [binary, "demo", "--serve", "--yes"], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    try:
        for line in server.stdout:
            name, _, value = line.strip().removeprefix("export ").partition("=")
            if name == "DEMO_URL":
                yield shlex.split(value)[0]
                return
        raise SystemExit("the demo provider printed no DEMO_URL")
    finally:
        server.terminate()
        server.wait()


def measure(setting):
    others = pin()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        curl = shutil.which("curl")
        env = environment(folder, BROWSER=f"{curl} --silent --location --output /dev/null %s")
        with demo_provider(setting.binary, env, others) as url:
            script = folder / "get.lua"
            script.write_text(SCRIPT.format(url=url, path=PATH))
            output([setting.binary, "authorize", script.name], env, folder)
            token = output([setting.binary, "token", script.name], env, folder).strip()

            get = [setting.binary, "get", script.name, PATH]
            run = [setting.binary, "run", script.name]
            curl = [curl, "--silent", "--fail", "--header", f"Authorization: Bearer {token}", url + PATH]
            (folder / "token.json").write_text(json.dumps({"access_token": token, "token_type": "Bearer", "expires_in": 3600}))
            client = pathlib.Path(__file__).with_name("requests_client.py")
            requests = [str(setting.work / "venv/bin/python"), str(client), url + PATH]

            expected = output(curl, env, folder)
            for command in (get, run, requests):
                same(" ".join(command), output(command, env, folder), expected)

            rows = []
            for name, command in (("`oauthlua get`", get), ("a script", run)):
                times = pairs(command, curl, setting.rounds(250), env, folder)
                rows.append(times_as_long(f"authorized GET by {name}", *times, "curl", at_most=1.5))
            times = pairs(get, requests, setting.rounds(40), env, folder)
            rows.append(times_as_fast("authorized GET by `oauthlua get`", *times, "requests-oauthlib", at_least=10))
            return rows
