"""What the build must know of an export file before a row of it is used.

The records themselves are read by the database. This module is Python because SQL cannot verify a
gzip checksum, count lines independently of the reader that parses them, tell a comma from a
semicolon by the header, or mend a file whose bytes the reader refuses. It has three jobs:

* :func:`list_files` lists a landing zone;
* :func:`inspect` reads one file once, as bytes, and says what is in it and whether it is damaged;
* :func:`readable_copy` writes the rare file that the database cannot read as is (mixed line ends,
  bytes that are no UTF-8, a JSON array, pages of an API, a CSV with broken rows) as one record per
  line.

A line of a readable copy that begins with :data:`REJECT_MARK` is a record that could not even be
separated into fields: the mark, a code, :data:`REJECT_SEPARATOR`, the text. What a code means is
said where it is read (``record_fault`` in macros/landing), so that no text of a file can become a
reason.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import re
import tempfile
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from operator import methodcaller
from typing import IO, Any

import numpy as np

CHUNK_BYTES = 1 << 18  # what stays in a processor's cache
SAMPLE_BYTES = 1 << 14  # of a file's beginning, middle and end: what tells two of its states apart
MAX_LINE_BYTES = 64 << 20
csv.field_size_limit(MAX_LINE_BYTES)
DELIMITERS = (",", ";", "\t", "|")
BLANK = " \t\r\n"  # what a line without a record may hold, for the database too
UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
REJECT_MARK = "!"
REJECT_SEPARATOR = "\x1f"

# Keys that a loader wraps around a record. A record is unwrapped only if it has no others.
ENVELOPE_KEYS = frozenset(
    {
        "type", "stream", "namespace", "record", "data", "emitted_at", "version", "time_extracted",
        "_airbyte_raw_id", "_airbyte_ab_id", "_airbyte_data", "_airbyte_emitted_at",
        "_airbyte_extracted_at", "_airbyte_loaded_at", "_airbyte_meta", "_airbyte_generation_id",
    }
)  # fmt: skip
PAYLOAD_KEYS = ("data", "record", "_airbyte_data")
# A loader's own lines between the records: one of these types, and no key but these.
CONTROL_TYPES = frozenset(
    {"SCHEMA", "STATE", "ACTIVATE_VERSION", "LOG", "TRACE", "CATALOG", "SPEC"}
)
CONTROL_KEYS = ENVELOPE_KEYS | {
    "schema", "key_properties", "bookmark_properties", "value", "state", "log", "trace", "catalog",
    "spec", "metadata",
}  # fmt: skip

# A page of an API is an object with a list of records and, beside it, only what says where the page
# stands. The list is named like the object (`tickets`; `comments` of ticket_comments) or as one of
# PAGE_LISTS; other lists are records of other objects, delivered along with it.
PAGE_LISTS = ("data", "results", "items", "records")
PAGE_KEYS = frozenset(
    {
        "type", "object", "url", "uri", "count", "total", "total_count", "total_pages", "pages",
        "page", "per_page", "page_size", "limit", "offset", "next", "previous", "prev", "next_page",
        "previous_page", "next_page_url", "previous_page_url", "first_page_uri", "next_page_uri",
        "previous_page_uri", "start", "end", "end_time", "end_of_stream", "has_more", "cursor",
        "next_cursor", "after_cursor", "before_cursor", "after_url", "before_url", "meta", "links",
        "paging", "pagination", "response_metadata", "facets", "success",
    }
)  # fmt: skip


NEXT_PAGE_KEYS = ("next", "next_page", "next_page_url", "next_page_uri", "next_cursor")


class DamagedFileError(Exception):
    """The file cannot be used; the message says why and what to do."""


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


def list_files(raw_dir: str) -> list[dict[str, Any]]:
    """Every file below ``raw_dir``: relative and absolute path, bytes, modification time, hash.

    The hash is there since a tool may write a file anew and keep its size and time. A directory
    whose name ends like an export is listed too, so that it can be reported.
    """
    root = os.path.abspath(raw_dir)
    found: list[dict[str, Any]] = []
    for folder, subfolders, names in os.walk(root, followlinks=True):
        if _leads_back(folder, root):
            subfolders.clear()
            continue
        subfolders.sort()
        lookalikes = [name for name in subfolders if _export_suffix(name)]
        for name in sorted(names) + lookalikes:
            path = os.path.join(folder, name)
            try:
                status = os.stat(path)
            except OSError:  # a broken link: inspect() says so
                size, modified = 0, 0
            else:
                size, modified = status.st_size, status.st_mtime_ns // 1000
            # A name that is no UTF-8 cannot be told to the database: listed so, it is unreadable.
            path = path.encode("utf-8", "replace").decode("utf-8")
            found.append(
                {
                    "source_file": os.path.relpath(path, root).replace(os.sep, "/"),
                    "file_path": path,
                    "size_bytes": size,
                    "modified_us": modified,
                    "content_hash": content_hash(path),
                }
            )
    return sorted(found, key=lambda file: str(file["source_file"]))


def content_hash(path: str) -> str | None:
    """A hash of the file's size, beginning, middle and end; None if it cannot be read.

    The same file under another name has the same. It costs three small reads, however large it is.
    """
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            found = hashlib.blake2b(str(size).encode(), digest_size=16)
            for start in (0, size // 2, max(0, size - SAMPLE_BYTES)):
                file.seek(start)
                found.update(file.read(SAMPLE_BYTES))
    except OSError:
        return None
    return found.hexdigest()


def _leads_back(folder: str, root: str) -> bool:
    """Whether ``folder`` is a link to a folder that it lies in."""
    real = os.path.realpath(folder)
    while folder != root:
        folder = os.path.dirname(folder)
        if os.path.realpath(folder) == real:
            return True
    return False


def folder_path(raw_dir: str) -> str | None:
    """The absolute path of a landing zone; None if it is no folder."""
    path = os.path.abspath(raw_dir)
    return path if os.path.isdir(path) else None


def envelope_keys() -> list[str]:
    """The keys that a loader wraps around a record."""
    return sorted(ENVELOPE_KEYS)


def control_types() -> list[str]:
    """The types of a loader's lines that hold no record."""
    return sorted(CONTROL_TYPES)


