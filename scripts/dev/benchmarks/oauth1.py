"""OAuth 1.0a signatures by HMAC-SHA1: signatures a second, by the processor's clock."""
import os, pathlib, tempfile
from .measure import Row, environment, output, pin, ratio_of_pairs, same

# Each run takes about the same time on either side.
OURS, THEIRS = 300_000, 6_000


def measure(setting):
    pin()
    ours = [os.environ["OAUTHLUA_SIGNING_BENCH"], str(OURS)]
    client = pathlib.Path(__file__).with_name("authlib_client.py")
    authlib = [str(setting.work / "venv/bin/python"), "-B", str(client), str(THEIRS)]
    times = ([], [])
    with tempfile.TemporaryDirectory() as folder:
        env = environment(pathlib.Path(folder))
        for _ in range(setting.rounds(10)):
            found = []
            for which, (command, count) in enumerate(((ours, OURS), (authlib, THEIRS))):
                seconds, signature = output(command, env, folder).split("\n")[:2]
                times[which].append(float(seconds) / count)
                found.append(signature)
            same("the signature", *found)
    ratio = ratio_of_pairs(times[1], times[0])
    rates = [f"{1 / sorted(found)[len(found) // 2]:,.0f}/s" for found in times]
    return [
        Row("OAuth 1.0a signatures, HMAC-SHA1, 8 parameters", rates[0], f"Authlib {rates[1]}", ratio,
            f"{ratio:.0f}× as many", at_least=30)]
