"""What the build must know of an export file before a row of it is used.

The records themselves are read by the database. This module is Python because SQL cannot verify a
gzip checksum, count lines independently of the reader that parses them, tell a comma from a
semicolon by the header, or mend a file whose bytes the reader refuses. It has four jobs:

* :func:`list_files` lists a landing zone;
* :func:`inspect` reads one file once, as bytes, and says what is in it and whether it is damaged;
* :func:`readable_copy` writes the rare file that the database cannot read as it is (mixed line ends,
  bytes that are no UTF-8, a JSON array, a CSV with broken rows) as one record per line;
* :func:`replace_file` puts a finished file in another's place in one step.

A line of a readable copy that begins with :data:`REJECT_MARK` is a record that could not even be
separated into fields: the mark, a reason, :data:`REJECT_SEPARATOR`, the text.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from typing import IO, Any

CHUNK_BYTES = 1 << 20
MAX_LINE_BYTES = 64 << 20
csv.field_size_limit(MAX_LINE_BYTES)
DELIMITERS = (",", ";", "\t", "|")
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
CONTROL_TYPES = frozenset({"SCHEMA", "STATE", "ACTIVATE_VERSION", "LOG", "TRACE", "CATALOG", "SPEC"})


class DamagedFile(Exception):
    """The file cannot be used; the message says why and what to do."""


@dataclass
class Inspection:
    """One file's facts. ``problem`` is a sentence for people, or None for a usable file."""

    record_format: str = "lines"  # lines | csv
    header: list[str] | None = None
    delimiter: str | None = None
    is_enveloped: bool = False
    needs_copy: bool = False
    line_count: int = 0  # rows the reader will yield, blank lines among them
    record_count: int = 0
    longest_line_bytes: int = 0
    problem: str | None = None


def list_files(raw_dir: str) -> list[dict[str, Any]]:
    """Every file below ``raw_dir``: path relative to it, absolute path, bytes, modification time.

    A directory whose name ends like an export is listed too, so that it can be reported.
    """
    root = os.path.abspath(raw_dir)
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for folder, subfolders, names in os.walk(root, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:  # a link back to a folder above
            subfolders.clear()
            continue
        seen.add(real)
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
            found.append(
                {
                    "source_file": os.path.relpath(path, root).replace(os.sep, "/"),
                    "file_path": path,
                    "size_bytes": size,
                    "modified_us": modified,
                }
            )
    return sorted(found, key=lambda file: str(file["source_file"]))


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


def inspect(path: str) -> dict[str, Any]:
    """Read one export once and describe it. Never raises for what the file holds."""
    try:
        if os.path.isdir(path):
            raise DamagedFile("is a directory; put the files it holds one level up or rename it")
        kind = _export_suffix(path)
        if kind == "csv":
            found = _inspect_csv(path)
        elif kind == "json" and _is_one_json_document(path):
            found = _inspect_json_document(path)
        else:
            found = _inspect_lines(path)
    except DamagedFile as damage:
        found = Inspection(problem=str(damage))
    except OSError as error:
        found = Inspection(problem=f"cannot be read ({error.strerror or error})")
    return asdict(found)


@cache
def _copies_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="readable_exports_")


def readable_copy(path: str, record_format: str, delimiter: str | None) -> str:
    """Write ``path`` as one record per line that the database can read; return the copy's path.

    Copies live in a temporary folder that ends with the process.
    """
    handle, copy = tempfile.mkstemp(dir=_copies_folder().name, suffix=".jsonl")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
        if record_format == "csv":
            records = _csv_as_json(path, delimiter or ",")
        elif _export_suffix(path) == "json" and _is_one_json_document(path):
            records = _document_as_lines(path)
        else:
            records = (_one_line(line) for line in _text_lines(path))
        for record in records:
            out.write(record)
            out.write("\n")
    return copy


def replace_file(source: str, target: str) -> str:
    """Put ``source`` in the place of ``target``, in one step for whoever opens ``target``."""
    os.makedirs(os.path.dirname(os.path.abspath(target)), exist_ok=True)
    os.replace(source, target)
    return target


