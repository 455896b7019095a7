"""The smallest script: what a start costs."""
import shutil, tempfile, pathlib
from .measure import environment, output, pairs, pin, same, times_as_long


def measure(setting):
    pin()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "hello.lua").write_text('print("hello")\n')
        ours = [setting.binary, "run", "hello.lua"]
        lua = [shutil.which("lua5.4"), "hello.lua"]
        env = environment(folder)
        same("hello", output(ours, env, folder), output(lua, env, folder))
        times = pairs(ours, lua, setting.rounds(300), env, folder)
    return [times_as_long("hello script, whole process", *times, "lua5.4", at_most=6)]
