"""Reads one export once, as bytes, and says what is in it and whether it is damaged.

Python, because the count of lines and records has to be independent of the reader that parses them,
and an archive's checksum is verified only by whoever reads it to its end.
"""

from __future__ import annotations

import csv
import os
from dataclasses import asdict, dataclass
from operator import methodcaller
from typing import Any

import numpy as np

from warehouse.export_files.copies import copied_lines
from warehouse.export_files.csv_rows import csv_delimiter, csv_header, csv_rows, has_plain_rows
from warehouse.export_files.file_text import (
    BLANK,
    UTF_8_MARK,
    UTF_16_MARKS,
    DamagedFileError,
    chunks,
    is_padded,
    is_utf8,
    one_line,
    text_lines,
)
from warehouse.export_files.json_documents import (
    document_as_lines,
    is_one_json_document,
    json_lines,
    json_object,
)
from warehouse.export_files.listing import content_hash, export_kind
from warehouse.export_files.loaders import control_lines, is_envelope
from warehouse.export_files.pages import is_continued, page_key

_without_blanks = methodcaller("strip", BLANK.encode())


@dataclass
class Inspection:
    """One file's facts. ``problem`` is a sentence for people, or None for a usable file."""

    record_format: str = "lines"  # lines | csv | pages
    header: list[str] | None = None
    delimiter: str | None = None
    is_enveloped: bool = False
    needs_copy: bool = False
    line_count: int = 0  # rows the database's reader will yield, blank lines among them
    record_count: int = 0
    longest_line_bytes: int = 0
    problem: str | None = None
    content_hash: str | None = None
    is_continued: bool = False  # its last page says that another one follows


def inspect(path: str, object_name: str) -> dict[str, Any]:
    """Read one export once and describe it. Never raises for what the file holds.

    ``object_name`` is what its records are, which tells the pages of an API from records.
    """
    try:
        if os.path.isdir(path):
            raise DamagedFileError(
                "is a directory; put the files it holds one level up or rename it"
            )
        kind = export_kind(path)
        if kind == "csv":
            found = _inspect_csv(path)
        elif kind == "json" and is_one_json_document(path):
            found = _inspect_json_document(path, object_name)
        else:
            found = _inspect_lines(path, object_name)
        if found.needs_copy:
            _measure_copy(path, found, object_name)
    except DamagedFileError as damage:
        found = Inspection(problem=str(damage))
    except OSError as error:
        found = Inspection(problem=f"cannot be read ({error.strerror or error})")
    found.content_hash = content_hash(path)
    return asdict(found)


def _inspect_lines(path: str, object_name: str = "") -> Inspection:
    found = Inspection()
    first_record: dict[str, Any] | None = None
    line_ends = carriage_returns = pairs = 0
    for chunk in chunks(path):
        if not found.line_count:
            if chunk[:2] in UTF_16_MARKS:
                return _inspect_decoded(path, object_name)
            chunk = chunk.removeprefix(UTF_8_MARK)
            if not chunk:
                break
        lines, said, longest = _measure_lines(chunk)
        line_ends += lines if chunk.endswith(b"\n") else lines - 1
        found.line_count += lines
        found.record_count += said
        found.longest_line_bytes = max(found.longest_line_bytes, longest)
        if b"\r" in chunk:
            carriage_returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n")
        found.needs_copy = found.needs_copy or b"\x00" in chunk or not is_utf8(chunk)
        if first_record is None and b"{" in chunk:
            objects = (
                json_object(line)
                for line in chunk.split(b"\n")
                if line.lstrip(BLANK.encode()).startswith(b"{")
            )
            first_record = next((record for record in objects if record is not None), None)
    if carriage_returns != pairs or pairs not in (0, line_ends) or is_padded(path):
        found.needs_copy = True
    return _counted_by_first_record(path, found, first_record, object_name)


def _measure_lines(chunk: bytes) -> tuple[int, int, int]:
    """How many lines there are, how many of them say something, and the bytes of the longest."""
    characters = np.frombuffer(chunk, np.uint8)
    ends = np.flatnonzero(characters == ord("\n"))
    starts = np.concatenate(([0], ends + 1))
    if chunk.endswith(b"\n"):
        starts = starts[:-1]
    else:
        ends = np.append(ends, len(chunk))
    said = len(starts)
    if (characters[starts] <= ord(" ")).any():  # blank, or merely indented
        said = sum(map(bool, map(_without_blanks, chunk.split(b"\n"))))
    return len(starts), said, int((ends - starts).max())


def _inspect_decoded(path: str, object_name: str) -> Inspection:
    """A file in UTF-16, which is always copied: counted after decoding."""
    found = Inspection(needs_copy=True)
    first_record: dict[str, Any] | None = None
    for line in map(one_line, text_lines(path)):
        found.record_count += bool(line.strip(BLANK))
        first_record = first_record or json_object(line)
    return _counted_by_first_record(path, found, first_record, object_name)


def _counted_by_first_record(
    path: str, found: Inspection, first_record: dict[str, Any] | None, object_name: str
) -> Inspection:
    """A file is a loader's, or pages, if its first readable record is: a broken line is nothing."""
    if first_record is None:
        return found
    if object_name and page_key(first_record, object_name):
        return _inspect_pages(path, object_name)
    found.is_enveloped = is_envelope(first_record)
    if found.is_enveloped:
        found.record_count -= control_lines(path)
    return found


def _inspect_pages(path: str, object_name: str) -> Inspection:
    found = Inspection(record_format="pages", needs_copy=True)
    for line in json_lines(path):
        page = json_object(line) or {}
        if page_key(page, object_name):
            found.is_continued = is_continued(page)
    found.record_count = sum(1 for _ in copied_lines(path, "pages", None, object_name))
    return found


def _inspect_json_document(path: str, object_name: str) -> Inspection:
    count = 0
    for line in document_as_lines(path):
        if not count and page_key(json_object(line) or {}, object_name):
            return _inspect_pages(path, object_name)
        count += 1
    return Inspection(needs_copy=True, record_count=count)


def _inspect_csv(path: str) -> Inspection:
    """Header, delimiter and records of a CSV; ``needs_copy`` unless every row is regular."""
    plain = _inspect_lines(path)  # to the end of the file, so that a damaged archive is found
    if not plain.record_count:
        return Inspection(record_format="csv", header=[])
    delimiter = csv_delimiter(path)
    found = Inspection(record_format="csv", delimiter=delimiter)
    try:
        rows = csv_rows(path, delimiter)
        header = found.header = csv_header(next(rows))
        is_whole = not plain.needs_copy and plain.line_count == plain.record_count
        if is_whole and has_plain_rows(path, delimiter, len(header)):
            found.record_count = plain.record_count - 1
            found.longest_line_bytes = plain.longest_line_bytes
            distinct = {name.lower() for name in header if name}
            found.needs_copy = len(distinct) < len(header)
        else:
            found.needs_copy = True
            for row in rows:
                found.record_count += 1
                found.longest_line_bytes = max(
                    found.longest_line_bytes, len(row.text.encode(errors="surrogateescape"))
                )
    except csv.Error as error:
        raise DamagedFileError(f"is no readable CSV ({error})") from error
    found.line_count = found.record_count
    return found


def _measure_copy(path: str, found: Inspection, object_name: str) -> None:
    """What the database will read is the copy, so its lines count."""
    found.line_count = found.longest_line_bytes = 0
    for line in copied_lines(path, found.record_format, found.delimiter, object_name):
        found.line_count += 1
        found.longest_line_bytes = max(found.longest_line_bytes, len(line.encode()))
