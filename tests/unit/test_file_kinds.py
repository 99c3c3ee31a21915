"""A file is what stands in it."""

from __future__ import annotations

import struct

import pytest

from polku.care.file_kinds import IMAGES, kind_of
from polku.care.files import safe_title


def png(width: int, height: int) -> bytes:
    """The head of a picture of this size."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


@pytest.mark.parametrize(
    ("content", "name", "ending"),
    [
        (png(600, 400), "a.exe", ".png"),
        (png(60_000, 60_000), "bomb.png", None),
        (png(0, 1), "a.png", None),
        (b"\x89PNG\r\n\x1a\n....", "a.png", None),
        (b"\xff\xd8\xff\xe0", "a.png", ".jpg"),
        (b"RIFF\0\0\0\0WEBP", "a", ".webp"),
        (b"%PDF-1.7", "opas.docx", ".pdf"),
        (b"PK\x03\x04..", "opas.docx", ".docx"),
        (b"PK\x03\x04..", "opas.jar", ".zip"),
        (b"<svg onload=alert(1)>", "a.png", None),
        (b"<!doctype html>", "a.pdf", None),
        (b"MZ\x90", "a.pdf", None),
        (b"", "a.pdf", None),
    ],
)
def test_the_content_decides(content: bytes, name: str, ending: str | None) -> None:
    kind = kind_of(content, name)
    assert (kind.ending if kind else None) == ending


def test_nothing_that_runs_is_a_picture() -> None:
    assert "image/svg+xml" not in IMAGES


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\temp\\\\opas.pdf", "opas.pdf"),
        ("<b>o'pas</b>.pdf", "b.pdf"),
        ("...", "file"),
        ("", "file"),
        ("ä" * 300 + ".pdf", "ä" * 116 + ".pdf"),
        ("a\x00\u202eb.pdf", "ab.pdf"),
        (".htaccess", "htaccess"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_title(given) == kept
