"""serve NAME: starts the server, says where it is, and keeps it until standard input ends."""
import os, select, shlex, shutil, signal, sys, tempfile
from . import authlib_server, glewlwyd_server, values

SERVERS = {"glewlwyd": (glewlwyd_server.start, values.glewlwyd), "authlib": (authlib_server.start, values.authlib)}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in SERVERS:
        sys.exit("usage: serve " + "|".join(SERVERS))
    start, variables_of = SERVERS[sys.argv[1]]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    data = tempfile.mkdtemp(prefix="oauthlua-interop-")
    server = None
    try:
        variables = variables_of(values.free_port(), values.redirect_port())
        server = start(variables, data)
        for name, value in variables.items():
            print(f"{name}={shlex.quote(value)}")
        print("READY", flush=True)
        ended = os.pidfd_open(server.pid)
        readable, _, _ = select.select([sys.stdin, ended], [], [])
        while sys.stdin in readable and os.read(0, 4096):
            readable, _, _ = select.select([sys.stdin, ended], [], [])
        if ended in readable:
            sys.exit(f"{sys.argv[1]} ended by itself with status {server.wait()}")
    finally:
        if server is not None and server.poll() is None:
            server.terminate()
            try:
                server.wait(10)
            except Exception:
                server.kill()
        shutil.rmtree(data, ignore_errors=True)


main()
