"""What a user installs: the wheel, alone, in an empty environment."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as a release is, the screens included."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True)
    return next(folder.glob("polku-*.whl"))


def test_the_wheel_holds_the_screens_the_words_and_the_templates(wheel: Path) -> None:
    """Everything that is read at run time is inside."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "polku/http/static/index.html",
        "polku/http/polku.js",
        "polku/messages/journey.toml",
        "polku/journey/templates/lifecycle.yaml",
        "polku/demo/journeys/shop.yaml",
    ):
        assert name in names, name
    assert any(name.startswith("polku/store/migrations/") for name in names)


def test_the_wheel_needs_nothing_but_what_it_names(wheel: Path, tmp_path: Path) -> None:
    """In an environment without our test tools a workspace is made, filled, folded and read."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    bin_ = tmp_path / "env" / "bin"
    subprocess.run([bin_ / "pip", "install", "--quiet", wheel], check=True)
    program = (
        "from pathlib import Path; import polku; from polku.starting import make_demo\n"
        "import polku.http.server, polku.remote\n"
        "make_demo(Path('demo'), people=300)\n"
        "with polku.open('demo') as shop:\n"
        "    assert shop.count()['people'] > 200\n"
        "    polku.http.server.build_app(shop)\n"
        "    print(sum(row['people'] for row in shop.stages().records()))"
    )
    run = [bin_ / "python", "-c", program]
    ran = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 200
    order = tmp_path / "o.csv"
    order.write_text("asiakas;pvm;summa\n1;21.11.2026;12,50\n")
    polku = [bin_ / "polku", "-C", tmp_path / "demo"]
    mapping = "person=asiakas,time=pvm,event='=Order Completed',revenue=summa"
    subprocess.run([*polku, "import", order, "--map", mapping, "--yes"], check=True)
