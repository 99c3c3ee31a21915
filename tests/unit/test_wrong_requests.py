"""What a form sent wrongly is told in the asker's language, and no number or character brings the server down."""

from __future__ import annotations

from typing import Annotated, Literal

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel, Field
from starlette.testclient import TestClient

from polku.http.problems import answer_problems


class Form(BaseModel):
    name: Annotated[str, Field(min_length=2, max_length=5)] = "Matti"
    count: Annotated[int, Field(ge=1, le=9)] = 1
    kind: Literal["one", "two"] = "one"
    lines: Annotated[list[str], Field(max_length=1)] = []
    needed: str


@pytest.fixture(scope="module")
def client() -> httpx.Client:
    app = FastAPI()
    answer_problems(app)

    @app.post("/form")
    def form(form: Form) -> Form:
        return form

    @app.get("/row/{id}")
    def row(id: int) -> bytes:
        return id.to_bytes(8, "big")  # as a database does

    @app.get("/text")
    def text() -> bytes:
        return "\ud800".encode()

    return TestClient(app)


def told(client: httpx.Client, language: str, **fields: object) -> list[tuple[str, str, str]]:
    answer = client.post(
        "/form", json={"needed": "x"} | fields, headers={"Accept-Language": language}
    )
    assert answer.status_code == 422
    return [(each["code"], each["where"], each["what"]) for each in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("fields", "code", "finnish"),
    [
        ({"name": "x" * 10_000}, "api.too-long", "enintään 5 merkkiä"),
        ({"name": ""}, "api.too-short", "vähintään 2"),
        ({"count": "kolme"}, "api.not-number", "vain luku"),
        ({"count": 0}, "api.below", "raja on 1"),
        ({"count": 10**30}, "api.above", "raja on 9"),
        ({"kind": "three"}, "api.not-one-of", "'one'"),
        ({"lines": ["a", "b"]}, "api.too-many", "enintään 1"),
    ],
)
def test_a_wrong_field_is_named_and_told_in_words(
    client: httpx.Client, fields: dict[str, object], code: str, finnish: str
) -> None:
    [(found, where, what)] = told(client, "fi", **fields)
    assert (found, where) == (code, f"body.{next(iter(fields))}")
    assert finnish in what
    assert "Input should" not in what
    assert "String should" not in what
    assert told(client, "en", **fields)[0][2] != what


def test_what_is_missing_is_asked_for(client: httpx.Client) -> None:
    answer = client.post("/form", json={}, headers={"Accept-Language": "fi"})
    assert [each["code"] for each in answer.json()["errors"]] == ["api.missing"]


def test_a_number_that_no_row_can_have_and_half_a_character_are_refused(
    client: httpx.Client,
) -> None:
    for path, code in (
        ("/row/99999999999999999999999", "api.no-number"),
        ("/text", "api.not-text"),
    ):
        answer = client.get(path)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["code"] == code
