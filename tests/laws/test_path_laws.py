"""The laws of paths, on random logs, against a slow obvious walk over each person."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.science.paths.log import log_of
from polku.science.paths.pattern import ANY, GAP, first_match
from tests.laws.path_scene import FIRST, NAMES, Step, answer, crowds, people_behind, plain, scene_of

pytestmark = pytest.mark.slow

Crowd = list[list[Step]]
cuts = st.fixed_dictionaries(
    {},
    optional={
        "without": st.sampled_from([["A"], ["B", "D"]]),
        "visit": st.sampled_from(["15s", "1h"]),
        "collapse": st.booleans(),
    },
)
SECONDS = {"15s": 15, "1h": 3600}


def walked(crowd: Crowd, cut: dict[str, Any], since: int = 0) -> list[tuple[int, list[Step]]]:
    """The paths by hand: what was asked, and without what tells who somebody is."""
    without = (4, *(NAMES.index(name) for name in cut.get("without", ())))
    gap = SECONDS.get(cut.get("visit", ""))
    return plain(crowd, without=without, gap=gap, collapse=cut.get("collapse", False), since=since)


@settings(max_examples=60, deadline=None)
@given(crowds, cuts, st.integers(0, 3), st.sampled_from([0, 20, 40 * 86_400]))
def test_the_graph_is_the_moves_by_hand(crowd: Crowd, cut: Any, tail: int, since: int) -> None:
    """Every arrow, start and end; each node's events are moves in and starts, and moves out and ends; each count
    opens its people. With events in the tail, left out, cut into visits, from the middle of the data."""
    scene = scene_of(crowd, tail, start=FIRST + timedelta(seconds=since))
    paths = walked(crowd, cut, since)
    found = answer(scene, "graph", **cut)
    moves: Counter[str] = Counter()
    movers: dict[str, set[int]] = defaultdict(set)
    for who, path in paths:
        for (_, a), (_, b) in pairwise(path):
            moves[f"{a}>{b}"] += 1
            movers[f"{a}>{b}"].add(who)
    arrows = {row["id"]: row["moves"] for row in found.sheets[0].rows}
    assert arrows == dict(moves)
    for row in arrows:
        assert people_behind(scene, "graph", row, "moves", **cut) == sorted(movers[row])
    nodes = found.sheets[1].rows
    assert {r["id"]: r["events"] for r in nodes} == Counter(str(e) for _, p in paths for _, e in p)
    assert {r["id"]: r["starts"] for r in nodes if r["starts"]} == Counter(
        str(path[0][1]) for _, path in paths
    )
    assert {r["id"]: r["ends"] for r in nodes if r["ends"]} == Counter(
        str(path[-1][1]) for _, path in paths
    )
    assert sum(arrows.values()) + sum(r["ends"] for r in nodes) == found.n
    for node in nodes:
        into = sum(n for row, n in arrows.items() if row.endswith(f">{node['id']}"))
        out = sum(n for row, n in arrows.items() if row.startswith(f"{node['id']}>"))
        assert node["events"] == into + node["starts"] == out + node["ends"]


@settings(max_examples=40, deadline=None)
@given(crowds, st.integers(0, 3))
def test_others_keep_the_totals(crowd: Crowd, tail: int) -> None:
    """Two nodes and the rest: the same events, moves and paths as with all of them."""
    scene = scene_of(crowd, tail)
    whole, folded = answer(scene, "graph"), answer(scene, "graph", most=2)
    assert [f.value for f in whole.figures] == [f.value for f in folded.figures]
    for row in folded.sheets[0].rows:
        told = people_behind(scene, "graph", row["id"], "moves", most=2)
        assert 1 <= len(told) <= row["moves"]


@settings(max_examples=40, deadline=None)
@given(crowds, st.integers(0, 3))
def test_medians_are_within_a_class_of_the_exact(crowd: Crowd, tail: int) -> None:
    """Within 1.5 % and half a second of the least time by which half of the moves were made."""
    found = answer(scene_of(crowd, tail), "graph")
    waits = defaultdict(list)
    for _, path in plain(crowd):
        for (t, a), (u, b) in pairwise(path):
            waits[f"{a}>{b}"].append(u - t)
    for row in found.sheets[0].rows:
        exact = sorted(waits[row["id"]])
        half = exact[(len(exact) + 1) // 2 - 1]
        assert row["median"] * 86_400 == pytest.approx(half, rel=0.0151, abs=0.51)


@settings(max_examples=60, deadline=None)
@given(crowds, cuts, st.integers(0, 3), st.integers(1, 9), st.integers(1, 4))
def test_variants_sum_to_all_paths(
    crowd: Crowd, cut: Any, tail: int, longest: int, most: int
) -> None:
    """Each variant's count and people are those of the paths that begin so."""
    scene = scene_of(crowd, tail)
    paths = walked(crowd, cut)
    told = Counter(
        " → ".join(NAMES[e] for _, e in path[:longest]) + (" → …" if len(path) > longest else "")
        for _, path in paths
    )
    found = answer(scene, "variants", longest=longest, most=most, **cut)
    rows = found.sheets[0].rows
    assert sum(row["paths"] for row in rows) == found.n == len(paths)
    assert found.figures[1].value == len(told)
    counts = sorted(told.values(), reverse=True)
    for place, row in enumerate(each for each in rows if each["id"] != "other"):
        assert told[row["variant"]] == row["paths"] == counts[place]
    everybody: set[int] = set()
    for row in rows:
        asked = {"longest": longest, "most": most, **cut}
        everybody |= set(people_behind(scene, "variants", row["id"], "paths", **asked))
    assert everybody == {who for who, _ in paths}


