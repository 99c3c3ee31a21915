"""`Studio`: what a team does with journeys, as values that are ready for JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from polku.care.workplace import Workplace
from polku.errors import Language

if TYPE_CHECKING:
    from polku.reports.reports import Reports

Body = str | dict[str, Any]


class Studio:
    """`workspace.studio`. The shapes are those of docs/reference/http-api.md; `who` is written into versions and the
    audit; the key "-" is the running journey."""

    def __init__(self, at: Workplace, reports: Reports) -> None:
        self.at = at
        self._reports = reports

    # Documents -------------------------------------------------------------------------------

    def running(self) -> str:
        """The key of the running journey. Raises NotFound without a file."""
        from polku.studio.place import look

        return look(self.at)

    def journeys(self) -> list[dict[str, Any]]:
        """Every journey, the running one first."""
        from polku.studio.page import rows

        with self.at.turn:
            return rows(self.at)

    def templates(self) -> list[dict[str, Any]]:
        """What a journey can be begun from."""
        from polku.studio.templates import templates

        return templates()

    def page(self, key: str = "-", *, language: Language = "en") -> dict[str, Any]:
        """One journey with its draft; problems in `language`. Raises NotFound."""
        from polku.studio.page import page

        with self.at.turn:
            return page(self.at, key, language)

    def begin(
        self,
        *,
        key: str | None = None,
        name: str | None = None,
        template: str | None = None,
        copy_of: str | None = None,
        body: Body | None = None,
        language: Language | None = None,
        who: str,
    ) -> dict[str, Any]:
        """A new draft; gives its page. Raises NotFound, RequestRefused (409), DocumentError."""
        from polku.studio.drafts import begin

        with self.at.turn:
            made = begin(
                self.at,
                key=key,
                name=name,
                template=template,
                copy_of=copy_of,
                body=body,
                language=language,
                who=who,
            )
            return self.page(made.key)

    def save(
        self, key: str, body: Body, *, edition: int | None, base: str | None = None, who: str
    ) -> dict[str, Any]:
        """Keeps the draft, right or wrong: {"key", "edition"}. Raises NotFound, RequestRefused (409)."""
        from polku.studio.drafts import save
        from polku.studio.place import get

        with self.at.turn:
            found = get(self.at, key)
            saved = save(self.at, found.key, body, edition=edition, base=base, who=who)
        return {"key": saved.key, "edition": saved.edition}

    def delete(self, key: str, *, who: str) -> None:
        """Not the running one. Raises NotFound, RequestRefused (409)."""
        from polku.studio.drafts import delete

        with self.at.turn:
            delete(self.at, key, who=who)

    # Publishing ------------------------------------------------------------------------------

    def publishing(self, key: str, *, language: Language = "en") -> dict[str, Any]:
        """What publishing the draft, or letting it run, would do. Raises NotFound."""
        from polku.studio.effects import effects

        return effects(self.at, key, language)

    def publish(self, key: str, *, note: str, edition: int | None = None, who: str) -> int:
        """The number of the new version. Raises NotFound, RequestRefused (409, 422), DocumentError."""
        from polku.studio.publish import publish

        with self.at.turn:
            number = publish(self.at, key, note=note, edition=edition, who=who)
        self.at.bring()
        return number

    def run(self, key: str, *, note: str, who: str) -> int:
        """Lets another journey run. Raises as `publish`."""
        from polku.studio.publish import run

        with self.at.turn:
            number = run(self.at, key, note=note, who=who)
        self.at.bring()
        return number

    # Versions --------------------------------------------------------------------------------

    def versions(self, key: str) -> dict[str, Any]:
        """The history, the newest first. Raises NotFound."""
        from polku.studio.history import versions

        with self.at.turn:
            return versions(self.at, key)

    def version(
        self, key: str, number: int, *, named: bool = False, language: Language = "en"
    ) -> dict[str, Any]:
        """One version with its text, and what restoring it would change. Raises NotFound."""
        from polku.studio.history import version

        with self.at.turn:
            return version(self.at, key, number, named=named, language=language)

    def name_version(self, key: str, note: str, *, who: str) -> int:
        """Keeps the draft under a name. Raises NotFound, RequestRefused (422)."""
        from polku.studio.history import name_version

        with self.at.turn:
            return name_version(self.at, key, note, who=who)

    def restore(
        self, key: str, number: int, *, named: bool = False, edition: int | None = None, who: str
    ) -> dict[str, Any]:
        """Takes a version back to the draft: {"key", "edition"}. Raises NotFound, RequestRefused (409)."""
        from polku.studio.history import restore

        with self.at.turn:
            saved = restore(self.at, key, number, named=named, edition=edition, who=who)
        return {"key": saved.key, "edition": saved.edition}

    def changes(self, key: str, before: int, after: int | None = None) -> list[dict[str, Any]]:
        """What changed between two versions, or since one. Raises NotFound."""
        from polku.studio.history import changes

        with self.at.turn:
            return changes(self.at, key, before, after)

    # The goal --------------------------------------------------------------------------------

    def set_goal(
        self, key: str, goal: dict[str, Any] | None, *, park: bool = False, who: str
    ) -> dict[str, Any]:
        """Takes effect at once: {"key", "edition"}. Raises NotFound, RequestRefused (409), DocumentError."""
        from polku.studio.goals import set_goal

        with self.at.turn:
            saved = set_goal(self.at, key, goal, park=park, who=who)
        self.at.bring()
        return {"key": saved.key, "edition": saved.edition}

    def goals(self, key: str = "-", *, moved: bool = False) -> dict[str, Any]:
        """The goal, the parked ones, and every goal there was; with `moved`, how its number has moved since.
        Raises NotFound."""
        from polku.studio.goal_history import goals

        return goals(self.at, self._reports, key, moved=moved)

    # Looking after ---------------------------------------------------------------------------

    def health(self, key: str = "-", *, language: Language = "en") -> dict[str, Any]:
        """Whether it is stale, and whether people still walk it. Raises NotFound."""
        from polku.studio.health import health

        return health(self.at, self._reports, key, language)

    def reviewed(self, key: str, day: date, *, who: str) -> None:
        """Writes the day of a review into the journey, at once and without the rest of the draft. Raises NotFound."""
        from polku.studio.reviewed import reviewed

        with self.at.turn:
            reviewed(self.at, key, day, who=who)
