"""What the parsers of YAML and JSON say about a broken text: they say it in English only."""

from __future__ import annotations

import json
from dataclasses import dataclass

from polku.errors import Language

_FINNISH = {
    "did not find expected ',' or ']'": "pilkku tai hakasulje ] puuttuu",
    "did not find expected ',' or '}'": "pilkku tai aaltosulje } puuttuu",
    "did not find expected key": "rivi ei ole samalla sisennyksellä kuin muut avaimet",
    "did not find expected '-' indicator": "luettelon rivi ei ala viivalla",
    "did not find expected node content": "arvo puuttuu",
    "could not find expected ':'": "kaksoispiste puuttuu",
    "mapping values are not allowed in this context": "kaksoispiste on paikassa, johon se ei käy",
    "block sequence entries are not allowed in this context": "luettelo alkaa paikassa, johon se ei käy",
    "found character that cannot start any token": "rivi alkaa sarkaimella tai merkillä, joka kuuluu lainausmerkkeihin",
    "found a tab character that violates indentation": "sisennyksessä on sarkain",
    "found unexpected end of stream": "lainausmerkki tai sulje jäi sulkematta",
    "found unknown escape character": "kenoviivan perässä on merkki, jota ei tunneta",
    "found unexpected document indicator": "lainausmerkki jäi sulkematta",
}


@dataclass(frozen=True)
class Said:
    """The parser's words in English; in Finnish ours, where we know them."""

    english: str

    def in_(self, language: Language) -> str:
        """In the language."""
        if language == "en":
            return self.english
        return _FINNISH.get(self.english, "jäsennin ei saanut siitä selvää")


@dataclass(frozen=True)
class NotJson:
    """Why a text is no JSON object; None: it is JSON, and no object."""

    error: Exception | None = None

    def in_(self, language: Language) -> str:
        """In the language, with the place when it is known."""
        fi = language == "fi"
        match self.error:
            case json.JSONDecodeError(msg=said, lineno=line, colno=column):
                return (
                    f"rivi {line}, sarake {column}"
                    if fi
                    else f"{said} (line {line}, column {column})"
                )
            case UnicodeDecodeError(start=byte):
                return f"tavu {byte} ei ole UTF-8:aa" if fi else f"byte {byte} is not UTF-8"
            case RecursionError():
                return "siinä on liian monta sisäkkäistä tasoa" if fi else "it is nested too deeply"
            case None:
                return "siinä ei ole oliota {…}" if fi else "it holds no object {…}"
        return "sitä ei voi lukea" if fi else str(self.error)[:80]
