"""Prompts as Markdown files, one idea a file, read by name."""
