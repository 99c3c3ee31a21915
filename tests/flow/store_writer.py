"""A process that writes and compacts until it is killed: `python -m tests.flow.store_writer PATH`.

After each commit it prints how many events are stored for sure.
"""

from __future__ import annotations

import sys

from polku.store.warehouse import Warehouse
from tests.store_rows import Row, batch

PER_BATCH = 500
PEOPLE = 40


def rows(number: int) -> list[Row]:
    """The rows of batch `number`; each has its own uids."""
    first = number * PER_BATCH
    return [Row(identity=uid % PEOPLE, ts=uid, uid=uid) for uid in range(first, first + PER_BATCH)]


def main(path: str) -> None:
    with Warehouse.open(path, threads=2) as warehouse:
        number = warehouse.count().events // PER_BATCH
        sys.stdout.write("open\n")
        while True:
            with warehouse.write() as tx:
                tx.append(batch(rows(number)))
            number += 1
            sys.stdout.write(f"{number * PER_BATCH}\n")
            sys.stdout.flush()
            if number % 3 == 0:
                with warehouse.write() as tx:
                    tx.compact()


if __name__ == "__main__":
    main(sys.argv[1])
