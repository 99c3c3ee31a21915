"""journey.yaml is written whole or not at all, and what keeps it from being written is said."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, NoReturn

import pytest

from polku.errors import StoreError
from polku.store.whole_file import write_whole


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "store.full"),
        (errno.EACCES, "studio.not-written"),
        (errno.EROFS, "studio.not-written"),
    ],
)
def test_a_folder_that_takes_no_file_is_said_and_the_old_text_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: Any) -> NoReturn:
        raise OSError(number, os.strerror(number))

    write_whole(tmp_path / "journey.yaml", "vanha")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError) as refused:
        write_whole(tmp_path / "journey.yaml", "uusi")
    assert [each.code for each in refused.value.problems] == [code]
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [
        ("journey.yaml", "vanha")
    ]
