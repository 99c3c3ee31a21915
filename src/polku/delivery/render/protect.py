"""Keeps Liquid safe on its way through Markdown and MJML, which would take its marks for their own.

Each tag becomes a plain lower-case word, and comes back when the markup is HTML. So a template is
made into HTML once, values are filled in afterwards, and no value can ever become markup.
"""

from __future__ import annotations

import hashlib
import re

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class Protected:
    """A text whose Liquid tags are words: `text`; `restore` puts the tags back in anything made of it."""

    def __init__(self, source: str) -> None:
        mark = hashlib.blake2s(source.encode(), digest_size=4).hexdigest()
        while f"q{mark}" in source:
            mark = hashlib.blake2s(mark.encode(), digest_size=4).hexdigest()
        self._tags: list[str] = []
        self._word = re.compile(rf"q{mark}([bv])(\d+)z")
        self._block = re.compile(rf"^[ \t]*((?:q{mark}b\d+z[ \t]*)+)$", re.MULTILINE)
        self._pointed = re.compile(rf"<(q{mark}v\d+z)>")  # <{{ company.email }}>
        self._mark = mark
        self.text = _TAG.sub(self._keep, source)

    def _keep(self, found: re.Match[str]) -> str:
        self._tags.append(found.group())
        kind = "b" if found.group().startswith("{%") else "v"  # b: a block tag; v: a value
        return f"q{self._mark}{kind}{len(self._tags) - 1}z"

    def blocks_alone(self) -> str:
        """The text with conditions that stand on a line of their own made paragraphs of their own."""
        return self._block.sub(r"\n\1\n", self._pointed.sub(r"\1", self.text))

    def only_blocks(self, text: str) -> bool:
        """Whether a text is block tags and nothing else."""
        return bool(self._block.fullmatch(text.strip()))

    def restore(self, text: str) -> str:
        """The tags back in their places."""
        return self._word.sub(lambda found: self._tags[int(found.group(2))], text)
