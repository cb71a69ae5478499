"""A file's bytes and lines: unpacked, decoded, and never longer than memory holds.

Python, because SQL reads the lines of a file only as far as its reader takes them: a damaged
archive, bytes that are no UTF-8 and a line without end have to be found before.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

CHUNK_BYTES = 1 << 18  # what stays in a processor's cache
MAX_LINE_BYTES = 64 << 20
BLANK = " \t\r\n"  # what a line without a record may hold, for the database too
UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class DamagedFileError(Exception):
    """The file cannot be used; the message says why and what to do."""


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


def chunks(path: str) -> Iterator[bytes]:
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


def text_lines(path: str) -> Iterator[str]:
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


def is_text(line: str) -> bool:
    """Whether a line is text throughout."""
    if line.isascii():
        return True
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_utf8(chunk: bytes) -> bool:
    """Whether a piece of a file is UTF-8 throughout."""
    if chunk.isascii():
        return True
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def one_line(text: str) -> str:
    """Text without the characters that end a line for somebody."""
    return text.rstrip("\r\n").replace("\r", " ").replace("\n", " ").replace("\x00", "\ufffd")


def is_padded(path: str) -> bool:
    """Whether an archive is filled up with zeros, as tapes are: the database refuses it."""
    if not path.lower().endswith(".gz"):
        return False
    with open(path, "rb") as packed:
        packed.seek(max(0, os.path.getsize(path) - 8))
        return not packed.read().strip(b"\x00")
