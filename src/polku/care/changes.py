"""What changed between two texts of a programme, in words of both languages."""

from __future__ import annotations

from polku.care.texts import parsed_or_none


def changes(before: str | None, after: str) -> list[dict[str, str]]:
    """[{"fi", "en"}]. Nothing when there is no earlier text, or one of them cannot be read."""
    from polku.programmes.diff import diff_programmes

    old, new = (parsed_or_none(text) if text is not None else None for text in (before, after))
    if old is None or new is None:
        return []
    return [
        {"fi": change.words("fi"), "en": change.words("en")}
        for change in diff_programmes(old.programme, new.programme)
    ]
