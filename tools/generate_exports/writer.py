"""Writes records into the landing layout, one file per object and month, rolled by size."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from .clock import month_of

# One month per system is shipped compressed, as loaders do for closed periods.
GZIPPED = {
    ("zendesk", "tickets", "2025-02"),
    ("intercom", "conversations", "2025-04"),
    ("shopify", "orders", "2025-05"),
}
# From June the shop exports its customers with a loader that wraps each record.
ENVELOPED_FROM = {("shopify", "customers"): "2025-06"}
DEFAULT_ROLL_BYTES = 128 * 1024 * 1024

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class _Target:
    """The file an object's month is written to at present."""

    def __init__(self, folder: Path, stem: str, ending: str, header: str = "") -> None:
        self.folder, self.stem, self.ending, self.header = folder, stem, ending, header
        self.compressed = ending.endswith(".gz")
        self.part = 0
        self.lines = 0
        self.size = 0
        self._raw: IO[bytes]
        self.stream: IO[bytes]
        self._open()

    @property
    def path(self) -> Path:
        part = "" if self.part == 0 else f".part-{self.part + 1:04d}"
        return self.folder / f"{self.stem}{part}{self.ending}"

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._raw = open(self.path, "wb", buffering=1 << 16)
        if self.compressed:
            # no name and no time in the header: the same content gives the same bytes
            self.stream = gzip.GzipFile(  # type: ignore[assignment]
                filename="", mode="wb", fileobj=self._raw, mtime=0, compresslevel=6
            )
        else:
            self.stream = self._raw
        if self.header:
            self.stream.write(self.header.encode() + b"\n")

    def close(self) -> None:
        if self.compressed:
            self.stream.close()
        self._raw.close()

    def roll(self) -> None:
        self.close()
        self.part += 1
        self.lines = self.size = 0
        self._open()


class _Alone(_Target):
    """The only file of an object, not in a folder; in one where workers or its size split it."""

    @property
    def path(self) -> Path:
        obj, _, worker = self.stem.partition(".")
        if not worker and self.part == 0:
            return self.folder / f"{obj}{self.ending}"
        worker = worker or "worker-1"
        return self.folder / obj / f"{worker}.part-{self.part + 1:04d}{self.ending}"


def _csv_line(record: dict[str, Any], columns: Sequence[str]) -> str:
    """Fields without commas and quotes: a CSV that has any is read ten times slower."""
    fields = ["" if record.get(name) is None else str(record[name]) for name in columns]
    if any(mark in field for field in fields for mark in ',"\n'):
        raise ValueError(f"a field needs quotes: {fields}")
    return ",".join(fields)


class ExportWriter:
    """Keeps one open file per object and month; memory does not grow with what is written."""

    def __init__(self, out: Path, suffix: str = "", roll_bytes: int = DEFAULT_ROLL_BYTES) -> None:
        self.out = out
        self.suffix = suffix
        self.roll_bytes = roll_bytes
        self.bytes_written = 0
        self.records_written = 0
        self._targets: dict[tuple[str, str, str], _Target] = {}

    def write(self, system: str, obj: str, updated_at: int, record: dict[str, Any]) -> None:
        """Writes one version of a record into the file of the month it was last updated in."""
        month = month_of(updated_at)
        since = ENVELOPED_FROM.get((system, obj))
        if since is not None and month >= since:
            # extracted within the hour after the update
            record = {"stream": obj, "data": record, "emitted_at": updated_at * 1000 + 1_800_000}
        self.write_line(system, obj, month, _encode(record))

    def write_line(self, system: str, obj: str, month: str, line: str) -> tuple[str, int]:
        """Writes a line as it is; gives its file (relative to the output) and line number."""
        key = (system, obj, month)
        target = self._targets.get(key)
        if target is None:
            folder = self.out / system / obj
            ending = ".jsonl.gz" if key in GZIPPED else ".jsonl"
            target = _Target(folder, month + self.suffix, ending)
            self._targets[key] = target
        return self._append(target, line)

    def write_alone(
        self, system: str, obj: str, record: dict[str, Any], columns: Sequence[str] = ()
    ) -> None:
        """Writes a record into the one file of its object: JSON, or CSV if columns are named."""
        key = (system, obj, "")
        target = self._targets.get(key)
        if target is None:
            target = _Alone(
                self.out / system, obj + self.suffix, ".csv" if columns else ".jsonl",
                ",".join(columns),
            )  # fmt: skip
            self._targets[key] = target
        self._append(target, _csv_line(record, columns) if columns else _encode(record))

    def _append(self, target: _Target, line: str) -> tuple[str, int]:
        data = line.encode() + b"\n"
        if target.size and target.size + len(data) > self.roll_bytes:
            target.roll()
        target.stream.write(data)
        target.size += len(data)
        target.lines += 1
        self.bytes_written += len(data)
        self.records_written += 1
        return target.path.relative_to(self.out).as_posix(), target.lines

    def close(self) -> None:
        """Closes every file; the files are complete only then."""
        for target in self._targets.values():
            target.close()
        self._targets.clear()

    def __enter__(self) -> ExportWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def encode(record: dict[str, Any]) -> str:
    """Compact JSON, as every record is written."""
    return _encode(record)
