"""`python -m benchmarks [name …]`: run the benchmarks one after another and keep what they print.

Each benchmark is a module here with `main(argv)`; it prints time, peak memory and the ratio to a floor or a
rival measured in the same run. Every one runs in a process of its own, so that memory peaks do not mix.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "figures.md"
HEAD = """# Figures

What `make bench` printed last ({machine}). Figures are noisy: compare within one run.

The bar, on two cores with the client on the same two: import 300,000 rows/s from Parquet and 150,000 from CSV
below 1 GB at 10M rows · full fold of 10M events in 5 s, 1,000 new events on top in 150 ms · ingest 50,000 events/s
in batches of 100 and 1,500 single requests/s, p99 200 ms, durable before 200 · Home and Journey at 10M events
p95 200 ms · `polku --help` 0.3 s · demo ready in 20 s.

Care programmes: 1M people through entry, wait, branch, split and send at 500,000 person-steps/s and 150,000
messages/s into the outbox, below 2 GB and 60 bytes a person-step on disk · an idle tick at 1M waiting and 10M events
50 ms · 1,000 new events to the outbox 200 ms · a segment of 1M people by three nested conditions 500 ms · 300 rendered
messages/s to an SMTP sink · event to message p50 60 ms, p99 150 ms when calm, p99 500 ms at 5,000 events/s.

Numbers that decide, at 10M events of 500,000 people below 4 GB: conversion and time in stage 1 s · a funnel
of 5 steps 0.7 s · transition graph 0.3 s · variants 0.6 s · step matrix 0.2 s, anchored on a pattern 1.5 s ·
eventually-follows 1.5 s · retention with money 1.5 s · exact Markov on 1M paths 0.5 s · BG/NBD on 1M people 2
s · 1,000 bootstrap attributions 2 s · Home p95 200 ms.

Screens, server and Chromium on the same two cores: first page interactive 1.5 s with nothing kept · menu click to
the new screen 300 ms · a chart of 150 steps panned at 50 frames/s, a letter painted in 50 ms, in a map of 12 × 15
too · a page of the people list p95 200 ms among 1M · first-page script 250 KB.
"""
ORDER = (
    *(
        "import_file",
        "compaction",
        "fold",
        "ingest",
        "api",
        "segment",
        "engine",
        "delivery",
        "email",
    ),
    *("latency", "demo", "start", "screens"),
    *("stages", "funnel", "paths", "retention", "attribution", "clv", "prediction"),
)
"""`path_rivals` is run by its name: it makes environments of their own and takes long."""


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all. Writes docs/reference/figures.md when all ran."""
    sections = []
    failed = 0
    for name in names or ORDER:
        print(f"== {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"],
            cwd=HERE.parent,
            text=True,
            stdout=subprocess.PIPE,
            check=False,
        )
        print(done.stdout, flush=True)
        failed += done.returncode != 0
        sections.append(f"## {name}\n\n```text\n{done.stdout.strip()}\n```\n")
    if not names:
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
        head = HEAD.format(machine=machine)
        PAGE.write_text("\n".join([head, *sections]), "utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
