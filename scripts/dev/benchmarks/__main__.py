"""Runs the chosen benchmarks and prints one table."""
import argparse, os, pathlib, platform, sys
from . import decode_formats, download, get, hello, json_decode, oauth1, pages, parallel, size
from .measure import Setting

ALL = {
    "hello": hello, "get": get, "json": json_decode, "xml": decode_formats.xml, "csv": decode_formats.csv, "oauth1": oauth1,
    "pages": pages, "parallel": parallel, "download": download, "size": size,
}


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main():
    parser = argparse.ArgumentParser(prog="scripts/dev/bench")
    parser.add_argument("which", nargs="*", metavar="|".join(ALL))
    parser.add_argument("--rounds", type=float, default=1, help="a factor on the number of rounds")
    parser.add_argument("--work", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    unknown = [name for name in chosen.which if name not in ALL]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(ALL)}")
    setting = Setting(os.environ["OAUTHLUA_BINARY"], chosen.work, chosen.rounds)
    rows = []
    for name in chosen.which or ALL:
        print(f"measuring {name}", file=sys.stderr)
        rows += ALL[name].measure(setting)
    print(f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}\n")
    print("| what | oauthlua | peer | ratio | target | met |")
    print("| --- | --- | --- | --- | --- | --- |")
    for row in rows:
        print("| " + " | ".join(row.cells()) + " |")
    sys.exit(0 if all(row.met for row in rows) else 1)


main()
