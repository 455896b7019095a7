"""Starting a server as a child and waiting until it answers."""
import ctypes, signal, subprocess, sys, time, urllib.error, urllib.request

PR_SET_PDEATHSIG = 1


def die_with_parent():
    """So that a killed test run leaves no server behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, log, ready, environment=None):
    """Starts a command, its output going to a file, and returns once the URL answers anything at all."""
    with open(log, "wb") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment,
                                 preexec_fn=die_with_parent)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(ready, timeout=2).close()
            return child
        except urllib.error.HTTPError:
            return child
        except OSError:
            time.sleep(0.05)
    child.kill()
    sys.exit(f"{command[0]} is not ready:\n" + open(log, errors="replace").read()[-4000:])
