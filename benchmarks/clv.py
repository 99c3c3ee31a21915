"""How fast BG/NBD is fitted to a million customers.

    python -m benchmarks.clv [--people 1000000] [--repeat 3]

The floor is one evaluation of the likelihood and its gradient over the same histories in the same run; a search
takes dozens. The bar: 2 s. Counting equal histories is timed apart.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.peak import peak_mb
from polku.science.clv.bg_nbd import Likelihood, fit_bg_nbd
from polku.science.clv.histories import buyers

TRUTH = (0.8, 6.0, 0.9, 3.0)


def made(people: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeat purchases, recency and age in days of customers drawn from BG/NBD; seen for 10 weeks to 2 years."""
    rng = np.random.default_rng(seed)
    r, alpha, a, b = TRUTH
    rate, leave = rng.gamma(r, 1 / alpha, people), rng.beta(a, b, people)
    age = rng.integers(70, 730, people)
    x, recency = np.zeros(people, np.int64), np.zeros(people)
    now, going = np.zeros(people), np.arange(people)
    while len(going):
        now[going] += rng.exponential(1, len(going)) / rate[going] * 7
        going = going[now[going] <= age[going]]
        x[going] += 1
        recency[going] = now[going]
        going = going[rng.random(len(going)) >= leave[going]]
    whole = np.where(x > 0, np.maximum(np.ceil(recency), 1), 0).astype(np.int64)
    return x, whole, age


def median(work: Callable[[], object], repeat: int) -> float:
    """Seconds."""
    took = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        took.append(time.perf_counter() - begin)
    return statistics.median(took)


def main(argv: Sequence[str] = ()) -> int:
    """Prints the figures; 1 when the bar is not met."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--repeat", type=int, default=3)
    asked = options.parse_args(argv)
    x, recency, age = made(asked.people)
    counting = median(lambda: buyers(x, recency, age, 7), asked.repeat)
    data, _ = buyers(x, recency, age, 7)
    theta = np.log(TRUTH)
    floor = median(lambda: Likelihood(data)(theta), asked.repeat)
    fitting = median(lambda: fit_bg_nbd(data), asked.repeat)
    fit = fit_bg_nbd(data)
    told = ", ".join(f"{n} {v:.3f}" for n, v in zip(fit.names, fit.values, strict=True))
    print(f"BG/NBD, {asked.people:,} people, {len(data.x):,} different histories")
    print(f"  count equal histories            {counting:8.3f} s")
    print(f"  one likelihood (the floor)       {floor:8.3f} s")
    print(
        f"  fit                              {fitting:8.3f} s   {fitting / floor:.1f} x the floor"
    )
    print(f"  {told} (drawn from {TRUTH}); peak {peak_mb():.0f} MB")
    return 0 if counting + fitting <= 2 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
