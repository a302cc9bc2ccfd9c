"""How long `visceads ask` takes from a cold start, against the bare import of `create_agent`.

Processor time, which other work on the machine changes least, with the project compiled as an
installed one is; medians.

Run: python benchmarks/ask_cold_start.py [runs]
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile

ASK = [sys.executable, "-m", "app", "ask", "--json", "2019年广东碳排放总量是多少？"]
BARE = [sys.executable, "-c", "from langchain.agents import create_agent"]


def seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp()
    pairs = [(seconds(BARE), seconds(ASK)) for _ in range(runs + 1)][1:]
    bare = statistics.median(b for b, _ in pairs)
    ask = statistics.median(a for _, a in pairs)
    ratio = statistics.median(a / b for b, a in pairs)
    print(f"create_agent import {bare:.2f} s, ask {ask:.2f} s, ratio {ratio:.2f} (target ≤ 1.5)")


if __name__ == "__main__":
    main()
