"""1 GB into a file: whole processes, and how much memory ours takes."""
import os, pathlib, subprocess, tempfile
from .measure import CORES, Row, environment, output, pairs, same, times_as_long
from .server import static_files

SIZE = 1 << 30
SCRIPT = """http.get("{url}/big.bin", {{ save = "ours.bin" }}):expect()
"""


def peak_megabytes(command, env, folder):
    """Of one run, by the kernel's own count."""
    process = subprocess.Popen(command, env=env, cwd=folder, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(command)} failed with status {status}")
    return usage.ru_maxrss / 1024


def measure(setting):
    # On a file system in memory: what is compared is the program, not the disk, which takes seconds more or less as it likes.
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        folder = pathlib.Path(folder)
        env = environment(folder)
        root = folder / "files"
        root.mkdir()
        with open(root / "big.bin", "wb") as file:
            for _ in range(SIZE >> 20):
                file.write(os.urandom(1 << 20))
        with static_files(folder, root, CORES) as url:
            script = folder / "download.lua"
            script.write_text(SCRIPT.format(url=url))
            ours = [setting.binary, "run", str(script)]
            curl = ["/usr/bin/curl", "--silent", "--fail", "--output", "curl.bin", f"{url}/big.bin"]
            times = pairs(ours, curl, setting.rounds(10), env, folder)
            sums = output(["/usr/bin/sha256sum", "ours.bin", "curl.bin", "files/big.bin"], env, folder).split()[::2]
            same("the file", sums[0], sums[2])
            same("the file", sums[1], sums[2])
            peak = peak_megabytes(ours, env, folder)
            limit = 40
            return [
                times_as_long("1 GB with `save`", *times, "curl", at_most=1.2),
                Row("memory of it", f"{peak:.1f} MB", f"limit {limit} MB", peak / limit, f"{peak / limit:.2f}×", at_most=1),
            ]