def control_keys() -> list[str]:
    """The keys that such a line has; one with another key is a record."""
    return sorted(CONTROL_KEYS)


def inspect(path: str, object_name: str) -> dict[str, Any]:
    """Read one export once and describe it. Never raises for what the file holds.

    ``object_name`` is what its records are, which tells the pages of an API from records.
    """
    try:
        if os.path.isdir(path):
            raise DamagedFileError(
                "is a directory; put the files it holds one level up or rename it"
            )
        kind = _export_suffix(path)
        if kind == "csv":
            found = _inspect_csv(path)
        elif kind == "json" and _is_one_json_document(path):
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
        for line in _copied_lines(path, record_format, delimiter, object_name):
            out.write(line)
            out.write("\n")
    return copy


def _copied_lines(
    path: str, record_format: str, delimiter: str | None, object_name: str
) -> Iterator[str]:
    if record_format == "csv":
        return _csv_as_json(path, delimiter or ",")
    lines = _json_lines(path)
    return _without_pages(lines, object_name) if record_format == "pages" else lines


def _json_lines(path: str) -> Iterator[str]:
    """Each line, or each item of a document, as a line of its own."""
    if _export_suffix(path) == "json" and _is_one_json_document(path):
        return _document_as_lines(path)
    return map(_copied_line, _text_lines(path))


def _measure_copy(path: str, found: Inspection, object_name: str) -> None:
    """What the database will read is the copy, so its lines count."""
    found.line_count = found.longest_line_bytes = 0
    for line in _copied_lines(path, found.record_format, found.delimiter, object_name):
        found.line_count += 1
        found.longest_line_bytes = max(found.longest_line_bytes, len(line.encode()))


def _export_suffix(path: str) -> str | None:
    """csv, json or lines by the file's name; None if it is not named like an export."""
    name = path.lower().removesuffix(".gz")
    for suffix, kind in (
        (".csv", "csv"),
        (".jsonl", "lines"),
        (".ndjson", "lines"),
        (".json", "json"),
    ):
        if name.endswith(suffix):
            return kind
    return None