@settings(max_examples=50, deadline=None)
@given(crowds, cuts, st.integers(0, 3))
def test_steps_are_those_of_a_walk(crowd: Crowd, cut: Any, tail: int) -> None:
    """Each step's counts sum to all paths; the stored numbers and the walk say the same."""
    paths = walked(crowd, cut)
    scene = scene_of(crowd, tail)
    found = answer(scene, "steps", steps=4, **cut)
    expected = Counter(
        f"{k + 1}:{path[k][1] if k < len(path) else -2}" for _, path in paths for k in range(4)
    )
    assert {row["id"]: row["paths"] for row in found.sheets[0].rows} == expected
    for row in found.sheets[0].rows:
        k, code = (int(part) for part in row["id"].split(":"))
        mine = {w for w, p in paths if (p[k - 1][1] if k <= len(p) else -2) == code}
        assert people_behind(scene, "steps", row["id"], "paths", steps=4, **cut) == sorted(mine)


@settings(max_examples=50, deadline=None)
@given(crowds, st.integers(0, 3))
def test_stored_steps_without_anything_left_out(crowd: Crowd, tail: int) -> None:
    """The fast way, by the stored number of each event."""
    some = [[(t, e % 4) for t, e in person] for person in crowd]
    scene = scene_of(some, tail)
    scene.codes["event"].pop("Identified")  # type: ignore[attr-defined]
    found = answer(scene, "steps", steps=4)
    paths = plain(some)
    expected = Counter(
        f"{k + 1}:{path[k][1] if k < len(path) else -2}" for _, path in paths for k in range(4)
    )
    assert {row["id"]: row["paths"] for row in found.sheets[0].rows} == expected


def by_regex(path: list[int], pattern: list[int]) -> int:
    """Where the pattern first begins in a path, by a regular expression over letters; -1 when nowhere."""
    text = "".join("ABCDE"[code] for code in path)
    words = {GAP: ".*", ANY: "."}
    stripped = list(pattern)
    while stripped and stripped[0] == GAP:
        stripped.pop(0)
    hit = re.search("".join(words.get(t, "ABCDE"[t] if t >= 0 else "") for t in stripped), text)
    return hit.start() if hit else -1


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=9), min_size=1, max_size=6),
    st.lists(st.sampled_from([0, 1, 2, ANY, GAP]), min_size=1, max_size=5).filter(
        lambda pattern: any(token >= 0 for token in pattern)
    ),
)
def test_patterns_match_where_a_regular_expression_does(
    paths: list[list[int]], pattern: list[int]
) -> None:
    """The first match begins in the same place, within one path."""
    person = [w for w, path in enumerate(paths) for _ in path]
    n = [i for path in paths for i in range(len(path))]
    log = log_of(person, n, [code for path in paths for code in path])
    start, last = first_match(log, pattern)
    for place, path in enumerate(paths):
        expected = by_regex(path, pattern)
        assert (start[place] - log.starts[place] if start[place] >= 0 else -1) == expected
        assert (last[place] >= start[place] >= 0) == (expected >= 0)


