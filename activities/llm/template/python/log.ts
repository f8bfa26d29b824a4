import { source } from '../source.js';

/** `app/log.py` of services and sites. */
export const PYTHON_LOG = source`
"""The log: one line of JSON on the standard output for each event."""

import json
import logging
import sys
from datetime import UTC, datetime

logger = logging.getLogger("app")


class JsonLines(logging.Formatter):
    """A record as one line: time, level, event, its details, and an error with its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname.lower(), "event": record.getMessage(), **getattr(record, "details", {})}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def log(event: str, **details: object) -> None:
    """Log what happens in the usual course of things."""
    logger.info(event, extra={"details": details})


def log_to_output() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
`;
