import { source } from '../source.js';

/** `app/validation.py`. */
export const PYTHON_VALIDATION = source`
"""Checks values from outside against the fields of an entity."""

import math
import re
from datetime import date, datetime
from urllib.parse import urlsplit

from app.models import Entity, Field

# Larger integers lose digits in clients that keep numbers as doubles.
LARGEST_INTEGER = 2**53 - 1
LONGEST_LIST = 1000
LONGEST_TEXT = 10_000
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")


class Invalid(ValueError):
    """A value breaks a rule of its field; the message says which."""


def validate(entity: Entity, data: dict, partial: bool = False) -> tuple[dict, list[dict]]:
    """Answer the clean values and the problems, each {"field", "message"}.

    Without "partial" every field gets a value: what is missing becomes the default.
    """
    clean: dict = {}
    problems = []
    for name in data:
        if entity.field(name) is None:
            known = ", ".join(field.name for field in entity.fields)
            problems.append({"field": name, "message": f"is not a field of {entity.name}; the fields are {known}"})
    for field in entity.fields:
        if field.name not in data:
            if partial:
                continue
            if field.required and field.default is None:
                problems.append({"field": field.name, "message": "is required"})
            else:
                clean[field.name] = field.empty
            continue
        try:
            clean[field.name] = check(field, data[field.name])
        except Invalid as problem:
            problems.append({"field": field.name, "message": str(problem)})
    return clean, problems


def check(field: Field, value: object) -> object:
    """Answer the value as it is stored, or raise Invalid."""
    if value is None:
        if field.required or field.type in ("boolean", "list"):
            raise Invalid("must not be null")
        return None
    return CHECKS[field.type](field, value)


def check_string(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise Invalid("must be text")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
        raise Invalid("must be valid Unicode text")
    if field.required and not value.strip():
        raise Invalid("must not be empty")
    if field.minimum is not None and len(value) < field.minimum:
        raise Invalid(f"must have at least {field.minimum} characters")
    longest = LONGEST_TEXT if field.maximum is None else field.maximum
    if len(value) > longest:
        raise Invalid(f"must have at most {longest} characters")
    return value


def check_integer(field: Field, value: object) -> int:
    number = check_range(field, value, "must be a whole number")
    if number != int(number):
        raise Invalid("must be a whole number")
    if abs(number) > LARGEST_INTEGER:
        raise Invalid("is too large")
    return int(number)


def check_number(field: Field, value: object) -> float:
    return check_range(field, value, "must be a number")


def check_range(field: Field, value: object, message: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Invalid(message)
    if isinstance(value, float) and not math.isfinite(value):
        raise Invalid(message)
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise Invalid("is too large")
    if field.minimum is not None and value < field.minimum:
        raise Invalid(f"must be at least {field.minimum}")
    if field.maximum is not None and value > field.maximum:
        raise Invalid(f"must be at most {field.maximum}")
    return value


def check_boolean(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise Invalid("must be true or false")
    return value


def check_date(field: Field, value: object) -> str:
    if isinstance(value, str) and DATE.fullmatch(value):
        try:
            date.fromisoformat(value)
            return value
        except ValueError:
            pass
    raise Invalid("must be a date like 2026-01-31")


def check_datetime(field: Field, value: object) -> str:
    if isinstance(value, str) and DATETIME.fullmatch(value):
        try:
            datetime.fromisoformat(value)
            return value
        except ValueError:
            pass
    raise Invalid("must be a date and time like 2026-01-31T12:00:00Z")


def check_email(field: Field, value: object) -> str:
    text = check_string(field, value)
    if len(text) > 254 or not EMAIL.fullmatch(text):
        raise Invalid("must be an e-mail address")
    return text


def check_url(field: Field, value: object) -> str:
    text = check_string(field, value)
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        valid = False
    if not valid:
        raise Invalid("must be a URL that starts with http:// or https://")
    return text


def check_enum(field: Field, value: object) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise Invalid("must be one of: " + ", ".join(field.choices))
    return value


def check_list(field: Field, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Invalid("must be a list of texts")
    if field.required and not value:
        raise Invalid("must not be empty")
    if field.minimum is not None and len(value) < field.minimum:
        raise Invalid(f"must have at least {field.minimum} items")
    longest = LONGEST_LIST if field.maximum is None else field.maximum
    if len(value) > longest:
        raise Invalid(f"must have at most {longest} items")
    plain = Field(field.name, "string", maximum=1000)
    return [check_string(plain, item) for item in value]


def check_reference(field: Field, value: object) -> int:
    """Only the form; the store knows whether the object exists."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_INTEGER:
        raise Invalid(f"must be the id of one of the {field.references}")
    return value


CHECKS = {
    "string": check_string,
    "integer": check_integer,
    "number": check_number,
    "boolean": check_boolean,
    "date": check_date,
    "datetime": check_datetime,
    "email": check_email,
    "url": check_url,
    "enum": check_enum,
    "list": check_list,
    "reference": check_reference,
}
`;
