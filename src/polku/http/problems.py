"""Errors as HTTP answers: `{"errors": [problem…]}` in the language that the request asks for."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from polku.errors import Language, PolkuError, Problem, RequestRefused
from polku.http.invalid import problem

log = structlog.get_logger()


def asked_language(accept_language: str, otherwise: Language = "en") -> Language:
    """Finnish or English, whichever the Accept-Language header wants more."""
    best: tuple[float, Language] = (0.0, otherwise)
    for part in accept_language.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        name = tag[:2].lower()
        if name in {"fi", "en"} and quality > best[0]:
            best = (quality, "fi" if name == "fi" else "en")
    return best[1]


def problem_response(error: PolkuError, accept_language: str) -> JSONResponse:
    """The answer that says what a PolkuError says."""
    language = asked_language(accept_language)
    headers: dict[str, str] = {"Content-Language": language}
    if error.status == 503:
        headers["Retry-After"] = "5"
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    body = {"errors": [problem.as_dict(language) for problem in error.problems]}
    return JSONResponse(body, error.status, headers)


def answer_problems(app: FastAPI) -> None:
    """Give the application one handler for each kind of error."""

    def asked(request: Request) -> str:
        return request.headers.get("accept-language", "")

    def polku_error(request: Request, error: Any) -> JSONResponse:
        return problem_response(error, asked(request))

    def invalid(request: Request, error: Any) -> JSONResponse:
        refusal = RequestRefused(Problem("api.invalid"), 422)
        refusal.problems = tuple(problem(each) for each in error.errors())
        return problem_response(refusal, asked(request))

    def unfit(request: Request, error: Any) -> JSONResponse:
        # A number that no database holds, so no row has it; or half of a surrogate pair: JSON can say it, UTF-8 cannot.
        code = "api.no-number" if isinstance(error, OverflowError) else "api.not-text"
        refusal = RequestRefused(Problem(code, request.url.path[:200]), 422)
        return problem_response(refusal, asked(request))

    def http_error(request: Request, error: Any) -> JSONResponse:
        code = "api.no-method" if error.status_code == 405 else "api.no-route"
        params = {"path": request.url.path, "method": request.method}
        refusal = RequestRefused(Problem(code, request.url.path, params), error.status_code)
        return problem_response(refusal, asked(request))

    def unforeseen(request: Request, error: Exception) -> JSONResponse:
        # The path alone: queries and bodies may hold tokens and people's data.
        log.error("unforeseen", path=request.url.path, kind=type(error).__name__)
        return problem_response(RequestRefused(Problem("api.internal"), 500), asked(request))

    app.add_exception_handler(PolkuError, polku_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(OverflowError, unfit)
    app.add_exception_handler(UnicodeEncodeError, unfit)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(Exception, unforeseen)
