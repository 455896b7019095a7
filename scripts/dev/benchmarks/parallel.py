"""A thousand GETs of 2 KB, 32 at a time: whole processes, from their start to their end."""
import pathlib, random, string, tempfile
from .measure import CORES, environment, output, pairs, same, times_as_fast
from .server import static_files

COUNT, LIMIT = 1000, 32
SCRIPT = """local urls = {{}}
for i = 0, {last} do urls[#urls + 1] = "{url}/" .. i .. ".txt" end
local bodies = task.map(urls, function(url) return http.get(url):expect().body end, {{ limit = {limit} }})
io.write(hash.sha256(table.concat(bodies)), "\\n")
"""
HTTPX = """import asyncio, hashlib, httpx
async def main():
    limits, places = httpx.Limits(max_connections={limit}, max_keepalive_connections={limit}), asyncio.Semaphore({limit})
    async with httpx.AsyncClient(limits=limits) as client:
        async def get(i):
            async with places:
                response = await client.get(f"{url}/{{i}}.txt")
                response.raise_for_status()
                return response.content
        bodies = await asyncio.gather(*(get(i) for i in range({count})))
    print(hashlib.sha256(b"".join(bodies)).hexdigest())
asyncio.run(main())
"""


def measure(setting):
    # Not on one core: what runs side by side may.
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        env = environment(folder)
        root = folder / "files"
        root.mkdir()
        for number in range(COUNT):
            (root / f"{number}.txt").write_text("".join(random.choices(string.ascii_letters, k=2048)))
        with static_files(folder, root, CORES) as url:
            script = folder / "parallel.lua"
            script.write_text(SCRIPT.format(url=url, last=COUNT - 1, limit=LIMIT))
            ours = [setting.binary, "run", str(script)]
            # curl writes the bodies to files: to /dev/null, so that nobody waits for a disk.
            urls = folder / "urls.txt"
            urls.write_text("".join(f'url = "{url}/{number}.txt"\noutput = /dev/null\n' for number in range(COUNT)))
            curl = ["/usr/bin/curl", "--silent", "--no-progress-meter", "--fail", "--parallel", "--parallel-max", str(LIMIT),
                    "--config", str(urls)]
            client = folder / "client.py"
            client.write_text(HTTPX.format(url=url, count=COUNT, limit=LIMIT))
            httpx = [str(setting.work / "venv/bin/python"), str(client)]
            same("the bodies", output(ours, env, folder), output(httpx, env, folder))
            what = f"{COUNT:,} GETs of 2 KB, {LIMIT} at a time"
            return [
                times_as_fast(what, *pairs(ours, curl, setting.rounds(60), env, folder), "curl --parallel", at_least=1),
                times_as_fast(what, *pairs(ours, httpx, setting.rounds(10), env, folder), "httpx", at_least=10),
            ]
