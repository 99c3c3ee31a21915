"""How long `polku --help` and a ready demo take, each as a whole process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POLKU = Path(sys.executable).with_name("polku")
RUNS = 7


def main(argv: list[str] | None = None) -> None:
    """Print medians; `polku --help` beside `python -c pass`, the floor."""
    del argv
    floor, shown = (
        statistics.median(_times([sys.executable, "-c", "pass"])),
        statistics.median(_times([str(POLKU), "--help"])),
    )
    print(
        f"polku --help     {shown:6.3f} s   (floor: python -c pass {floor:.3f} s, ratio {shown / floor:.1f})"
    )
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        server = subprocess.Popen(
            [str(POLKU), "demo", "--dir", f"{folder}/demo", "--port", "0", "--no-browser"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdout is not None
        line = server.stdout.readline()
        seconds = time.perf_counter() - began
        _, _, usage = _end(server)
        assert "/login?token=" in line, line
        peak = usage.ru_maxrss / 1024
        print(f"polku demo ready {seconds:6.1f} s   peak {peak:.0f} MB   (made, folded, serving)")


def _times(command: list[str]) -> list[float]:
    found = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        found.append(time.perf_counter() - began)
    return found


def _end(process: subprocess.Popen[str]) -> tuple[int, int, object]:
    process.terminate()
    return os.wait4(process.pid, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
