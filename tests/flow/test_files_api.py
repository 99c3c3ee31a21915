"""Files for forms and messages: taken by what stands in them, whole or not at all."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from tests.public_site import PDF, PublicSite, public_site
from tests.running_api import TOKEN

pytestmark = pytest.mark.slow


def png(width: int = 2) -> bytes:
    """A real picture, black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PublicSite]:
    with public_site(tmp_path / "w") as running:
        running.client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield running


def send(site: PublicSite, content: bytes, name: str, use: str = "asset") -> httpx.Response:
    headers = {"X-Filename": name, "Content-Type": "application/octet-stream"}
    return site.client.post("/api/files", params={"use": use}, content=content, headers=headers)


def _only_begun(site: PublicSite, length: int) -> httpx.Response:
    """What is answered to a file of that length before more than its first bytes have come."""
    url = site.client.base_url
    connection = HTTPConnection(url.host, url.port or 80, timeout=10)
    connection.putrequest("POST", "/api/files")
    for name, value in (
        ("Authorization", f"Bearer {TOKEN}"),
        ("Content-Length", str(length)),
        ("X-Filename", "x.pdf"),
        ("X-Polku", "1"),
    ):
        connection.putheader(name, value)
    connection.endheaders(PDF)
    answer = connection.getresponse()
    found = httpx.Response(answer.status, content=answer.read())
    connection.close()
    return found


def folder(site: PublicSite) -> Path:
    return site.workspace.directory / "files"


def everything(site: PublicSite) -> set[str]:
    return {
        str(each.relative_to(folder(site))) for each in folder(site).rglob("*") if each.is_file()
    }


def test_a_picture_is_shown_to_whoever_knows_its_name(site: PublicSite) -> None:
    """Its name cannot be guessed, it is never anything but a picture, and mail programs elsewhere may show it."""
    row = send(site, png(), "../K%C3%A4yr%C3%A4%20kuva.exe", "image").json()
    assert row["type"] == "image/png"
    assert row["name"].endswith(".png")
    path = row["url"].removeprefix(site.url)
    assert path == f"/p/img/{row['name']}"
    assert len(row["name"].split("-")[0]) >= 1
    another = send(site, png(), "kuva.png", "image").json()
    assert another["name"][:24] != row["name"][:24]
    del site.client.headers["Authorization"]
    shown = site.client.get(path)
    assert shown.content == png()
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert shown.headers["cross-origin-resource-policy"] == "cross-origin"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "set-cookie" not in shown.headers
    for guess in ("opas.pdf", "..%2Fopas.pdf", "x.png", ".hidden"):
        assert site.client.get(f"/p/img/{guess}").status_code == 404


def test_what_runs_is_refused_whatever_it_is_called(site: PublicSite) -> None:
    before = everything(site)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for content, use, code in (
        (svg, "image", "file.not-image"),
        (PDF, "image", "file.not-image"),
        (svg, "asset", "file.unknown-type"),
        (b"<!doctype html><script>1</script>", "asset", "file.unknown-type"),
        (b"MZ\x90\0", "asset", "file.unknown-type"),
    ):
        answer = send(site, content, "kuva.png", use)
        assert answer.status_code == 415
        assert [each["code"] for each in answer.json()["errors"]] == [code]
    assert send(site, b"", "tyhja.pdf").json()["errors"][0]["code"] == "file.empty"
    assert everything(site) == before


def test_a_large_one_is_refused_early_and_leaves_nothing(site: PublicSite) -> None:
    """By its stated length before it is read; without one as soon as it is too much."""
    before = everything(site)
    stated = _only_begun(site, 50 * 2**20)
    assert stated.status_code == 413
    (problem,) = stated.json()["errors"]
    assert (problem["params"]["size"], problem["params"]["limit"]) == (50, 10)
    taken = 0

    def chunks() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(50):
            taken += 1
            yield b"%PDF-" + b"\0" * (2**20 - 5)

    try:
        answer = site.client.post("/api/files", content=chunks(), headers={"X-Filename": "x.pdf"})
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the server hung up while it was still being sent
    assert everything(site) == before


def test_a_promised_file_keeps_its_name_and_never_replaces_another(site: PublicSite) -> None:
    """The same file again is the same file; what a form names stays until it no longer does."""
    row = send(site, PDF + b"1", "opas.pdf").json()
    assert (row["name"], row["url"]) == ("opas-2.pdf", None)
    assert send(site, PDF + b"1", "opas.pdf").json()["name"] == "opas-2.pdf"
    listed = site.client.get("/api/files").json()
    assert listed["largest"] == 10 * 2**20
    used = {each["name"]: each["used_by"] for each in listed["files"]}
    assert used == {"opas.pdf": ["form guide"], "opas-2.pdf": []}
    kept = site.client.delete("/api/files/opas.pdf")
    assert kept.status_code == 409
    assert kept.json()["errors"][0]["code"] == "file.in-use"
    assert site.client.delete("/api/files/opas-2.pdf").status_code == 204
    assert site.client.delete("/api/files/opas-2.pdf").status_code == 404
    assert everything(site) == {"opas.pdf"}


def test_strangers_send_nothing(site: PublicSite) -> None:
    del site.client.headers["Authorization"]
    assert send(site, PDF, "x.pdf").status_code == 401
    assert site.client.get("/api/files").status_code == 401
    assert site.client.delete("/api/files/opas.pdf").status_code == 401
