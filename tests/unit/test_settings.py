"""polku.toml: read whole or refused with all its problems; every setting is documented."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from polku.errors import DocumentError, Problem
from polku.settings import (
    PERSONAL,
    Settings,
    known_settings,
    load_settings,
    parse_settings,
    settings_text,
)

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def problems(text: str) -> list[Problem]:
    with pytest.raises(DocumentError) as raised:
        parse_settings(text)
    return list(raised.value.problems)


def test_a_workspace_without_settings_has_the_defaults(tmp_path: Path) -> None:
    """polku.toml may be missing or empty."""
    assert load_settings(tmp_path) == Settings()
    (tmp_path / "polku.toml").write_text("", "utf-8")
    assert load_settings(tmp_path) == Settings()
    assert Settings().server.host == "127.0.0.1"


def test_settings_are_read(tmp_path: Path) -> None:
    """Each section, also from a file that Windows saved."""
    text = (
        "[workspace]\r\nname = 'Kauppa'\r\nlanguage = 'en'\r\n[import]\r\ntimezone = 'Europe/Helsinki'\r\n"
        "[privacy]\r\npersonal_properties = ['hetu']\r\n[server]\r\nport = 9000\r\n"
        "[store]\r\nmemory_limit = '512 MB'\r\nthreads = 2\r\n"
    )
    (tmp_path / "polku.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    found = load_settings(tmp_path)
    assert (found.workspace.name, found.workspace.language) == ("Kauppa", "en")
    assert found.import_.timezone == "Europe/Helsinki"
    assert found.privacy.personal_properties == ["hetu"]
    assert (found.server.port, found.store.threads) == (9000, 2)


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("name", ["Kauppa Oy", 'Mäki & "Koto"', "C:\\polku\n[server]"])
def test_the_text_of_a_new_workspace_is_read_back(language: str, name: str) -> None:
    """Any name fits in, and the values are the defaults."""
    found = parse_settings(settings_text(name, language))  # type: ignore[arg-type]
    assert (found.workspace.name, found.workspace.language) == (name, language)
    assert found.model_copy(update={"workspace": Settings().workspace}) == Settings()


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_text_shows_every_setting_with_its_default(language: str) -> None:
    """Each comment that hides a default becomes that default when its # is removed."""
    text = settings_text("Polku", language)  # type: ignore[arg-type]
    shown = "\n".join(
        line.removeprefix("# ").removeprefix("#  ")
        if "=" in line or '"' in line or line == "# ]"
        else line
        for line in text.splitlines()
    )
    written = tomllib.loads(shown)
    assert {section: set(keys) for section, keys in written.items()} == {
        section: set(keys) for section, keys in known_settings().items()
    }
    assert written["privacy"]["personal_properties"] == list(PERSONAL)
    assert written["server"] == known_settings()["server"]


def test_all_problems_come_at_once_with_their_lines() -> None:
    """Unknown keys and sections, wrong values."""
    found = problems(
        "[server]\nport = '8'\nhots = 1\n\n[workspace]\ntimezone = 'Moon/X'\n[serve]\nx = 1\n"
    )
    assert {(problem.code, problem.where) for problem in found} == {
        ("settings.bad-value", "polku.toml:2 server.port"),
        ("settings.unknown-key", "polku.toml:3 server.hots"),
        ("settings.bad-value", "polku.toml:6 workspace.timezone"),
        ("settings.unknown-section", "polku.toml:7 serve"),
    }
    unknown = next(problem for problem in found if problem.code == "settings.unknown-key")
    assert unknown.params["known"].startswith("host")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = [", "settings.syntax"),
        ("[workspace]\nname = 'a'\nname = 'b'", "settings.syntax"),
        ("a = '\x00'", "settings.syntax"),
        ("x = " + "9" * 5000, "settings.syntax"),
        ("x = " + "[" * 5000, "settings.syntax"),
        ("server = 1", "settings.not-section"),
        ("[workspace]\nlanguage = 'sv'", "settings.bad-value"),
        ("[workspace]\nname = ''", "settings.bad-value"),
        ("[import]\ntimezone = '../etc/passwd'", "settings.bad-value"),
        ("[server]\nport = 70000", "settings.bad-value"),
        ("[store]\nmemory_limit = 'much'", "settings.bad-value"),
        ("[store]\nthreads = 0", "settings.bad-value"),
        ("[store]\nkeep_log_days = 1", "settings.bad-value"),
        ("[privacy]\npersonal_properties = 'email'", "settings.bad-value"),
    ],
)
def test_a_wrong_setting_is_refused(text: str, code: str) -> None:
    """One fault, one problem, worded in both languages."""
    (found,) = problems(text)
    assert found.code == code
    for language in ("fi", "en"):
        assert "?" not in found.line(language)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """Saved in Latin-1 by an old editor."""
    (tmp_path / "polku.toml").write_bytes("[workspace]\nname = 'Mäki'\n".encode("latin-1"))
    with pytest.raises(DocumentError) as raised:
        load_settings(tmp_path)
    assert raised.value.problems[0].code == "settings.not-utf8"


def test_every_setting_is_documented() -> None:
    """A setting that is not on the page cannot be found."""
    page = PAGE.read_text("utf-8")
    for section, keys in known_settings().items():
        part = page.split(f"## [{section}]")[1].split("\n## ")[0]
        for key in keys:
            assert f"`{key}`" in part, f"{section}.{key}"
