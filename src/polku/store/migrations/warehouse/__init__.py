"""How a warehouse of an older Polku becomes today's: one function per step, in order.

`store.tables.DDL` is always today's form, for new warehouses; a step changes an existing one.
A step is a file `m<version>_<what>.py` with one function of the connection, and a line here.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from polku.store.migrations.warehouse.m2_care import to_2
from polku.store.migrations.warehouse.m3_path_events import to_3
from polku.store.migrations.warehouse.m4_path_events_order import to_4

STEPS: tuple[Callable[[duckdb.DuckDBPyConnection], None], ...] = (to_2, to_3, to_4)
"""Step i leads from version i+1 to i+2."""
