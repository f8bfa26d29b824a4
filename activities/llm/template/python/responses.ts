import { source } from '../source.js';

/** `app/responses.py`. */
export const PYTHON_RESPONSES = source`
"""What a handler gets and answers: requests, responses and problems (RFC 9457)."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str = ""
    content_type: str = ""
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def json_response(status: int, value: object, headers: dict[str, str] | None = None, content_type: str = "application/json") -> Response:
    return Response(status, json.dumps(value).encode(), content_type, headers or {})


def problem(status: int, detail: str, errors: list[dict] | None = None, headers: dict[str, str] | None = None) -> Response:
    """A problem as application/problem+json; "errors" lists {"field", "message"}."""
    value: dict = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if errors is not None:
        value["errors"] = errors
    return json_response(status, value, headers, "application/problem+json")
`;