@contextmanager
def _open_bytes(path: str) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked; a damaged archive raises :class:`DamagedFileError`."""
    try:
        if path.lower().endswith(".gz"):
            with gzip.open(path, "rb") as unpacked:
                yield unpacked  # type: ignore[misc]
        else:
            with open(path, "rb") as plain:
                yield plain
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DamagedFileError(
            f"is a damaged archive ({error}); export it again, or remove it to build without it"
        ) from error


def _chunks(path: str) -> Iterator[bytes]:
    """The file in pieces of whole lines."""
    with _open_bytes(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            if not chunk.endswith(b"\n"):
                chunk += file.readline(MAX_LINE_BYTES)
            if len(chunk) > MAX_LINE_BYTES:
                raise DamagedFileError(
                    f"has a line longer than {MAX_LINE_BYTES >> 20} MB; is one record on each line?"
                )
            yield chunk


def _text_lines(path: str) -> Iterator[str]:
    """Lines split at ``\\n`` alone; a UTF-16 file is decoded.

    Bytes that are no UTF-8 stay apart from all text (as surrogates): what they stand for is not in
    the file. Windows-1252, -1250, Latin-9 and a Mac's own all read them, each as another letter.
    """
    with _open_bytes(path) as file:
        bom = file.read(3)
        file.seek(0)
        encoding = "utf-8-sig" if bom == UTF_8_MARK else "utf-8"
        errors = "surrogateescape"
        if bom[:2] in UTF_16_MARKS:
            encoding, errors = "utf-16", "replace"
        with io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="\n") as text:
            yield from text


def _is_text(line: str) -> bool:
    """Whether a line is text throughout."""
    if line.isascii():
        return True
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _one_line(text: str) -> str:
    """Text without the characters that end a line for somebody."""
    return text.rstrip("\r\n").replace("\r", " ").replace("\n", " ").replace("\x00", "\ufffd")


def _copied_line(text: str) -> str:
    """A line as it is, or as a reject: one that begins like a reject is no record either."""
    if not _is_text(text):
        return _rejected("not_utf_8", text)
    return _rejected("not_json", text) if text.startswith(REJECT_MARK) else _one_line(text)


def _rejected(code: str, text: str) -> str:
    shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return f"{REJECT_MARK}{code}{REJECT_SEPARATOR}{_one_line(shown)}"


_without_blanks = methodcaller("strip", BLANK.encode())


def _inspect_lines(path: str, object_name: str = "") -> Inspection:
    found = Inspection()
    first_record: dict[str, Any] | None = None
    line_ends = carriage_returns = pairs = 0
    for chunk in _chunks(path):
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
        found.needs_copy = found.needs_copy or b"\x00" in chunk or not _is_utf8(chunk)
        if first_record is None and b"{" in chunk:
            objects = (
                _object(line)
                for line in chunk.split(b"\n")
                if line.lstrip(BLANK.encode()).startswith(b"{")
            )
            first_record = next((record for record in objects if record is not None), None)
    if carriage_returns != pairs or pairs not in (0, line_ends) or _is_padded(path):
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
    for line in map(_one_line, _text_lines(path)):
        found.record_count += bool(line.strip(BLANK))
        first_record = first_record or _object(line)
    return _counted_by_first_record(path, found, first_record, object_name)


def _counted_by_first_record(
    path: str, found: Inspection, first_record: dict[str, Any] | None, object_name: str
) -> Inspection:
    """A file is a loader's, or pages, if its first readable record is: a broken line is nothing."""
    if first_record is None:
        return found
    if object_name and _page_key(first_record, object_name):
        return _inspect_pages(path, object_name)
    found.is_enveloped = _is_envelope(first_record)
    if found.is_enveloped:
        found.record_count -= _control_lines(path)
    return found


def _is_padded(path: str) -> bool:
    """Whether an archive is filled up with zeros, as tapes are: the database refuses it."""
    if not path.lower().endswith(".gz"):
        return False
    with open(path, "rb") as packed:
        packed.seek(max(0, os.path.getsize(path) - 8))
        return not packed.read().strip(b"\x00")


