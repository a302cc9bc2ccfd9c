"""Regenerate the demonstration data set: ``python -m data.synthesis [--check | --report]``."""

import sys

from data.dataset import Dataset
from data.synthesis.files import FOLDER, compare, write
from data.synthesis.realism import measure

USAGE = "usage: python -m data.synthesis [--check | --report]\n"


def main(arguments: list[str]) -> int:
    """Write the data set, or only look at the stored one.

    ``--check`` says whether it is what comes out, ``--report`` how realistic it is; both give 1
    where something is amiss.
    """
    if arguments == ["--check"]:
        return check()
    if arguments == ["--report"]:
        return report()
    if arguments:
        sys.stderr.write(USAGE)
        return 2
    write()
    sys.stdout.write(f"written: {FOLDER.name}\n")
    return 0


def check() -> int:
    """Say which stored files the generator no longer gives."""
    changed = compare()
    sys.stdout.write(f"differs: {', '.join(changed)}\n" if changed else "as stored\n")
    return 1 if changed else 0


def report() -> int:
    """Print every figure of realism with its bounds."""
    figures = measure(Dataset(FOLDER))
    for figure in figures:
        mark = "ok " if figure.holds else "OUT"
        bounds = f"{figure.least:g} to {figure.most:g}"
        sys.stdout.write(f"{mark} {figure.value:10.4g}  {bounds:>14}  {figure.name}\n")
    return 0 if all(f.holds for f in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
