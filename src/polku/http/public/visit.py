"""One request of a public page: what was asked, in which language, and how to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from polku.delivery.scanners import names_itself
from polku.errors import Language
from polku.http.problems import asked_language
from polku.http.public.page import draw, words
from polku.http.public.site import Site

LARGEST = 64 * 1024
MOST_FIELDS = 100


@dataclass(frozen=True)
class Visit:
    """`key` is the last part of the path: a token, a code or the key of a form. `body` is what was
    posted, b"" for a GET."""

    site: Site
    request: Request
    key: str
    body: bytes = field(repr=False)
    now: datetime

    @property
    def posted(self) -> bool:
        return self.request.method == "POST"

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """What the form posted, in order; [] for what is not one."""
        kind = self.request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            return []
        try:
            text = self.body.decode("utf-8", "replace")
            return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            return []

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The posted fields; of one that came twice, the last."""
        return dict(self.pairs)

    def asked(self, name: str) -> str:
        """A parameter of the address."""
        return self.request.query_params.get(name, "")

    def language(self, preferred: Language | None = None) -> Language:
        """What the address says, else the form's or the person's own, else what the browser wants."""
        said = self.asked("lang")
        if said in ("fi", "en"):
            return "fi" if said == "fi" else "en"
        otherwise = self.site.settings.workspace.language
        return preferred or asked_language(
            self.request.headers.get("accept-language", ""), otherwise
        )

    def here(self, language: Language) -> str:
        """This very page in a language, with what else its address says."""
        rest = [(k, v) for k, v in self.request.query_params.multi_items() if k != "lang"]
        return "?" + urlencode([*rest, ("lang", language)])

    def page(
        self, template: str, language: Language, *, title: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page of ours; forms on it post to `action`, which is this same address."""
        other: Language = "en" if language == "fi" else "fi"
        return draw(
            template,
            language,
            self.site.settings.company,
            self.site.settings.workspace.name,
            title=title,
            status=status,
            other_language=self.here(other),
            **{"action": self.here(language), **values},
        )

    def message(
        self, language: Language, title: str, *text: str, status: int = 200, **values: Any
    ) -> Response:
        """A page that only says something; may lead on to `file`, `next_url`, `settings`."""
        empty = dict.fromkeys(
            ("file", "file_label", "next_url", "next_label", "quiet", "settings"), ""
        )
        shown = [each for each in text if each]
        return self.page(
            "message", language, title=title, status=status, text=shown, **{**empty, **values}
        )

    def gone(self, code: str = "", language: Language | None = None) -> Response:
        """What is said of an address that opens nothing; `code` is the problem's, if there is one."""
        said = language or self.language()
        t = words(said)
        text = {
            "link.unknown": t["gone_unknown"],
            "link.expired": t["gone_expired"],
        }.get(code, t["gone_page"])
        return self.message(said, t["gone_title"], text, status=404)

    def slow_down(self, language: Language) -> Response:
        """Too many posts of one address."""
        t = words(language)
        answer = self.message(language, t["slow_title"], t["slow_text"], status=429)
        answer.headers["Retry-After"] = "300"
        return answer

    @property
    def by_machine(self) -> bool:
        """Whether whoever opens the page says itself that it is a program."""
        return names_itself("GET", self.request.headers)

    @property
    def address(self) -> str:
        """The address the request came from, for limits only; it is not kept."""
        return self.request.client.host if self.request.client else ""

    def date(self, moment: datetime, zone: str, language: Language) -> str:
        """A day as it is written: "3.12.2026", "3 Dec 2026"."""
        from babel.dates import format_date

        local = moment.astimezone(ZoneInfo(zone))
        locale = "fi_FI" if language == "fi" else "en_GB"
        return str(format_date(local, "medium", locale=locale))
