"""`Care`: everything a team does with programmes, as values that are ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from polku.care import drafts, pause
from polku.care.counts import Counts
from polku.care.live import LiveProgrammes
from polku.care.standing import Overdue
from polku.care.workplace import Workplace
from polku.engine.programme import LiveProgramme
from polku.errors import Language

Body = str | dict[str, Any]


class Care:
    """`workspace.care`. The shapes are those of docs/reference/http-api.md. `who` goes into the audit."""

    def __init__(self, at: Workplace) -> None:
        self.at = at
        self._live = LiveProgrammes(at.control)
        self._counts = Counts(at)

    # What runs -------------------------------------------------------------------------------

    def live(self) -> tuple[LiveProgramme, ...]:
        """The published versions that the engine runs now."""
        return self._live()

    def tick(self) -> dict[str, Any]:
        """Move everyone who is due."""
        from polku.care.ticking import tick

        return tick(self.at)

    # Documents -------------------------------------------------------------------------------

    def programmes(self) -> dict[str, Any]:
        """Every programme under its stage."""
        from polku.care.listing import programmes

        return programmes(self.at, self._counts)

    def templates(self) -> list[dict[str, Any]]:
        """What a programme can be begun from."""
        from polku.care.listing import templates

        return templates(self.at)

    def page(self, key: str, *, language: Language = "en") -> dict[str, Any]:
        """One programme with its steps and their counts; problems in `language`. Raises NotFound."""
        from polku.care.page import page

        return page(self.at, self._counts, key, language)

    def begin(
        self, template: str, *, key: str | None, language: Language | None, who: str
    ) -> dict[str, Any]:
        """A draft from a template; gives its page. Raises NotFound, RequestRefused (409)."""
        made = drafts.begin(self.at, template, key=key, language=language, who=who)
        return self.page(made.key)

    def save(self, key: str, body: Body, *, edition: int | None, who: str) -> dict[str, Any]:
        """Keep the draft, right or wrong: {"key", "edition"}. Raises RequestRefused (409, 422)."""
        saved = drafts.save(self.at, key, body, edition=edition, who=who)
        return {"key": saved.key, "edition": saved.edition}

    def delete(self, key: str, *, who: str) -> None:
        """Only a draft that was never published. Raises NotFound, RequestRefused (409)."""
        drafts.delete(self.at, key, who=who)

    def check(self, body: Body, *, key: str, language: Language = "en") -> list[dict[str, Any]]:
        """What is wrong with a text that is to be saved under `key`."""
        return [problem.as_dict(language) for problem in drafts.problems_of(self.at, body, key)]

    def versions(self, key: str) -> dict[str, Any]:
        """The history, the newest first. Raises NotFound."""
        from polku.care.history import versions

        return versions(self.at, self._counts, key)

    def version(self, key: str, number: int) -> dict[str, Any]:
        """A published version with its text. Raises NotFound."""
        from polku.care.history import version

        return version(self.at, self._counts, key, number)

    def differences(self, key: str, before: int, after: int | None = None) -> dict[str, Any]:
        """What differs between two versions, or one and the draft, in words. Raises NotFound."""
        from polku.care.history import differences

        return differences(self.at, key, before, after)

    def suggested(self, key: str) -> dict[str, Any]:
        """Whom to look at it as, each with why. Raises NotFound."""
        from polku.care.suggested import suggested

        return suggested(self.at, key)

    # Publishing ------------------------------------------------------------------------------

    def publish_plan(self, key: str, *, language: Language = "en") -> dict[str, Any]:
        """What publishing the draft would do. Raises NotFound."""
        from polku.care.plan import publish_plan

        return publish_plan(self.at, self._counts, key, language)

    def publish(
        self,
        key: str,
        *,
        note: str,
        inside: str,
        groups: Mapping[str, str],
        enrol: str,
        mode: str,
        recipients: int | None,
        who: str,
    ) -> int:
        """The number of the new version. Raises DocumentError, RequestRefused."""
        from polku.care.publish import Choice, publish

        choice = Choice.of(inside, groups, enrol, mode)
        return publish(self.at, key, choice, note=note, recipients=recipients, who=who)

    def pause(self, key: str, *, inside: str, who: str) -> None:
        """See `polku.care.pause.pause`."""
        chosen: pause.Inside = next((each for each in pause.INSIDE if each == inside), "wait")
        pause.pause(self.at, key, inside=chosen, who=who)

    def resume(self, key: str, *, overdue: str | None, who: str) -> None:
        """See `polku.care.pause.resume`."""
        pause.resume(self.at, key, overdue=_overdue(overdue), who=who)

    def stop(self, key: str, *, who: str) -> None:
        """See `polku.care.pause.stop`."""
        pause.stop(self.at, key, who=who)

    # What is asked ---------------------------------------------------------------------------

    def people(
        self, key: str, *, node: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> dict[str, Any]:
        """Who is inside. Raises NotFound."""
        from polku.care.inside import inside

        return inside(self.at, key, node=node, cursor=cursor, limit=limit)

    def results(self, key: str) -> dict[str, Any]:
        """The cared for against the holdout. Raises NotFound."""
        from polku.care.results import results

        return results(self.at, key)

    def dry_run(
        self, key: str, *, days: int = 90, body: Body | None = None, language: Language = "en"
    ) -> dict[str, Any]:
        """What it would have done over the last days. Raises NotFound, DocumentError."""
        from polku.care.dry_run import dry_run

        return dry_run(self.at, key, days=days, body=body, language=language)

    def explain(self, key: str, person: str, *, language: Language = "en") -> dict[str, Any]:
        """Why somebody is in or is not. Raises NotFound."""
        from polku.care.explaining import explain

        return explain(self.at, key, person, language)

    def trace(self, key: str, person: str | None = None, *, days: int = 30) -> dict[str, Any]:
        """The engine's rows after each action, of a person or of everybody. Raises NotFound."""
        from polku.care.tracing import trace

        return trace(self.at, key, person, days)

    def replay(self, key: str) -> dict[str, Any]:
        """What it must have done beside what it did. Raises NotFound, RequestRefused."""
        from polku.care.replaying import replay

        return replay(self.at, key)

    def preview(
        self,
        key: str,
        *,
        person: str | None = None,
        invented: Mapping[str, Any] | None = None,
        node: str | None = None,
        language: Language | None = None,
        body: Body | None = None,
        words: Language = "en",
    ) -> dict[str, Any]:
        """A step's messages as a person, or somebody `invented` (fields of `care.invented.Invented`), would get them.
        Raises NotFound, DocumentError, RequestRefused."""
        from polku.care.preview import preview

        return preview(
            self.at,
            key,
            person=person,
            invented=invented,
            node=node,
            language=language,
            body=body,
            words=words,
        )

    def writing(self, *, language: Language = "en") -> dict[str, Any]:
        """The variables of messages with examples, and own addresses for tests."""
        from polku.care.writing import writing

        return writing(self.at, language)

    def preview_people(self, purpose: str = "marketing") -> list[dict[str, Any]]:
        """People in whom a message may look odd: without a name, of another language, without consent."""
        from polku.care.preview_people import preview_people

        return preview_people(self.at, purpose)

    def as_blocks(self, body: str) -> str:
        """A body in Markdown as MJML; MJML as it is."""
        from polku.care.writing import as_blocks

        return as_blocks(body)

    def test_send(
        self,
        key: str,
        *,
        node: str,
        addresses: Sequence[str],
        who: str,
        person: str | None = None,
        invented: Mapping[str, Any] | None = None,
        language: Language | None = None,
        words: Language = "en",
    ) -> dict[str, Any]:
        """A step's e-mail to own addresses. Raises NotFound, RequestRefused."""
        from polku.care.test_send import test_send

        return test_send(
            self.at,
            key,
            person=person,
            invented=invented,
            node=node,
            addresses=addresses,
            language=language,
            words=words,
            who=who,
        )

    def readiness(self, *, language: Language = "en") -> dict[str, Any]:
        """What is in order and what stops messages."""
        from polku.care.readiness import readiness
        from polku.care.steps import ways_of

        return readiness(self.at, ways_of(self.live()), language)

    def pressure(
        self, *, days: int = 14, person: str | None = None, language: Language = "en"
    ) -> dict[str, Any]:
        """Messages expected per person by stage and day. Raises NotFound."""
        from polku.care.pressure import pressure

        return pressure(self.at, self._live, days=days, person=person, language=language)


def _overdue(asked: str | None) -> Overdue | None:
    choices: tuple[Overdue, ...] = ("send", "skip", "spread")
    return next((each for each in choices if each == asked), None)
