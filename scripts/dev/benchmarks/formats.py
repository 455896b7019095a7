"""The peer of formats.lua, in Python: a program of its own, run as `python3 formats.py KIND PATH TIMES`."""
import csv, gc, io, sys, time
import xml.etree.ElementTree as ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
text = open(sys.argv[2], "rb").read()

# The text is decoded from UTF-8 first: that is part of the work for csv, which takes nothing else.
decode = {
    "xml": lambda: ElementTree.fromstring(text).findall(ATOM + "entry"),
    "csv_tables": lambda: list(csv.DictReader(io.StringIO(text.decode(), newline=""))),
    "csv_lists": lambda: list(csv.reader(io.StringIO(text.decode(), newline=""))),
}[sys.argv[1]]
field = {
    "xml": lambda row: row.find(ATOM + "published").text,
    "csv_tables": lambda row: row["created"],
    "csv_lists": lambda row: row[2],
}[sys.argv[1]]

for _ in range(int(sys.argv[3])):
    gc.collect()
    start = time.process_time()
    rows = decode()
    print(f"{time.process_time() - start:.6f}")
    count, total = len(rows), sum(len(field(row)) for row in rows)
    del rows
print(count, total)
