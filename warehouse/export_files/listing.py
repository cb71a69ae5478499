"""Which files a landing zone holds, and whose exports they are by their paths.

Python, because SQL can list files, but neither folders that are named like an export, nor links
that lead nowhere or back, nor the hash by which two states of a file are told apart.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import Any

SAMPLE_BYTES = 1 << 14  # of a file's beginning, middle and end: what tells two of its states apart
# What an export is by the end of its name.
KINDS = {"jsonl": "lines", "ndjson": "lines", "json": "json", "csv": "csv"}
# `<system>[@<instance>]/<object>/…`, where the object may be the file itself.
EXPORT_PATH = re.compile(
    r"(?P<source_system>[a-z0-9_]+)(?:@(?P<source_instance>[A-Za-z0-9_-]+))?"
    rf"/(?P<object_name>[a-z0-9_]+)(?:/.*)?[.](?:{'|'.join(KINDS)})(?:[.]gz)?"
)
ONLY_INSTANCE = "main"  # of a system whose folder names none


def place_of(source_file: str) -> dict[str, str | None]:
    """System, instance and object of an export by its path; None each for a path of no export."""
    found = EXPORT_PATH.fullmatch(source_file)
    if found is None:
        return dict.fromkeys(EXPORT_PATH.groupindex)
    return {**found.groupdict(ONLY_INSTANCE)}


def export_kind(path: str) -> str | None:
    """csv, json or lines by the file's name; None if it is not named like an export."""
    _, dot, suffix = path.lower().removesuffix(".gz").rpartition(".")
    return KINDS.get(suffix) if dot else None


def list_files(raw_dir: str) -> list[dict[str, Any]]:
    """Every file below ``raw_dir``: path, place, absolute path, bytes, modification time, hash.

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
        lookalikes = [name for name in subfolders if export_kind(name)]
        for name in sorted(names) + lookalikes:
            path = os.path.join(folder, name)
            try:
                status = os.stat(path)
            except OSError:  # a broken link: its inspection says so
                size, modified = 0, 0
            else:
                size, modified = status.st_size, status.st_mtime_ns // 1000
            # A name that is no UTF-8 cannot be told to the database: listed so, it is unreadable.
            path = path.encode("utf-8", "replace").decode("utf-8")
            source_file = os.path.relpath(path, root).replace(os.sep, "/")
            found.append(
                {
                    "source_file": source_file,
                    **place_of(source_file),
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
