"""The whole workspace into a ZIP and back; what is broken or hostile is refused and leaves nothing behind."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from polku.app import Workspace
from polku.commands.archive import unpack
from polku.errors import PolkuError
from polku.starting import make_demo
from polku.studio.archive import without_secrets

pytestmark = pytest.mark.slow
COMPARED = ("person", "time", "event", "revenue", "currency", "channel", "source")
SECRET = "hunter2-is-my-password"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path, Path]]:
    """A demo with a comment and a secret, exported without and with people."""
    folder = tmp_path_factory.mktemp("export")
    make_demo(folder / "shop", kind="shop", people=300)
    settings = folder / "shop" / "polku.toml"
    settings.write_text(
        settings.read_text().replace("[email]\n", f'[email]\npassword = "{SECRET}"\n')
    )
    with Workspace.open(folder / "shop") as workspace:
        owner = workspace.control.users.by_link("owner", "Maija")
        workspace.team.change_me(owner, email="maija@yritys.example", password="a long enough one")
        workspace.comments.write("journey:shop", "stages.lead", "Hei", by=owner, parent=None)
        workspace.export_all(folder / "plain.zip", people=False)
        workspace.export_all(folder / "people.zip", people=True)
        yield workspace, folder / "plain.zip", folder / "people.zip"


def rows(workspace: Workspace) -> list[str]:
    """Every event with what was said in it."""
    found = []
    for row in workspace.events().records():
        said = json.loads(row["properties"]) if row["properties"] else {}
        parts = [row[name] for name in COMPARED]
        found.append(json.dumps([*parts, said], sort_keys=True, default=str))
    return sorted(found)


def table(workspace: Workspace, name: str) -> list[tuple[object, ...]]:
    with workspace.control.read() as connection:
        return sorted(
            map(tuple, connection.exec_driver_sql(f"SELECT * FROM {name}").all()), key=repr
        )


def test_with_people_everything_comes_back(
    exported: tuple[Workspace, Path, Path], tmp_path: Path
) -> None:
    """Events, stages, consents and what was refused, offers shown, definitions and their versions."""
    before, _, archive = exported
    unpack(archive, tmp_path / "copy")
    with Workspace.open(tmp_path / "copy") as after:
        assert rows(after) == rows(before)
        assert list(after.stages().records()) == list(before.stages().records())
        assert list(after.spend().records()) == list(before.spend().records())
        for name in ("versions", "comments", "consents", "suppressions", "offers_shown"):
            assert table(after, name) == table(before, name), name
        said = "(SELECT identity, key, value FROM traits)"  # an event that says it again makes it newer
        assert table(after, said) == table(before, said)
        states = {each.state for each in after.control.definitions.all("programme")}
        assert states == {"draft"}  # nothing sends by itself in a new place
        user = after.control.users.by_email("maija@yritys.example")
        assert user is not None
        assert user.password is None


def test_without_people_nobody_is_in_it_and_no_secret_ever(
    exported: tuple[Workspace, Path, Path], tmp_path: Path
) -> None:
    before, plain, people = exported
    with zipfile.ZipFile(plain) as archive:
        assert not [name for name in archive.namelist() if name.startswith("people/")]
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert b"kaislaranta-0" not in held
    with zipfile.ZipFile(people) as archive:
        held += b"".join(archive.read(name) for name in archive.namelist())
    session = before.control.session_key
    for secret in (SECRET, "argon2", session.hex(), before.control.link_key.hex()):
        assert secret.encode() not in held
    assert people.stat().st_mode & 0o077 == 0
    unpack(plain, tmp_path / "copy")
    with Workspace.open(tmp_path / "copy") as after:
        assert after.count() == {"events": 0, "people": 0}
        assert table(after, "comments") == table(before, "comments")
        assert after.journey.journey.hash == before.journey.journey.hash
        assert after.control.session_key != session


def test_settings_lose_secrets_and_where_the_server_is() -> None:
    text = '[server]\nhost = "0.0.0.0"\n[email]\nhost = "x"\npassword = "env:AWS_SECRET"\n[slack]\nwebhook = "u"\n'
    kept = without_secrets(text)
    assert "0.0.0.0" not in kept
    assert "AWS_SECRET" not in kept
    assert "webhook" not in kept
    assert 'host = "x"' in kept


Spoil = Callable[[dict[str, bytes]], None]


def spoil_manifest(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = b"{"


def later_edition(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = parts["manifest.json"].replace(b'"edition": 1', b'"edition": 99')


def climb(parts: dict[str, bytes]) -> None:
    parts["files/../../evil.sh"] = b"rm"


def stranger(parts: dict[str, bytes]) -> None:
    parts["data/server.json"] = b"{}"


def bomb(parts: dict[str, bytes]) -> None:
    parts["files/bomb.bin"] = bytes(50_000_000)


def wrong_column(parts: dict[str, bytes]) -> None:
    parts["team/comments.jsonl"] = b'{"id": 1, "drop": "table"}\n'


def wrong_type(parts: dict[str, bytes]) -> None:
    first = json.loads(parts["team/users.jsonl"].splitlines()[0])
    parts["team/users.jsonl"] = json.dumps({**first, "created": "yesterday"}).encode()


def twice(parts: dict[str, bytes]) -> None:
    parts["team/users.jsonl"] = parts["team/users.jsonl"] * 2


def deep(parts: dict[str, bytes]) -> None:
    parts["team/users.jsonl"] = b"[" * 100_000


def no_journey(parts: dict[str, bytes]) -> None:
    parts["journey.yaml"] = b"stages: 7"


def broken_settings(parts: dict[str, bytes]) -> None:
    parts["polku.toml"] = b"[workspace\n"


SPOILS: tuple[Spoil, ...] = (
    *(spoil_manifest, later_edition, climb, stranger, bomb, wrong_column),
    *(wrong_type, twice, deep, no_journey, broken_settings),
)


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_hostile_file_leaves_nothing_behind(
    exported: tuple[Workspace, Path, Path], tmp_path: Path, spoil: Spoil
) -> None:
    with zipfile.ZipFile(exported[1]) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    spoil(parts)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(PolkuError) as refusal:
        unpack(bad, tmp_path / "copy")
    assert refusal.value.text("fi")
    assert [each.name for each in tmp_path.iterdir()] == ["bad.zip"]


def test_a_torn_file_is_refused(exported: tuple[Workspace, Path, Path], tmp_path: Path) -> None:
    whole = exported[1].read_bytes()
    for cut in (0, 100, len(whole) // 2, len(whole) - 30):
        (tmp_path / "torn.zip").write_bytes(whole[:cut])
        with pytest.raises(PolkuError):
            unpack(tmp_path / "torn.zip", tmp_path / "copy")
    flipped = bytearray(whole)
    flipped[2000] ^= 0xFF
    (tmp_path / "torn.zip").write_bytes(flipped)
    with pytest.raises(PolkuError):
        unpack(tmp_path / "torn.zip", tmp_path / "copy")
    assert [each.name for each in tmp_path.iterdir()] == ["torn.zip"]


def test_a_folder_that_holds_something_is_not_touched(
    exported: tuple[Workspace, Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(PolkuError):
        unpack(exported[1], tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
