"""Pages: our own templates with the words of one language, never anything that somebody outside wrote."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from polku.errors import Language
from polku.settings import CompanySettings

if TYPE_CHECKING:
    from liquid import Environment

HERE = resources.files("polku.http.public")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
)


@cache
def words(language: Language) -> Mapping[str, str]:
    """The words of the pages, by key."""
    return tomllib.loads((HERE / "words" / f"{language}.toml").read_text("utf-8"))


@cache
def edition() -> str:
    """Changes when the style or the script does: browsers keep both for good."""
    both = b"".join((HERE / name).read_bytes() for name in ("style.css", "page.js"))
    return hashlib.sha256(both).hexdigest()[:12]


@cache
def _environment() -> Environment:
    from liquid import DictLoader, Environment  # 0.1 s, and only pages need it

    sources = {
        entry.name.removesuffix(".liquid"): entry.read_text("utf-8")
        for entry in (HERE / "templates").iterdir()
        if entry.name.endswith(".liquid")
    }
    return Environment(loader=DictLoader(sources), autoescape=True)


def draw(
    template: str,
    language: Language,
    company: CompanySettings,
    workspace: str,
    *,
    title: str,
    status: int = 200,
    inert: bool = False,
    other_language: str = "",
    frames: tuple[str, ...] = (),
    **values: Any,
) -> HTMLResponse:
    """A page. `workspace` is its name, shown when the company has none. `other_language` is the
    address of the same page in the other language; `frames` are the sites that may show it in a frame
    of theirs."""
    from markupsafe import Markup

    shared = {"t": words(language), "language": language, "title": title}
    environment = _environment()
    content = environment.get_template(template).render(**shared, **values)
    html = environment.get_template("layout").render(
        **shared,
        content=Markup(content),  # noqa: S704 - escaped already, by the same engine
        company=company.model_dump(),
        who=company.name or workspace,
        edition=edition(),
        inert=inert,
        other_language=other_language,
    )
    policy = POLICY.format(frames=" ".join(frames) if frames else "'none'")
    headers = {"Content-Language": language, "Content-Security-Policy": policy}
    return HTMLResponse(html, status, headers)


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs: parted by empty lines, line breaks within them kept."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
