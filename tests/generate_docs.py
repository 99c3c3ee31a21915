"""Reference pages made from the code: `python -m tests.generate_docs` writes them, a test compares."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typer

from polku.errors import catalogue
from polku.reports.catalogue import all_reports
from polku.reports.menu import described

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


def errors_page() -> str:
    """docs/reference/errors.md: every code with its words in both languages."""
    lines = [
        "# Error codes",
        "",
        "Made by `make docs` from `src/polku/messages/`. The command line ends with exit code 2, HTTP answers 4xx",
        "(503 when trying again helps); nothing is lost or half-written. `{name}` stands for a value.",
        "",
    ]
    area = ""
    for code, words in sorted(catalogue().items()):
        if code.split(".")[0] != area:
            area = code.split(".")[0]
            lines += [f"## {area}", ""]
        lines += [f"### {code}", ""]
        lines += [
            f"- {words[language]['what']} {words[language]['fix']}" for language in ("en", "fi")
        ]
        lines.append("")
    return "\n".join(lines)


def commands_page() -> str:
    """docs/reference/cli.md: every command with its arguments and options."""
    from polku.cli import app

    root = typer.main.get_command(app)
    lines = [
        "# Command line",
        "",
        "Made by `make docs` from `src/polku/commands/`. `-C DIR` (or `POLKU_DIR`) names the workspace;",
        "`POLKU_LANG=fi` makes messages Finnish. Exit code 0 is success, 2 a problem that you can mend.",
        "Reading commands take `--json`; while `polku serve` runs in the workspace, the others talk to it.",
        "",
    ]
    lines += _commands(root, "polku")
    return "\n".join(lines)


def _commands(command: object, name: str) -> list[str]:
    children = getattr(command, "commands", None)
    if children is not None:
        return [
            line for child, each in children.items() for line in _commands(each, f"{name} {child}")
        ]
    params = list(command.params)  # type: ignore[attr-defined]
    arguments = "".join(
        f" {p.metavar or p.name.upper()}" for p in params if p.param_type_name == "argument"
    )
    lines = [f"## `{name}{arguments}`", "", (command.help or "").strip(), ""]  # type: ignore[attr-defined]
    for param in params:
        names = (
            ", ".join(f"`{option}`" for option in param.opts)
            if param.param_type_name == "option"
            else f"`{param.metavar or param.name.upper()}`"
        )
        lines.append(f"- {names}: {getattr(param, 'help', '') or ''}")
    return [*lines, ""]


def reports_page() -> str:
    """docs/reference/reports.md: every report with its definition and its own parameters."""
    lines = [
        "# Reports",
        "",
        "Made by `make docs` from `src/polku/messages/reports/`. Each is a page of Metrics, `polku report KEY`",
        "and `GET /api/reports/KEY`. All take the filter: `segment`, `persona`, `channel`, `device`, `product`,",
        "`from`, `to`, `compare` (`previous`, or a group such as `device:mobile`).",
        "",
    ]
    for each in all_reports():
        told = described(each)
        lines += [f"## {told['key']}", "", f"**{told['title']['en']}** ({told['title']['fi']}). "]
        lines += [told["question"]["en"], "", told["definition"]["en"], ""]
        if told["parameters"]:
            lines += ["| parameter | what | kind | by default |", "|---|---|---|---|"]
        for one in told["parameters"]:
            choices = " ".join(f"`{c['value']}`" for c in one["choices"])
            kind = (choices or one["kind"]) + (", a list" if one["many"] else "")
            default = one["default"]
            shown = "–" if default in (None, []) else f"`{default}`"
            lines.append(f"| `{one['key']}` | {one['title']['en']} | {kind} | {shown} |")
        if told["parameters"]:
            lines.append("")
    return "\n".join(lines)


ROUTES = "| route | least role |\n|---|---|\n"


def roles_page() -> str:
    """docs/reference/roles.md: what stands there, with the least role of every route."""
    head = (REFERENCE / "roles.md").read_text("utf-8").split(ROUTES)[0]
    return head + ROUTES + "".join(f"| `{m} {p}` | {role} |\n" for m, p, role in _route_roles())


def _route_roles() -> list[tuple[str, str, str]]:
    from fastapi.routing import APIRoute

    from polku.app import Workspace
    from polku.http.auth import Needs
    from polku.http.server import build_app
    from polku.starting import make_workspace

    found: dict[tuple[str, str], str] = {}

    def walk(routes: list[object]) -> None:
        for route in routes:
            if isinstance(route, APIRoute):
                calls = [each.call for each in route.dependant.dependencies]
                role = next((each.role for each in calls if isinstance(each, Needs)), "open")
                found.update({(method, route.path): role for method in route.methods})
            elif hasattr(route, "original_router"):
                walk(route.original_router.routes)

    with tempfile.TemporaryDirectory() as folder:
        make_workspace(Path(folder) / "w")
        with Workspace.open(Path(folder) / "w") as workspace:
            app = build_app(workspace)
            walk(app.routes)
            paths = app.openapi()["paths"]
    rows = sorted((path, method.upper()) for path, ways in paths.items() for method in ways)
    own = [found.get((m, p)) or found[m, p.removeprefix("/api")] for p, m in rows]
    return [(method, path, role) for (path, method), role in zip(rows, own, strict=True)]


PAGES = {
    "errors.md": errors_page,
    "cli.md": commands_page,
    "reports.md": reports_page,
    "roles.md": roles_page,
}

if __name__ == "__main__":
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), "utf-8")
