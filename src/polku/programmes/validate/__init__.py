"""The passes over a programme: each is a file with one function; their order is a tuple below."""

from __future__ import annotations

from dataclasses import replace

from polku.errors import DocumentError, Problem
from polku.journey.written import Written
from polku.programmes.known import Known
from polku.programmes.load import FILE, load_programme
from polku.programmes.model import Programme
from polku.programmes.validate.content import content
from polku.programmes.validate.feedback import feedback
from polku.programmes.validate.finding import Pass
from polku.programmes.validate.flow import flow
from polku.programmes.validate.letters import letters
from polku.programmes.validate.pressure import pressure
from polku.programmes.validate.references import references
from polku.programmes.validate.senders import senders
from polku.programmes.validate.stages import stages
from polku.programmes.validate.structure import structure
from polku.programmes.validate.templates import templates
from polku.programmes.validate.weights import weights
from polku.programmes.validate.wording import wording
from polku.programmes.validate.worth import worth

PASSES: tuple[Pass, ...] = (
    stages,
    structure,
    weights,
    content,
    senders,
    references,
    templates,
    letters,
    worth,
    flow,
    pressure,
    feedback,
    wording,
)
LEVELS = ("error", "warning", "hint")


def validate_programme(
    programme: Programme, known: Known, written: Written | None = None
) -> list[Problem]:
    """All that the passes find: errors (they block publishing), then warnings, then hints.

    `params` of each have `path`, `line` (0 when it is not known) and, for a problem of a step,
    `node`: its key. With `written` each problem knows its line.
    """
    place = written or Written(None, {}, (), "")
    problems = []
    for one in (finding for check in PASSES for finding in check(programme, known)):
        # a checker of texts counts its lines from the beginning of the text
        within = {"line": one.params["line"]} if "line" in one.params else {}
        params = {key: value for key, value in one.params.items() if key not in ("line", "path")}
        made = place.problem(one.code, one.path, level=one.level, **params)
        node = {} if one.node is None else {"node": one.node}
        problems.append(replace(made, params={**made.params, **within, **node}))
    return sorted(problems, key=lambda problem: LEVELS.index(problem.level))


def check_programme(
    text: str, known: Known, *, where: str = FILE
) -> tuple[Programme | None, list[Problem]]:
    """A text as it is being written: the programme when its form is right, and all problems."""
    try:
        loaded = load_programme(text, where=where)
    except DocumentError as error:
        return None, list(error.problems)
    return loaded.programme, validate_programme(loaded.programme, known, loaded.written)