@settings(max_examples=40, deadline=None)
@given(crowds, st.integers(0, 3), st.sampled_from(["A", "A → B", "A → * → B", "A → ? → B"]))
def test_around_and_between_are_those_of_a_walk(crowd: Crowd, tail: int, anchor: str) -> None:
    """Steps before the match begins and after it ends; what lies before the next C."""
    scene = scene_of(crowd, tail)
    found = answer(scene, "around", anchor=anchor, until="C", before=2, after=2)
    form = {"A": "A", "A → B": "AB", "A → * → B": "A.*?B", "A → ? → B": "A.B"}[anchor]
    around: Counter[str] = Counter()
    between: Counter[str] = Counter()
    reached = 0
    for _, path in plain(crowd):
        text = "".join("ABCDE"[e] for _, e in path)
        hit = re.search(form, text)
        if not hit:
            continue
        for k in (-2, -1, 1, 2):
            at = hit.start() + k if k < 0 else hit.end() - 1 + k
            around[f"{k}:{'ABCDE'.index(text[at]) if 0 <= at < len(text) else -2}"] += 1
        after = text.find("C", hit.end())
        if after >= 0:
            reached += 1
            between.update(f"between:{'ABCDE'.index(e)}" for e in set(text[hit.end() : after]))
    assert {row["id"]: row["paths"] for row in found.sheets[0].rows} == around
    assert {row["id"]: row["between"] for row in found.sheets[1].rows} == between
    assert found.figures[1].n == found.n
    assert round((found.figures[1].value or 0) * found.n) == reached


@settings(max_examples=50, deadline=None)
@given(crowds, cuts, st.integers(0, 3))
def test_follows_and_rework_are_those_of_a_walk(crowd: Crowd, cut: Any, tail: int) -> None:
    """Eventually-follows by trying every pair of steps; repeats and returns by counting."""
    scene = scene_of(crowd, tail)
    paths = walked(crowd, cut)
    follows: Counter[str] = Counter()
    movers: dict[str, set[int]] = defaultdict(set)
    for who, path in paths:
        for pair in {f"{a}>{b}" for i, (_, a) in enumerate(path) for _, b in path[i + 1 :]}:
            follows[pair] += 1
            movers[pair].add(who)
    rows = answer(scene, "follows", **cut).sheets[0].rows
    assert {row["id"]: row["follows"] for row in rows} == follows
    for row in rows:
        assert people_behind(scene, "follows", row["id"], "follows", **cut) == sorted(
            movers[row["id"]]
        )
    for row in answer(scene, "waiting", least=1, **cut).sheets[1].rows:
        code = int(row["id"])
        has = [[e for _, e in path] for _, path in paths if code in {e for _, e in path}]
        repeats = sum(a == b == code for path in has for a, b in pairwise(path))
        assert row["times"] == sum(path.count(code) for path in has)
        assert row["paths"] == len(has)
        assert row["repeats"] == repeats
        assert row["times"] == row["paths"] + row["repeats"] + row["returns"]
        for column in ("paths", "repeats", "returns", "again"):
            told = people_behind(scene, "waiting", row["id"], column, least=1, **cut)
            if column == "again":
                again = {w for w, p in paths if [e for _, e in p].count(code) > 1}
                assert told == sorted(again)


@settings(max_examples=40, deadline=None)
@given(crowds)
def test_fit_is_the_share_of_designed_moves(crowd: Crowd) -> None:
    """One → two → three is the design: every other move is a deviation, and they add up."""
    scene = scene_of(crowd)
    found = answer(scene, "fit")
    moves, good_paths, moved = Counter[str](), 0, 0
    for person in crowd:
        path: list[int] = []
        for _, event in sorted(person, key=lambda step: step[0]):
            if event < 3 and (not path or path[-1] != event):
                path.append(event)
        pairs = list(pairwise(path))
        moves.update(f"{a}>{b}" for a, b in pairs)
        moved += bool(pairs)
        good_paths += bool(pairs) and all(b == a + 1 for a, b in pairs)
    good = moves["0>1"] + moves["1>2"]
    total = moves.total()
    assert found.figures[0].n == total
    assert found.figures[0].value == (pytest.approx(good / total) if total else None)
    assert found.figures[1].value == (pytest.approx(good_paths / moved) if moved else None)
    wrong = {k: n for k, n in moves.items() if k not in ("0>1", "1>2") and n}
    assert {row["id"]: row["moves"] for row in found.sheets[0].rows} == wrong
    assert sum(row["moves"] for row in found.sheets[1].rows) == total


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=1, unique=True),
    st.randoms(use_true_random=False),
)
def test_rows_in_any_order_make_the_same_log(rows: list[tuple[int, int]], chance: Any) -> None:
    """Sorted stretches, shuffled rows: the paths are those of the sorted rows."""
    mixed = sorted(rows)
    if chance.random() < 0.5:
        chance.shuffle(mixed)
    else:  # a few sorted stretches in another order, as threads hand them over
        at = sorted(chance.choices(range(len(mixed) + 1), k=3))
        parts = [mixed[a:b] for a, b in pairwise([0, *at, len(mixed)])]
        chance.shuffle(parts)
        mixed = [row for part in parts for row in part]
    person, n = np.array(mixed).T
    log = log_of(person, n, person * 10 + n)
    assert log.event.tolist() == [p * 10 + k for p, k in sorted(rows)]
    assert log.person.tolist() == sorted({p for p, _ in rows})
