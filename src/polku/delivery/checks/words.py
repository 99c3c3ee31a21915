"""A text as a reader sees it, without what is code."""

from __future__ import annotations

import re

_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_EMOJI = re.compile(
    "[\U0001f300-\U0001faff\U00002600-\U000027bf\U0001f1e6-\U0001f1ff\U00002b50\U00002b55]"
)


def said(text: str) -> str:
    """The words, Liquid taken out."""
    return " ".join(_CODE.sub(" ", text).split())


def emoji(text: str) -> int:
    """How many emoji."""
    return len(_EMOJI.findall(text))
