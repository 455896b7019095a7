"""Authorization servers that nobody of this project wrote, on loopback."""
