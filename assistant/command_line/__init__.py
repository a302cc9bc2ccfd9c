"""What the commands do and print; the commands themselves are in ``assistant.cli``."""
