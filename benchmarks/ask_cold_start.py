"""How long `visceads ask` takes from a cold start, against the bare import of `create_agent`.

Run: python benchmarks/ask_cold_start.py [runs]
"""

import statistics
import subprocess
import sys
import time

ASK = [sys.executable, "-m", "app", "ask", "--json", "2019年广东碳排放总量是多少？"]
BARE = [sys.executable, "-c", "from langchain.agents import create_agent"]


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    pairs = [(seconds(BARE), seconds(ASK)) for _ in range(runs + 1)][1:]
    bare = statistics.median(b for b, _ in pairs)
    ask = statistics.median(a for _, a in pairs)
    ratio = statistics.median(a / b for b, a in pairs)
    print(f"create_agent import {bare:.2f} s, ask {ask:.2f} s, ratio {ratio:.2f} (target ≤ 1.5)")


if __name__ == "__main__":
    main()
