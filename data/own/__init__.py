"""A user's own series: what may stand in the file, how it is read and checked, where it is kept."""
