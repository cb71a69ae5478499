"""The rows of a CSV: its delimiter, its header, and what of it is regular.

Python, because the database's reader guesses a delimiter from the rows, gives up at a row of
another width, and lets a quote that is never closed swallow every row after it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import methodcaller

from warehouse.export_files.file_text import (
    BLANK,
    MAX_LINE_BYTES,
    DamagedFileError,
    chunks,
    is_text,
    text_lines,
)
from warehouse.export_files.rejects import rejected

DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(MAX_LINE_BYTES)


@dataclass
class CsvRow:
    """A row, the line it begins on, and its text; no fields if a quote in it is never closed."""

    line: int
    fields: list[str] | None
    text: str


class _Lines(Iterator[str]):
    """Lines that remember those taken since the last row."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.give_back(lines)

    def give_back(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)
        self.taken: list[str] = []
        self.ended = False

    def __next__(self) -> str:
        try:
            line = next(self.lines)
        except StopIteration:
            self.ended = True
            raise
        self.taken.append(line)
        return line


def csv_rows(path: str, delimiter: str) -> Iterator[CsvRow]:
    """The rows of a CSV but the blank ones.

    A quote that is never closed would swallow every row after it: its line is a row without fields,
    and the rows after it are read as if it were not there.
    """
    lines = _Lines(line.rstrip("\r\n").replace("\r", " ") + "\n" for line in text_lines(path))
    number = 1
    while not lines.ended:
        for fields in csv.reader(lines, delimiter=delimiter):
            if lines.ended:
                yield CsvRow(number, None, lines.taken[0])
                number += 1
                lines.give_back(lines.taken[1:])
                break
            text = "".join(lines.taken)
            if text.strip(BLANK):
                yield CsvRow(number, fields, text)
            number += len(lines.taken)
            lines.taken.clear()


def csv_header(row: CsvRow) -> list[str]:
    """The columns' names as contracts write them: `Discount-Amount` is discount_amount, unless
    there is such a column besides.
    """
    if row.fields is None:
        raise DamagedFileError("has a quote in its header that is never closed; close it")
    if not is_text(row.text):
        raise DamagedFileError("has a header whose bytes are no UTF-8; save the file as UTF-8")
    header = [name.strip() for name in row.fields]
    names = set(header)
    # By its place: a file without a header has a record there.
    for place, name in enumerate(header, 1):
        if name and name in header[: place - 1]:
            raise DamagedFileError(
                f"names a column twice in its header (column {place} as one before); rename one"
            )
    for place, name in enumerate(header):
        if (wanted := re.sub(r"[\s-]+", "_", name.lower())) not in names:
            names.add(wanted)
            header[place] = wanted
    return header


def csv_delimiter(path: str) -> str:
    """What separates the fields of a CSV: the mark that gives its first line the most of them."""
    first = next(line for line in text_lines(path) if line.strip(BLANK))
    if "\r" in first.rstrip("\r\n"):
        raise DamagedFileError("ends its lines with \\r, as old Macs did; save it with \\n")
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))


def has_plain_rows(path: str, delimiter: str, columns: int) -> bool:
    """Whether each line has that many fields and none a quote: nothing is left to interpret."""
    count_delimiters = methodcaller("count", delimiter.encode())
    for chunk in chunks(path):
        lines = chunk.removesuffix(b"\n").split(b"\n")
        if b'"' in chunk or set(map(count_delimiters, lines)) != {columns - 1}:
            return False
    return True


def csv_as_json(path: str, delimiter: str) -> Iterator[str]:
    """Each CSV row as a JSON object of texts, on the line where it begins, the header left out.

    A row that does not fit the header becomes a reject. Lines between rows are blank.
    """
    rows = csv_rows(path, delimiter)
    header = csv_header(next(rows))
    lines_written = 0
    for row in rows:
        while lines_written < row.line - 2:
            yield ""
            lines_written += 1
        lines_written += 1
        if not is_text(row.text):
            yield rejected("not_utf_8", row.text)
        elif row.fields is None:
            yield rejected("open_quote", row.text)
        elif len(row.fields) != len(header):
            yield rejected("other_width", row.text)
        else:
            fields = {
                name: value.replace("\x00", "\ufffd")
                for name, value in zip(header, row.fields, strict=True)
                if name
            }
            yield json.dumps(fields, ensure_ascii=False)
