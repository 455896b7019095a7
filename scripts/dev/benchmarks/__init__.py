"""Benchmarks against real peers. See scripts/dev/bench."""
