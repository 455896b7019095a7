"""An Atom feed of calendar events and a CSV report of them, of a given size, the same each time."""
import csv, random
from xml.sax.saxutils import escape, quoteattr
from .events import TITLES, ZONES

NAMESPACES = ('xmlns="http://www.w3.org/2005/Atom" xmlns:gd="http://schemas.google.com/g/2005" '
              'xmlns:gCal="http://schemas.google.com/gCal/2005"')
COLUMNS = ["id", "status", "created", "updated", "title", "description", "location", "creator", "start", "end", "zone",
           "sequence", "amount"]


def write_xml(path, size):
    """Writes a feed of at least this many bytes. Takes some seconds."""
    draw, number = random.Random(1), 0
    with open(path, "w", encoding="utf-8") as file:
        written = file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<feed {NAMESPACES}>\n<title>primary</title>\n')
        while written < size:
            text = entry(number, draw)
            written += file.write(text) + len(text.encode()) - len(text)
            number += 1
        file.write("</feed>\n")


def entry(number, draw):
    identifier, day, hour = f"{draw.getrandbits(128):026x}", 1 + number % 28, draw.randrange(24)
    people = "".join(f'    <gd:who email="person{draw.randrange(500)}@example.com" valueString="Person">'
                     f'<gd:attendeeStatus value="accepted"/></gd:who>\n' for _ in range(draw.randrange(4)))
    content = "\n".join(["Agenda:", "- numbers & plans"]) * draw.randrange(3)
    return f"""  <entry gd:etag="&quot;{draw.getrandbits(53)}&quot;">
    <id>https://www.google.com/calendar/feeds/{identifier}</id>
    <published>2026-01-05T09:12:44.000Z</published>
    <updated>2026-03-17T14:02:11.382Z</updated>
    <category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/g/2005#event"/>
    <title type="text">{escape(draw.choice(TITLES))}</title>
    <content type="text">{escape(content)}</content>
    <link rel="alternate" type="text/html" href="https://www.google.com/calendar/event?eid={identifier}&amp;hl=en"/>
    <author>
      <name>Alice</name>
      <email>alice@example.com</email>
    </author>
    <gd:when startTime="2026-04-{day:02}T{hour:02}:00:00+02:00" endTime="2026-04-{day:02}T{hour:02}:45:00+02:00"/>
    <gd:where valueString={quoteattr(draw.choice(["", "Room 4", "Zoom"]))}/>
    <gCal:sequence>{draw.randrange(5)}</gCal:sequence>
    <gCal:zone>{draw.choice(ZONES)}</gCal:zone>
{people}  </entry>
"""


def write_csv(path, size):
    """Writes a report of at least this many bytes. Takes some seconds."""
    draw, number = random.Random(1), 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        while number % 1000 or file.tell() < size:
            day, hour = 1 + number % 28, draw.randrange(24)
            writer.writerow([
                f"{draw.getrandbits(128):026x}", "confirmed", "2026-01-05T09:12:44.000Z", "2026-03-17T14:02:11.382Z",
                draw.choice(TITLES), "Agenda:\n- numbers\n- plans\n" * draw.randrange(3),
                draw.choice(["", "Room 4", "Zoom"]), f"person{draw.randrange(500)}@example.com",
                f"2026-04-{day:02}T{hour:02}:00:00+02:00", f"2026-04-{day:02}T{hour:02}:45:00+02:00", draw.choice(ZONES),
                draw.randrange(5), f"{draw.random() * 100:.2f}"])
            number += 1
