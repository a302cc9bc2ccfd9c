"""The roadmap of a region to net zero, part by part."""
