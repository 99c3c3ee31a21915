"""Writes a programme as the text of its YAML file."""

from __future__ import annotations

from typing import Any

import yaml

from polku.programmes.model import Programme


def programme_document(programme: Programme, *, both_languages: bool = False) -> dict[str, Any]:
    """The document as JSON values, as short as it can be written, keys of steps included.

    With `both_languages` each text is `{"fi": …, "en": …}`: the form that the HTTP API gives.
    """
    return programme.model_dump(
        mode="json",
        by_alias=True,
        exclude_defaults=True,
        context={"both_languages": both_languages},
    )


def dump_programme(programme: Programme) -> str:
    """YAML that `load_programme` reads back as the same programme."""
    return as_yaml(programme_document(programme))


def as_yaml(document: dict[str, Any]) -> str:
    """Any document of a programme as YAML that is good to read."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """Texts of many lines as blocks, so that a body reads as it was written."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    block = "\n" in value.strip("\n") and not any(
        line != line.rstrip() for line in value.split("\n")
    )
    style = "|" if block else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
