# ruff: noqa: ARG002  (who asks, the server knows)
"""The care programmes of a running server: the same methods as `polku.care.Care`, over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from polku.errors import Language, NotFound

Body = str | dict[str, Any]


class RemoteCare:
    """`ask(method, path, **httpx arguments)` gives the answer's JSON."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def programmes(self) -> Any:
        """As `Care.programmes`."""
        return self._ask("GET", "/api/programmes")

    def templates(self) -> Any:
        """As `Care.templates`."""
        return self._ask("GET", "/api/programmes/templates")

    def begin(self, template: str, *, key: str | None, language: str | None, who: str) -> Any:
        """As `Care.begin`; who it was, the server knows."""
        asked = {"template": template, "key": key, "language": language}
        return self._ask("POST", "/api/programmes", json=asked)

    def save(self, key: str, body: Body, *, edition: int | None, who: str) -> Any:
        """As `Care.save`."""
        if edition is None:
            try:
                edition = self.page(key)["edition"]
            except NotFound:
                edition = 0
        return self._ask("PUT", _path(key), json={"body": body, "edition": edition})

    def delete(self, key: str, *, who: str) -> None:
        """As `Care.delete`."""
        self._ask("DELETE", _path(key))

    def check(self, body: Body, *, key: str, language: Language = "en") -> Any:
        """As `Care.check`."""
        path = _path(key, "check")
        return self._ask("POST", path, json={"body": body}, headers=_in(language))["problems"]

    def page(self, key: str, *, language: Language = "en") -> Any:
        """As `Care.page`."""
        return self._ask("GET", _path(key), headers=_in(language))

    def people(
        self, key: str, *, node: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> Any:
        """As `Care.people`."""
        return self._ask(
            "GET", _path(key, "people"), params=_given(node=node, cursor=cursor, limit=limit)
        )

    def results(self, key: str) -> Any:
        """As `Care.results`."""
        return self._ask("GET", _path(key, "results"))

    def versions(self, key: str) -> Any:
        """As `Care.versions`."""
        return self._ask("GET", _path(key, "versions"))

    def version(self, key: str, number: int) -> Any:
        """As `Care.version`."""
        return self._ask("GET", _path(key, f"versions/{number}"))

    def differences(self, key: str, before: int, after: int | None = None) -> Any:
        """As `Care.differences`."""
        newer = "" if after is None else f"&after={after}"
        return self._ask("GET", _path(key, f"changes?before={before}{newer}"))

    def suggested(self, key: str) -> Any:
        """As `Care.suggested`."""
        return self._ask("GET", _path(key, "suggested"))

    def publish_plan(self, key: str, *, language: Language = "en") -> Any:
        """As `Care.publish_plan`."""
        return self._ask("GET", _path(key, "publishing"), headers=_in(language))

    def publish(self, key: str, *, who: str, **asked: Any) -> int:
        """As `Care.publish`."""
        return int(self._ask("POST", _path(key, "publish"), json=asked)["version"])

    def pause(self, key: str, *, inside: str, who: str) -> None:
        """As `Care.pause`."""
        self._ask("POST", _path(key, "pause"), json={"inside": inside})

    def resume(self, key: str, *, overdue: str | None, who: str) -> None:
        """As `Care.resume`."""
        self._ask("POST", _path(key, "resume"), json={"overdue": overdue})

    def stop(self, key: str, *, who: str) -> None:
        """As `Care.stop`."""
        self._ask("POST", _path(key, "stop"))

    def dry_run(
        self, key: str, *, days: int = 90, body: Body | None = None, language: Language = "en"
    ) -> Any:
        """As `Care.dry_run`."""
        asked = {"days": days, "body": body}
        return self._ask("POST", _path(key, "dry-run"), json=asked, headers=_in(language))

    def explain(self, key: str, person: str, *, language: Language = "en") -> Any:
        """As `Care.explain`."""
        path = _path(key, "explain")
        return self._ask("GET", path, params={"person": person}, headers=_in(language))

    def trace(self, key: str, person: str | None = None, *, days: int = 30) -> Any:
        """As `Care.trace`."""
        asked = {"days": days} | ({} if person is None else {"person": person})
        return self._ask("GET", _path(key, "trace"), params=asked)

    def replay(self, key: str) -> Any:
        """As `Care.replay`."""
        return self._ask("GET", _path(key, "replay"))

    def preview(self, key: str, **asked: Any) -> Any:
        """As `Care.preview`."""
        words = asked.pop("words", "en")
        return self._ask("POST", _path(key, "preview"), json=asked, headers=_in(words))

    def writing(self, *, language: Language = "en") -> Any:
        """As `Care.writing`."""
        return self._ask("GET", "/api/writing", headers=_in(language))

    def preview_people(self, purpose: str = "marketing") -> Any:
        """As `Care.preview_people`."""
        return self._ask("GET", "/api/writing/people", params={"purpose": purpose})["people"]

    def as_blocks(self, body: str) -> str:
        """As `Care.as_blocks`."""
        return str(self._ask("POST", "/api/writing/blocks", json={"body": body})["body"])

    def test_send(
        self, key: str, *, node: str, addresses: Sequence[str], who: str, **rest: Any
    ) -> Any:
        """As `Care.test_send`."""
        words = rest.pop("words", "en")
        asked = {"node": node, "addresses": list(addresses), **rest}
        return self._ask("POST", _path(key, "test"), json=asked, headers=_in(words))

    def readiness(self, *, language: Language = "en") -> Any:
        """As `Care.readiness`."""
        return self._ask("GET", "/api/readiness", headers=_in(language))

    def pressure(
        self, *, days: int = 14, person: str | None = None, language: Language = "en"
    ) -> Any:
        """As `Care.pressure`."""
        asked = _given(days=days, person=person)
        return self._ask("GET", "/api/pressure", params=asked, headers=_in(language))

    def tick(self) -> Any:
        """As `Care.tick`."""
        return self._ask("POST", "/api/tick")


def _path(key: str, rest: str = "") -> str:
    path = f"/api/programmes/{quote(key, safe='')}"
    return f"{path}/{rest}" if rest else path


def _in(language: Language) -> dict[str, str]:
    return {"Accept-Language": language}


def _given(**asked: Any) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}
