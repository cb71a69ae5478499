"""JSON: the object on a line, and a document of many records as one record a line.

Python, because the database's reader takes an array as a whole or not at all: here each record of
it is a line as it is written there, and a broken rest is one reject.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from warehouse.export_files.file_text import BLANK, text_lines
from warehouse.export_files.listing import export_kind
from warehouse.export_files.rejects import copied_line, rejected


def json_object(line: bytes | str) -> dict[str, Any] | None:
    """The JSON object on a line, None if it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def is_one_json_document(path: str) -> bool:
    """Whether a ``.json`` file is an array or one object over several lines, not JSON lines."""
    for line in text_lines(path):
        if begun := line.strip(BLANK):
            return begun.startswith("[") or (begun.startswith("{") and begun[-1] in "{[,:")
    return False


def document_as_lines(path: str) -> Iterator[str]:
    """Each record of a JSON array (or the one object) on a line; a broken rest as one reject."""
    text = "".join(text_lines(path))
    decoder = json.JSONDecoder(strict=False)  # only to find where a record ends
    space = re.compile(r"\s*")
    position = space.match(text).end()  # type: ignore[union-attr]
    is_array = text.startswith("[", position)
    position += is_array
    while True:
        position = space.match(text, position).end()  # type: ignore[union-attr]
        if is_array and text.startswith("]", position):
            position = space.match(text, position + 1).end()  # type: ignore[union-attr]
            if position < len(text):
                yield rejected("after_array", text[position:])
            return
        if position >= len(text):
            if is_array:
                yield rejected("open_array", "")
            return
        try:
            _, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            yield rejected("not_json", text[position:])
            return
        yield copied_line(text[position:end])
        position = space.match(text, end).end()  # type: ignore[union-attr]
        if is_array and text.startswith(",", position):
            position += 1


def json_lines(path: str) -> Iterator[str]:
    """Each line, or each item of a document, as a line of its own."""
    if export_kind(path) == "json" and is_one_json_document(path):
        return document_as_lines(path)
    return map(copied_line, text_lines(path))
