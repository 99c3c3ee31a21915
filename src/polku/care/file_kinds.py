"""What a file is, by what stands in it: its name may say anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What mail programs and browsers show as a picture, and nothing that runs."""
WIDEST = 20_000  # px: a small file may unfold to a picture that stops whoever opens it


@dataclass(frozen=True)
class FileKind:
    """`ending` is what the name ends with from now on."""

    type: str
    ending: str


_STARTS = (
    (b"\x89PNG\r\n\x1a\n", FileKind("image/png", ".png")),
    (b"\xff\xd8\xff", FileKind("image/jpeg", ".jpg")),
    (b"GIF87a", FileKind("image/gif", ".gif")),
    (b"GIF89a", FileKind("image/gif", ".gif")),
    (b"%PDF-", FileKind("application/pdf", ".pdf")),
    (b"ID3", FileKind("audio/mpeg", ".mp3")),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = {
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".epub": "application/epub+zip",
}


def kind_of(content: bytes, name: str) -> FileKind | None:
    """The kind that the first bytes say; of a ZIP, the one that its name says. None: not one we take."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind if kind.ending != ".png" or _fit_png(content) else None
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind("image/webp", ".webp")
    if content[4:8] == b"ftyp":
        return FileKind("video/mp4", ".mp4")
    if content[:4] == b"PK\x03\x04":
        ending = Path(name).suffix.lower()
        return FileKind(
            _ZIPPED.get(ending, "application/zip"), ending if ending in _ZIPPED else ".zip"
        )
    return None


def _fit_png(content: bytes) -> bool:
    """Whether its head says a size, and one that can be shown."""
    sides = [int.from_bytes(content[at : at + 4], "big") for at in (16, 20)]
    return content[12:16] == b"IHDR" and all(0 < side <= WIDEST for side in sides)
