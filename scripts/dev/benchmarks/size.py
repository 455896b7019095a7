"""The shipped binary's size."""
import os
from .measure import Row

LIMIT = 50_000_000


def measure(setting):
    size = os.path.getsize(setting.binary)
    ratio = size / LIMIT
    return [Row("binary, stripped", f"{size / 1e6:.1f} MB", f"limit {LIMIT / 1e6:.0f} MB", ratio, f"{ratio:.2f}×", at_most=1)]