def _is_utf8(chunk: bytes) -> bool:
    if chunk.isascii():
        return True
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _object(line: bytes | str) -> dict[str, Any] | None:
    """The JSON object on a line, None if it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_envelope(record: dict[str, Any]) -> bool:
    if _is_control(record):
        return True
    return record.keys() <= ENVELOPE_KEYS and any(key in record for key in PAYLOAD_KEYS)


def _is_control(record: dict[str, Any]) -> bool:
    kind = record.get("type")
    return isinstance(kind, str) and kind in CONTROL_TYPES and record.keys() <= CONTROL_KEYS


def _control_lines(path: str) -> int:
    """Lines of a loader's file that hold no record: SCHEMA, STATE and the like."""
    records = (_object(line) for line in _text_lines(path) if '"type"' in line)
    return sum(1 for record in records if record is not None and _is_control(record))


def _page_key(record: dict[str, Any], object_name: str) -> str | None:
    """The key of a page's records; None if it is no page."""
    names = [object_name, object_name.rpartition("_")[2]]
    lists = {key for key, value in record.items() if isinstance(value, list)}
    kept = next((name for name in [*names, *PAGE_LISTS] if name in lists), None)
    if kept is None:  # one record in a wrapper of its own: {"ticket": {...}}
        single = [name.removesuffix("s") for name in names if name.endswith("s")]
        kept = next((name for name in single if isinstance(record.get(name), dict)), None)
    elif not all(isinstance(item, dict) for item in record[kept]):
        return None
    if kept is None or not record.keys() - lists - {kept} <= PAGE_KEYS:
        return None
    kind = record.get("type", "list")
    return kept if isinstance(kind, str) and kind.endswith("list") else None


def _without_pages(lines: Iterable[str], object_name: str) -> Iterator[str]:
    """Each record of each page on a line, as it is written there; other lines as they are."""
    for line in lines:
        page = _object(line) if line.lstrip().startswith("{") else None
        key = _page_key(page, object_name) if page is not None else None
        if key is not None:
            yield from _records_at(line, key)
        elif line.strip(BLANK):
            yield line


def _records_at(page: str, key: str) -> Iterator[str]:
    """The text of each record below ``key`` of a JSON object."""
    decoder = json.JSONDecoder(strict=False)
    mark = re.compile(r"[\s,:]*")

    def after(position: int) -> int:
        return mark.match(page, position).end()  # type: ignore[union-attr]

    position = after(page.index("{") + 1)
    while not page.startswith("}", position):
        name, end = decoder.raw_decode(page, position)
        position = start = after(end)
        _, end = decoder.raw_decode(page, position)
        position = after(end)
        if name != key:
            continue
        if not page.startswith("[", start):
            yield page[start:end]
            return
        start = after(start + 1)
        while not page.startswith("]", start):
            _, end = decoder.raw_decode(page, start)
            yield page[start:end]
            start = after(end)
        return


def _is_continued(page: dict[str, Any]) -> bool:
    """Whether a page says that another one follows, in the words of whoever wrote it.

    Some give the address of a next page at the end too, and say beside it that this is the end.
    """
    meta, links = (
        page[key] if isinstance(page.get(key), dict) else {} for key in ("meta", "links")
    )
    for said in (page.get("has_more"), meta.get("has_more")):
        if isinstance(said, bool):
            return said
    if isinstance(page.get("end_of_stream"), bool):
        return not page["end_of_stream"]
    paging = [page[key] for key in ("pages", "paging", "pagination") if key in page]
    nested = [place.get("next") for place in (links, *paging) if isinstance(place, dict)]
    return any(page.get(key) for key in NEXT_PAGE_KEYS) or any(nested)


def _inspect_pages(path: str, object_name: str) -> Inspection:
    found = Inspection(record_format="pages", needs_copy=True)
    for line in _json_lines(path):
        page = _object(line) or {}
        if _page_key(page, object_name):
            found.is_continued = _is_continued(page)
    found.record_count = sum(1 for _ in _copied_lines(path, "pages", None, object_name))
    return found


def _is_one_json_document(path: str) -> bool:
    """Whether a ``.json`` file is an array or one object over several lines, not JSON lines."""
    for line in _text_lines(path):
        if begun := line.strip(BLANK):
            return begun.startswith("[") or (begun.startswith("{") and begun[-1] in "{[,:")
    return False


