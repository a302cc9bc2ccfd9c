"""Pathways: equations, benchmarks, growth and scenarios, for a sector, a region or a group."""
