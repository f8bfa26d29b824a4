import { source } from '../source.js';

/** `app/routes.py`. */
export const PYTHON_ROUTES = source`
"""From a request to a response: which path and method does what."""

import json

from app.models import Entity, entity_at
from app.openapi import describe, openapi
from app.query import list_items
from app.responses import Request, Response, json_response, problem
from app.store import Conflict, Store, UnknownReference
from app.validation import validate

JSON_TYPES = ("", "application/json", "application/merge-patch+json")
LARGEST_ID_DIGITS = 15


def handle(request: Request, store: Store) -> Response:
    """Answer one request. HEAD is answered like GET; the server leaves the body out."""
    method = "GET" if request.method == "HEAD" else request.method
    actions = actions_for(request.path, store)
    if actions is None:
        return problem(404, "There is nothing at this path; GET / lists what there is")
    allowed = {"Allow": ", ".join(sorted({*actions, "HEAD", "OPTIONS"}))}
    if method == "OPTIONS":
        return Response(204, headers=allowed)
    if method not in actions:
        return problem(405, f"This path does not support {request.method}", headers=allowed)
    try:
        return actions[method](request)
    except UnknownReference as conflict:
        return problem(422, str(conflict), conflict.problems)
    except Conflict as conflict:
        return problem(409, str(conflict), conflict.problems)


def actions_for(path: str, store: Store) -> dict | None:
    """The methods of a path with what they do, or None when nothing is there."""
    fixed = {
        "/": lambda request: json_response(200, describe()),
        "/health": lambda request: json_response(200, {"status": "ok"}),
        "/openapi.json": lambda request: json_response(200, openapi()),
    }
    path = path.rstrip("/") or "/"
    if path in fixed:
        return {"GET": fixed[path]}
    parts = path[1:].split("/")
    entity = entity_at(parts[0])
    if entity is None or len(parts) > 2:
        return None
    if len(parts) == 1:
        return {
            "GET": lambda request: list_all(entity, store, request),
            "POST": lambda request: create(entity, store, request),
        }
    id = parse_id(parts[1])
    return {
        "GET": lambda request: read(entity, store, id),
        "PUT": lambda request: update(entity, store, id, request, partial=False),
        "PATCH": lambda request: update(entity, store, id, request, partial=True),
        "DELETE": lambda request: delete(entity, store, id),
    }


def parse_id(text: str) -> int:
    """The id in a path; 0, which no object has, when it is not a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LARGEST_ID_DIGITS else 0


def list_all(entity: Entity, store: Store, request: Request) -> Response:
    page, problems = list_items(entity, store.all(entity), request.query)
    if problems:
        return problem(422, "The query string has invalid values", problems)
    return json_response(200, page)


def create(entity: Entity, store: Store, request: Request) -> Response:
    values, failure = read_body(entity, request, partial=False)
    if failure:
        return failure
    item = store.create(entity, values)
    return json_response(201, item, {"Location": f"/{entity.path}/{item['id']}"})


def read(entity: Entity, store: Store, id: int) -> Response:
    item = store.get(entity, id)
    return json_response(200, item) if item else not_found(entity)


def update(entity: Entity, store: Store, id: int, request: Request, partial: bool) -> Response:
    if store.get(entity, id) is None:
        return not_found(entity)
    values, failure = read_body(entity, request, partial)
    if failure:
        return failure
    item = store.update(entity, id, values)
    return json_response(200, item) if item else not_found(entity)


def delete(entity: Entity, store: Store, id: int) -> Response:
    return Response(204) if store.delete(entity, id) else not_found(entity)


def not_found(entity: Entity) -> Response:
    return problem(404, f"There is no {entity.name} with this id")


def read_body(entity: Entity, request: Request, partial: bool) -> tuple[dict, Response | None]:
    """The validated fields of the body, or the response that says what is wrong with it."""
    media_type, _, parameters = request.content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    if media_type.strip() not in JSON_TYPES or (charset.startswith("charset=") and charset != "charset=utf-8"):
        return {}, problem(415, "Send the body as JSON in UTF-8, with the header Content-Type: application/json")
    try:
        data = json.loads(request.body.decode("utf-8"), parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return {}, problem(400, "The body is not valid JSON")
    if not isinstance(data, dict):
        return {}, problem(422, "The body must be a JSON object", [{"field": "", "message": "must be an object"}])
    values, problems = validate(entity, data, partial)
    if problems:
        return {}, problem(422, "Some fields are invalid", problems)
    return values, None


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
`;