def replace_folder(source: str, target: str) -> str:
    """Put the files of ``source`` in the place of those of ``target``, each in one step."""
    os.makedirs(target, exist_ok=True)
    names = set(os.listdir(source))
    for name in sorted(names):
        os.replace(os.path.join(source, name), os.path.join(target, name))
    for name in set(os.listdir(target)) - names:
        os.remove(os.path.join(target, name))
    os.rmdir(source)
    return target


def _export_suffix(path: str) -> str | None:
    """csv, json or lines by the file's name; None if it is not named like an export."""
    name = path.lower().removesuffix(".gz")
    for suffix, kind in ((".csv", "csv"), (".jsonl", "lines"), (".ndjson", "lines"), (".json", "json")):
        if name.endswith(suffix):
            return kind
    return None


@contextmanager
def _open_bytes(path: str) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked; a damaged archive raises :class:`DamagedFile`."""
    try:
        if path.lower().endswith(".gz"):
            with gzip.open(path, "rb") as unpacked:
                yield unpacked  # type: ignore[misc]
        else:
            with open(path, "rb") as plain:
                yield plain
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DamagedFile(
            f"is a damaged archive ({error}); export it again, or remove it to build without it"
        ) from error


def _chunks(path: str) -> Iterator[bytes]:
    """The file in pieces of whole lines."""
    with _open_bytes(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            if not chunk.endswith(b"\n"):
                chunk += file.readline(MAX_LINE_BYTES)
            if len(chunk) > MAX_LINE_BYTES:
                raise DamagedFile(
                    f"has a line longer than {MAX_LINE_BYTES >> 20} MB; is one record on each line?"
                )
            yield chunk


def _text_lines(path: str) -> Iterator[str]:
    """Lines split at ``\\n`` alone; what is no UTF-8 becomes U+FFFD, a UTF-16 file is decoded."""
    with _open_bytes(path) as file:
        bom = file.read(3)
        file.seek(0)
        encoding = "utf-16" if bom[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        with io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="\n") as text:
            yield from text


def _one_line(text: str) -> str:
    """Text without the characters that end a line for somebody."""
    return text.rstrip("\r\n").replace("\r", " ").replace("\n", " ").replace("\x00", "\ufffd")


def _rejected(reason: str, text: str) -> str:
    return f"{REJECT_MARK}{reason}{REJECT_SEPARATOR}{_one_line(text)}"


def _inspect_lines(path: str) -> Inspection:
    found = Inspection()
    first_record: bytes | None = None
    line_ends = carriage_returns = pairs = 0
    for chunk in _chunks(path):
        if not found.line_count and chunk[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return _inspect_decoded(path)
        lines = chunk.split(b"\n")
        if chunk.endswith(b"\n"):
            lines.pop()
        found.line_count += len(lines)
        found.record_count += sum(1 for line in lines if line.strip(b" \t\r"))
        found.longest_line_bytes = max(found.longest_line_bytes, max(map(len, lines)))
        line_ends += chunk.count(b"\n")
        if b"\r" in chunk:
            carriage_returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n")
        found.needs_copy = found.needs_copy or b"\x00" in chunk or not _is_utf8(chunk)
        if first_record is None:
            first_record = next((line for line in lines if line.strip(b" \t\r")), None)
    if carriage_returns != pairs or pairs not in (0, line_ends):
        found.needs_copy = True
    found.is_enveloped = first_record is not None and _is_envelope(first_record)
    if found.is_enveloped:
        found.record_count -= _control_lines(path)
    return found


def _inspect_decoded(path: str) -> Inspection:
    """A file in UTF-16, which is always copied: counted after decoding."""
    lines = [bool(line.strip()) for line in _text_lines(path)]
    return Inspection(needs_copy=True, line_count=len(lines), record_count=sum(lines))


def _is_utf8(chunk: bytes) -> bool:
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_envelope(line: bytes | str) -> bool:
    try:
        record = json.loads(line)
    except ValueError:
        return False
    if not isinstance(record, dict):
        return False
    if record.get("type") in CONTROL_TYPES and "id" not in record:
        return True
    return set(record) <= ENVELOPE_KEYS and any(key in record for key in PAYLOAD_KEYS)


def _control_lines(path: str) -> int:
    """Lines of a loader's file that hold no record: SCHEMA, STATE and the like."""
    count = 0
    for line in _text_lines(path):
        if '"type"' in line:
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and record.get("type") in CONTROL_TYPES:
                count += 1
    return count


