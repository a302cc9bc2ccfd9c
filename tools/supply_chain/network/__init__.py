"""The network of sectors or provinces, its centralities and groups."""
