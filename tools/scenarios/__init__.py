"""Scenarios set side by side, and the benchmarks that sectors follow."""