def _is_one_json_document(path: str) -> bool:
    """Whether a ``.json`` file is an array or one object over several lines, not JSON lines."""
    for line in _text_lines(path):
        if line.strip():
            if line.lstrip().startswith("["):
                return True
            try:
                json.loads(line)
            except ValueError:
                return line.lstrip().startswith("{") and line.strip() == "{"
            return False
    return False


def _document_as_lines(path: str) -> Iterator[str]:
    """Each record of a JSON array (or the one object) on a line; a broken rest as one reject."""
    text = "".join(_text_lines(path))
    decoder = json.JSONDecoder()
    space = re.compile(r"\s*")
    position = space.match(text).end()  # type: ignore[union-attr]
    is_array = text.startswith("[", position)
    position += is_array
    while True:
        position = space.match(text, position).end()  # type: ignore[union-attr]
        if is_array and text.startswith("]", position):
            position = space.match(text, position + 1).end()  # type: ignore[union-attr]
            if position < len(text):
                yield _rejected("record: text after the end of the array", text[position:])
            return
        if position >= len(text):
            if is_array:
                yield _rejected("record: the array is not closed, the file is cut off", "")
            return
        try:
            _, end = decoder.raw_decode(text, position)
        except ValueError:
            yield _rejected("record: not JSON", text[position:])
            return
        yield _one_line(text[position:end])
        position = space.match(text, end).end()  # type: ignore[union-attr]
        if is_array and text.startswith(",", position):
            position += 1


def _inspect_json_document(path: str) -> Inspection:
    count = sum(1 for _ in _document_as_lines(path))
    size = os.path.getsize(path)
    return Inspection(
        needs_copy=True, line_count=count, record_count=count, longest_line_bytes=size
    )


def _inspect_csv(path: str) -> Inspection:
    """Header, delimiter and records of a CSV; ``needs_copy`` unless every row is regular."""
    _verify_archive(path)
    first = next(_text_lines(path), "")
    if not first.strip():
        return Inspection(record_format="csv", header=[])
    delimiter = max(DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))
    rows = csv.reader(_text_lines(path), delimiter=delimiter)
    header = [name.strip() for name in next(rows)]
    if len(set(header)) != len(header):
        raise DamagedFile(f"names a column twice in its header ({', '.join(header)}); rename one")
    found = Inspection(record_format="csv", header=header, delimiter=delimiter)
    row_count = 1
    try:
        for row in rows:
            row_count += 1
            found.record_count += bool(row)
            if len(row) != len(header):
                found.needs_copy = True
    except csv.Error as error:
        raise DamagedFile(f"is no readable CSV ({error})") from error
    if not _is_plain_text(path) or rows.line_num != row_count or "" in header:
        found.needs_copy = True
    if any(b'"' in chunk for chunk in _chunks(path)):
        # Two readers agree about quotes only where there are none.
        found.needs_copy = True
    found.line_count = found.record_count
    return found


def _verify_archive(path: str) -> None:
    if path.lower().endswith(".gz"):
        for _ in _chunks(path):
            pass


def _is_plain_text(path: str) -> bool:
    """UTF-8 without NUL and with one kind of line end: what the database reads as it is."""
    inspected = _inspect_lines(path)
    return not inspected.needs_copy and inspected.line_count == inspected.record_count


def _csv_as_json(path: str, delimiter: str) -> Iterator[str]:
    """Each CSV row as a JSON object of texts; a row of another width as a reject."""
    rows = csv.reader(_text_lines(path), delimiter=delimiter)
    header = [name.strip() for name in next(rows)]
    width = len(header)
    for row in rows:
        if not row:
            continue
        if len(row) != width:
            reason = f"record: has {len(row)} fields, the header has {width}"
            yield _rejected(reason, delimiter.join(row))
        else:
            fields = {name: value for name, value in zip(header, row, strict=True) if name}
            yield json.dumps(fields, ensure_ascii=False).replace("\\u0000", "\ufffd")
