"""A list of events as Google's calendar API answers it, of a given size, the same each time."""
import json, random

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "UTC"]
TITLES = ["Weekly planning", "Réunion d'équipe", "Отпуск", "歯医者", "1:1 with Ana", "Review — \"Q3\" numbers", "Lunch 🍜"]


def write(path, size):
    """Writes a list of at least this many bytes. Takes some seconds."""
    draw = random.Random(1)
    with open(path, "w", encoding="utf-8") as file:
        head = {"kind": "calendar#events", "etag": '"p33k9vv0dsqdoo0o"', "summary": "primary", "timeZone": ZONES[0],
                "accessRole": "owner", "defaultReminders": [{"method": "popup", "minutes": 10}]}
        written = file.write(json.dumps(head)[:-1] + ', "items": [\n')
        number = 0
        while written < size:
            # Google indents its answers and sends non-ASCII text as it is.
            text = json.dumps(event(number, draw), ensure_ascii=False, indent=1)
            written += file.write((",\n" if number else "") + text) + len(text.encode()) - len(text)
            number += 1
        file.write("]}\n")


def event(number, draw):
    day, hour, zone = 1 + number % 28, draw.randrange(24), draw.choice(ZONES)
    identifier = f"{draw.getrandbits(128):026x}"
    people = [{"email": f"person{draw.randrange(500)}@example.com", "displayName": "Person", "responseStatus": "accepted",
               "optional": draw.random() < 0.2} for _ in range(draw.randrange(4))]
    return {
        "kind": "calendar#event", "etag": f'"{draw.getrandbits(53)}"', "id": identifier, "status": "confirmed",
        "htmlLink": f"https://www.google.com/calendar/event?eid={identifier}", "created": "2026-01-05T09:12:44.000Z",
        "updated": "2026-03-17T14:02:11.382Z", "summary": draw.choice(TITLES),
        "description": "Agenda:\n- numbers\n- plans\n" * draw.randrange(3), "location": draw.choice(["", "Room 4\\2", "Zoom"]),
        "creator": {"email": "alice@example.com", "self": True}, "organizer": {"email": "alice@example.com", "self": True},
        "start": {"dateTime": f"2026-04-{day:02}T{hour:02}:00:00+02:00", "timeZone": zone},
        "end": {"dateTime": f"2026-04-{day:02}T{hour:02}:45:00+02:00", "timeZone": zone},
        "iCalUID": f"{identifier}@google.com", "sequence": draw.randrange(5), "attendees": people,
        "conferenceData": None, "reminders": {"useDefault": True}, "eventType": "default",
        "extendedProperties": {"private": {"weight": draw.random() * 100, "big": 2**53 + number}},
    }
