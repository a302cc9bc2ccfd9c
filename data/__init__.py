"""The data: shared types, vocabularies, importers, the dataset store and what ships with it."""
