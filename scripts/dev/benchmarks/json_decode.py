"""A 55 MB page of a calendar: text to Lua tables, inside one process, by the processor's clock; and what it takes in memory."""
import pathlib, shutil, tempfile
from . import events
from .measure import Row, environment, output, peak_memory, pin, same, times_as_fast

SIZE = 55_000_000
DECODES = 3
# What a run may take in all, with three fields of each event, of which 55 MB are the text.
MEMORY_WITH_FIELDS = 150e6


def measure(setting):
    pin()
    data = setting.work / "calendar.json"
    if not data.exists() or data.stat().st_size < SIZE:
        events.write(data, SIZE)
    script = pathlib.Path(__file__).with_name("decode.lua")

    def ours(times, *more):
        return [setting.binary, "run", "--max-memory", "4096", str(script), str(data), str(times), *more]

    def cjson(times, *more):
        return [shutil.which("lua5.4"), str(script), str(data), str(times), *more]

    size = f"{data.stat().st_size / 1e6:.0f} MB"
    with tempfile.TemporaryDirectory() as folder:
        env = environment(pathlib.Path(folder))
        rows = []
        for what, more, at_least in ((f"`json.decode` of {size}", (), 2), (f"three fields of fifteen of {size}", ("fields",), 5)):
            times = ([], [])
            for _ in range(setting.rounds(5)):
                found = []
                for which, command in enumerate((ours(DECODES, *more), cjson(DECODES, *more))):
                    *seconds, found_here = output(command, env, folder).split("\n")[:-1]
                    times[which].extend(map(float, seconds))
                    found.append(found_here)
                same(what, *found)
            rows.append(times_as_fast(what, *times, "lua-cjson, all of it,", at_least=at_least))
        whole, peer = peak_memory(ours(1), env, folder), peak_memory(cjson(1), env, folder)
        rows.append(Row(f"peak memory, `json.decode` of {size}", megabytes(whole), f"lua-cjson {megabytes(peer)}", whole / peer,
                        f"{whole / peer:.2f}× its memory", at_most=1.3))
        some = peak_memory(ours(1, "fields"), env, folder)
        rows.append(Row("peak memory, three fields", megabytes(some), f"limit {megabytes(MEMORY_WITH_FIELDS)}",
                        some / MEMORY_WITH_FIELDS, f"{some / MEMORY_WITH_FIELDS:.2f}×", at_most=1))
    return rows


def megabytes(count):
    return f"{count / 1e6:.0f} MB"
