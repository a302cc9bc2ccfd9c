"""Linkages, key sectors and hypothetical extraction."""