def _document_as_lines(path: str) -> Iterator[str]:
    """Each record of a JSON array (or the one object) on a line; a broken rest as one reject."""
    text = "".join(_text_lines(path))
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
                yield _rejected("after_array", text[position:])
            return
        if position >= len(text):
            if is_array:
                yield _rejected("open_array", "")
            return
        try:
            _, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            yield _rejected("not_json", text[position:])
            return
        yield _copied_line(text[position:end])
        position = space.match(text, end).end()  # type: ignore[union-attr]
        if is_array and text.startswith(",", position):
            position += 1


def _inspect_json_document(path: str, object_name: str) -> Inspection:
    count = 0
    for line in _document_as_lines(path):
        if not count and _page_key(_object(line) or {}, object_name):
            return _inspect_pages(path, object_name)
        count += 1
    return Inspection(needs_copy=True, record_count=count)


@dataclass
class _CsvRow:
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


def _csv_rows(path: str, delimiter: str) -> Iterator[_CsvRow]:
    """The rows of a CSV but the blank ones.

    A quote that is never closed would swallow every row after it: its line is a row without fields,
    and the rows after it are read as if it were not there.
    """
    lines = _Lines(line.rstrip("\r\n").replace("\r", " ") + "\n" for line in _text_lines(path))
    number = 1
    while not lines.ended:
        for fields in csv.reader(lines, delimiter=delimiter):
            if lines.ended:
                yield _CsvRow(number, None, lines.taken[0])
                number += 1
                lines.give_back(lines.taken[1:])
                break
            text = "".join(lines.taken)
            if text.strip(BLANK):
                yield _CsvRow(number, fields, text)
            number += len(lines.taken)
            lines.taken.clear()


def _csv_header(row: _CsvRow) -> list[str]:
    """The columns' names as contracts write them: `Discount-Amount` is discount_amount, unless
    there is such a column besides.
    """
    if row.fields is None:
        raise DamagedFileError("has a quote in its header that is never closed; close it")
    if not _is_text(row.text):
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


def _inspect_csv(path: str) -> Inspection:
    """Header, delimiter and records of a CSV; ``needs_copy`` unless every row is regular."""
    plain = _inspect_lines(path)  # to the end of the file, so that a damaged archive is found
    if not plain.record_count:
        return Inspection(record_format="csv", header=[])
    first = next(line for line in _text_lines(path) if line.strip(BLANK))
    if "\r" in first.rstrip("\r\n"):
        raise DamagedFileError("ends its lines with \\r, as old Macs did; save it with \\n")
    delimiter = max(DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))
    found = Inspection(record_format="csv", delimiter=delimiter)
    try:
        rows = _csv_rows(path, delimiter)
        header = found.header = _csv_header(next(rows))
        is_whole = not plain.needs_copy and plain.line_count == plain.record_count
        if is_whole and _has_plain_rows(path, delimiter, len(header)):
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


def _has_plain_rows(path: str, delimiter: str, columns: int) -> bool:
    """Whether each line has that many fields and none a quote: nothing is left to interpret."""
    count_delimiters = methodcaller("count", delimiter.encode())
    for chunk in _chunks(path):
        lines = chunk.removesuffix(b"\n").split(b"\n")
        if b'"' in chunk or set(map(count_delimiters, lines)) != {columns - 1}:
            return False
    return True


def _csv_as_json(path: str, delimiter: str) -> Iterator[str]:
    """Each CSV row as a JSON object of texts, on the line where it begins, the header left out.

    A row that does not fit the header becomes a reject. Lines between rows are blank.
    """
    rows = _csv_rows(path, delimiter)
    header = _csv_header(next(rows))
    lines_written = 0
    for row in rows:
        while lines_written < row.line - 2:
            yield ""
            lines_written += 1
        lines_written += 1
        if not _is_text(row.text):
            yield _rejected("not_utf_8", row.text)
        elif row.fields is None:
            yield _rejected("open_quote", row.text)
        elif len(row.fields) != len(header):
            yield _rejected("other_width", row.text)
        else:
            fields = {
                name: value.replace("\x00", "\ufffd")
                for name, value in zip(header, row.fields, strict=True)
                if name
            }
            yield json.dumps(fields, ensure_ascii=False)
