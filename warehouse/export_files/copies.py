"""The copy of a file that the database cannot read as is: one record, or one reject, a line.

Mixed line ends, bytes that are no UTF-8, a JSON array, pages of an API, a CSV with broken rows:
such files are rare, and only Python can write them anew before the reader refuses them.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator

from warehouse.export_files.csv_rows import csv_as_json
from warehouse.export_files.json_documents import json_lines
from warehouse.export_files.pages import without_pages

_copies: list[tempfile.TemporaryDirectory[str]] = []
_copies_lock = threading.Lock()


def copies_folder() -> str:
    """The folder of this process's copies, which ends with it: one, whichever thread asks first."""
    with _copies_lock:
        if not _copies:
            _copies.append(tempfile.TemporaryDirectory(prefix="readable_exports_"))
        return _copies[0].name


def remove_copies() -> None:
    """Remove the copies made so far: for a process that lives longer than what reads them."""
    with _copies_lock:
        while _copies:
            _copies.pop().cleanup()


def readable_copy(path: str, record_format: str, delimiter: str | None, object_name: str) -> str:
    """Write ``path`` as one record per line that the database can read; return the copy's path.

    Copies live in a temporary folder that ends with the process.
    """
    handle, copy = tempfile.mkstemp(dir=copies_folder(), suffix=".jsonl")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
        for line in copied_lines(path, record_format, delimiter, object_name):
            out.write(line)
            out.write("\n")
    return copy


def copied_lines(
    path: str, record_format: str, delimiter: str | None, object_name: str
) -> Iterator[str]:
    """The lines of a file's copy."""
    if record_format == "csv":
        return csv_as_json(path, delimiter or ",")
    lines = json_lines(path)
    return without_pages(lines, object_name) if record_format == "pages" else lines
