import { source } from '../source.js';

/** `app/query.py`. */
export const PYTHON_QUERY = source`
"""Lists: filters, text search, sorting and pages, from the query string."""

from urllib.parse import parse_qsl

from app.models import Entity, Field
from app.validation import Invalid, check

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 1000
LARGEST_OFFSET = 10**9
OWN_FIELDS = (Field("id", "integer"), Field("created_at", "string"), Field("updated_at", "string"))
WORDS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def list_items(entity: Entity, items: list[dict], query: str) -> tuple[dict, list[dict]]:
    """Answer one page of the items that match the query string, and the problems found in it."""
    problems: list[dict] = []
    options = {"limit": None, "offset": None, "page": None, "sort": "", "q": ""}
    for name, text in parse_qsl(query, keep_blank_values=True, max_num_fields=100, errors="replace"):
        field = find_field(entity, name)
        if name in options:
            options[name] = text
        elif field is None:
            problems.append({"field": name, "message": "is not a field or option of this list"})
        else:
            items = filter_items(field, items, text, problems)
    limit = whole_number("limit", options["limit"], 1, LARGEST_LIMIT, DEFAULT_LIMIT, problems)
    offset = whole_number("offset", options["offset"], 0, LARGEST_OFFSET, 0, problems)
    if options["page"] is not None:
        offset = (whole_number("page", options["page"], 1, LARGEST_OFFSET, 1, problems) - 1) * limit
    items = sort_items(entity, search(items, options["q"]), options["sort"], problems)
    page = {"items": items[offset : offset + limit], "total": len(items), "limit": limit, "offset": offset}
    return page, problems


def find_field(entity: Entity, name: str) -> Field | None:
    return entity.field(name) or next((field for field in OWN_FIELDS if field.name == name), None)


def filter_items(field: Field, items: list[dict], text: str, problems: list[dict]) -> list[dict]:
    """The items whose field has this value; an empty text finds those without a value."""
    if field.type == "list":
        return [item for item in items if (text in item[field.name] if text else not item[field.name])]
    try:
        wanted = from_text(field, text)
    except (Invalid, ValueError):
        problems.append({"field": field.name, "message": f"can't be compared with a value that is not of type {field.type}"})
        return items
    return [item for item in items if item[field.name] == wanted or (text == "" and item[field.name] == "")]


def from_text(field: Field, text: str) -> object:
    if text == "":
        return None
    if field.type == "boolean":
        if text.lower() not in WORDS:
            raise ValueError("not a boolean")
        return WORDS[text.lower()]
    if field.type in ("integer", "reference"):
        return int(text)
    if field.type == "number":
        return float(text)
    if field.type in ("date", "datetime", "enum"):
        return check(field, text)
    return text


def whole_number(name: str, text: str | None, smallest: int, largest: int, default: int, problems: list[dict]) -> int:
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) <= 10 and smallest <= int(text) <= largest:
        return int(text)
    problems.append({"field": name, "message": f"must be a whole number from {smallest} to {largest}"})
    return default


def search(items: list[dict], text: str) -> list[dict]:
    """The items with the text in any of their values, whatever its case."""
    wanted = text.casefold()
    if not wanted:
        return items
    return [item for item in items if any(wanted in words for words in texts_of(item))]


def texts_of(item: dict) -> list[str]:
    texts = []
    for name, value in item.items():
        if name in ("id", "created_at", "updated_at"):
            continue
        values = value if isinstance(value, list) else [value]
        texts.extend(entry.casefold() for entry in values if isinstance(entry, str))
    return texts


def sort_items(entity: Entity, items: list[dict], order: str, problems: list[dict]) -> list[dict]:
    """Sort by "field" or "-field" (descending), several with commas; items without a value come last."""
    for part in reversed([part for part in order.split(",") if part][:10]):
        name = part.removeprefix("-").strip()
        if find_field(entity, name) is None:
            problems.append({"field": "sort", "message": f"{name[:100]} is not a field of {entity.name}"})
            continue
        filled = [item for item in items if item[name] is not None]
        empty = [item for item in items if item[name] is None]
        filled.sort(key=lambda item: sort_key(item[name]), reverse=part.startswith("-"))
        items = filled + empty
    return items


def sort_key(value: object) -> object:
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, list):
        return [entry.casefold() for entry in value]
    return value
`;
