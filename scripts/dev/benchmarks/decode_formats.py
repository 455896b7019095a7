"""xml.decode and csv.decode of 50 MB against Python's xml.etree and csv, inside one process, by the processor's clock."""
import pathlib, shutil, tempfile
from . import feed
from .measure import environment, output, pin, same, times_as_fast

SIZE = 50_000_000
DECODES = 3


class Decoding:
    """A benchmark: what is decoded, and how the rows of the table are called."""

    def __init__(self, file, write, rows):
        self.file, self.write, self.rows = file, write, rows

    def measure(self, setting):
        pin()
        data = setting.work / self.file
        if not data.exists() or data.stat().st_size < SIZE:
            self.write(data, SIZE)
        size = f"{data.stat().st_size / 1e6:.0f} MB"
        return [paired(setting, data, *row, size) for row in self.rows]


def paired(setting, data, kind, name, peer_name, size):
    here = pathlib.Path(__file__)
    ours = [setting.binary, "run", "--max-memory", "4096", str(here.with_name("formats.lua")), kind, str(data), str(DECODES)]
    peer = [shutil.which("python3"), "-B", str(here.with_name("formats.py")), kind, str(data), str(DECODES)]
    times = ([], [])
    with tempfile.TemporaryDirectory() as folder:
        env = environment(pathlib.Path(folder))
        for _ in range(setting.rounds(5)):
            found = []
            for which, command in enumerate((ours, peer)):
                *seconds, found_here = output(command, env, folder).split("\n")[:-1]
                times[which].extend(map(float, seconds))
                found.append(found_here)
            same(name, *found)
    return times_as_fast(f"{name} of {size}", *times, peer_name, at_least=2)


xml = Decoding("feed.xml", feed.write_xml, [
    ("xml", "`xml.decode`", "`ElementTree.fromstring`"),
])
csv = Decoding("report.csv", feed.write_csv, [
    ("csv_tables", "`csv.decode`", "`list(csv.DictReader)`"),
    ("csv_lists", "`csv.decode`, rows as lists", "`list(csv.reader)`"),
])
