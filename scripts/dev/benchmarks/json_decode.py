"""json.decode of a 50 MB calendar list: text to Lua tables, inside one process, by the processor's clock."""
import pathlib, shutil, tempfile
from . import events
from .measure import environment, output, pin, same, times_as_fast

SIZE = 50_000_000
DECODES = 3


def measure(setting):
    pin()
    data = setting.work / "calendar.json"
    if not data.exists() or data.stat().st_size < SIZE:
        events.write(data, SIZE)
    script = pathlib.Path(__file__).with_name("decode.lua")
    ours = [setting.binary, "run", "--max-memory", "4096", str(script), str(data), str(DECODES)]
    cjson = [shutil.which("lua5.4"), str(script), str(data), str(DECODES)]
    times = ([], [])
    with tempfile.TemporaryDirectory() as folder:
        env = environment(pathlib.Path(folder))
        for _ in range(setting.rounds(5)):
            found = []
            for which, command in enumerate((ours, cjson)):
                *seconds, found_here = output(command, env, folder).split("\n")[:-1]
                times[which].extend(map(float, seconds))
                found.append(found_here)
            same("json.decode", *found)
    row = times_as_fast(f"`json.decode` of {data.stat().st_size / 1e6:.0f} MB", *times, "lua-cjson", at_least=2)
    return [row]
