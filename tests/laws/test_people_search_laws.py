"""People search gives what a scan of the tables gives, whatever was written before and after."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from polku.events.identity import identity_hash
from polku.store import people_search
from polku.store.control import Control
from polku.store.folding import fold

AT = datetime(2026, 11, 22, tzinfo=UTC)
ids = st.text("aAäÄåbß%_@.\n\\㎒", min_size=1, max_size=6)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("remember"), st.lists(ids, min_size=1, max_size=3)),
        st.tuples(st.just("name"), ids, ids),
        st.tuples(st.just("link"), ids, ids),
        st.tuples(st.just("forget"), ids),
        st.tuples(st.just("search"), ids),
    ),
    max_size=25,
)


class Slow:
    """The tables as dictionaries, searched one by one."""

    def __init__(self) -> None:
        self.values: dict[int, str] = {}
        self.names: dict[int, str] = {}

    def search(self, control: Control, text: str) -> tuple[set[int], set[int]]:
        """People found, and those of them with an id or a name that begins so."""
        asked = fold(text.strip()).lower()
        rows = [*self.values.items(), *self.names.items()]
        person = {i.identity: p for p in self.values for i in control.identities.of(p)}
        folded = [(person.get(number, number), fold(value).lower()) for number, value in rows]
        return (
            {number for number, value in folded if asked and asked in value},
            {number for number, value in folded if asked and value.startswith(asked)},
        )


@example([("name", "a", "㎒"), ("remember", ["㎒"]), ("search", "h")], 1, 0)
@settings(max_examples=60, deadline=None)
@given(steps=steps, pieces=st.integers(1, 4), added=st.integers(0, 6))
def test_search_is_a_scan(steps: list[tuple[str, ...]], pieces: int, added: int) -> None:
    """New ids and names are found at once, those replaced or forgotten no more, through merges,
    joined blocks and new readings."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(people_search, "_PIECES", pieces)
        patch.setattr(people_search, "_ADDED", added)
        patch.setattr(people_search, "_LEAST", 1)
        with Control.open(Path(folder) / "control.db") as control:
            slow = Slow()
            for kind, *rest in [*steps, ("search", "a")]:
                run(control, slow, kind, rest)


def run(control: Control, slow: Slow, kind: str, rest: list[str]) -> None:
    if kind == "search":
        found = control.identities.search(rest[0], 1_000)
        everyone, first = slow.search(control, rest[0])
        assert set(found) == everyone
        assert set(found[: len(first)]) == first
        assert len(set(found)) == len(found)
        assert set(control.identities.search(rest[0], 2)) <= everyone
        assert len(control.identities.search(rest[0], 2)) == min(2, len(everyone))
        event("found" if found else "nothing")
        return
    values = rest[0] if kind == "remember" else rest[:1] if kind == "name" else rest
    numbers = [identity_hash(control.identity_key, "user", value) for value in values]
    if kind == "forget":
        control.forget(np.array(numbers))
        for table in (slow.values, slow.names):
            table.pop(numbers[0], None)
        return
    remember(control, numbers, list(values))
    slow.values.update(zip(numbers, values, strict=True))
    if kind == "name":
        control.traits.set(numbers[0], {"name": rest[1], "city": "aaa"}, AT)
        slow.names[numbers[0]] = rest[1]
    if kind == "link":
        control.identities.link([(numbers[0], numbers[1])])


def remember(control: Control, numbers: list[int], values: list[str]) -> None:
    seen = pa.array([0] * len(values), pa.int64())
    columns = {"identity": numbers, "kind": ["user"] * len(values), "value": values}
    control.identities.remember(pa.table({**columns, "first_seen": seen}))


@pytest.mark.parametrize("forgotten", [False, True])
def test_what_happens_while_all_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: bool
) -> None:
    """Somebody remembered after the snapshot is found; somebody forgotten is in no block after."""
    with Control.open(tmp_path / "control.db") as control:
        remember(control, [1, 2], ["anna", "annika"])
        read = people_search.PeopleSearch._read
        times: list[int] = []

        def slow_read(self: people_search.PeopleSearch) -> people_search._Block:
            block = read(self)
            if not times:
                times.append(1)
                remember(control, [3], ["anni"])
                if forgotten:
                    control.forget(np.array([1]))
            return block

        monkeypatch.setattr(people_search.PeopleSearch, "_read", slow_read)
        control.identities.search("x")
        assert set(control.identities.search("ann")) == ({2, 3} if forgotten else {1, 2, 3})
        held = control.identities._search._blocks
        assert held is not None
        assert any(b"anna" in block.text for block in held) is not forgotten
        control.forget(np.array([2]))
        assert control.identities._search._blocks is None
