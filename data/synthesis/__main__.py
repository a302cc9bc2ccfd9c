"""Regenerate the demonstration data set: ``python -m data.synthesis [--check]``."""

import sys

from data.synthesis.files import FOLDER, compare, write


def main(arguments: list[str]) -> int:
    """Write the data set, or with ``--check`` only say whether the stored one is what comes out."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m data.synthesis [--check]\n")
        return 2
    if not arguments:
        write()
        sys.stdout.write(f"written: {FOLDER.name}\n")
        return 0
    changed = compare()
    sys.stdout.write(f"differs: {', '.join(changed)}\n" if changed else "as stored\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
