"""A thousand pages with `:each()`: the memory of the whole process at page 100 and at page 1,000."""
import os, pathlib, subprocess, tempfile
from .get import demo_provider
from .measure import Row, environment, pin

PAGES, SIZE, FROM, MEGABYTES = 1000, 100, 100, 5


def resident(pid):
    """Megabytes."""
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"process {pid} has no VmRSS")


def samples(command, env, folder):
    """Megabytes after each page."""
    found = []
    child = subprocess.Popen(command, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    for line in child.stdout:
        found.append(resident(child.pid))
        if int(line) != len(found):
            raise SystemExit(f"page {len(found)} came as {line!r}")
    if child.wait() != 0 or len(found) != PAGES:
        raise SystemExit(f"{len(found)} pages, status {child.returncode}")
    return found


def measure(setting):
    others = pin()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        env = environment(folder)
        with demo_provider(setting.binary, env, others) as url:
            script = pathlib.Path(__file__).with_name("pages.lua")
            command = [setting.binary, "run", "--param", f"url={url}", "--param", f"count={PAGES * SIZE}",
                       "--param", f"size={SIZE}", str(script)]
            runs = [samples(command, env, folder) for _ in range(setting.rounds(3))]
    worst = max(runs, key=lambda run: abs(run[-1] - run[FROM - 1]))
    growth = worst[-1] - worst[FROM - 1]
    return [Row(f"{PAGES} pages of {SIZE} with `:each()`", f"{worst[-1]:.1f} MB", f"page {FROM}: {worst[FROM - 1]:.1f} MB",
                abs(growth), f"{growth:+.1f} MB", at_most=MEGABYTES, unit=" MB")]
