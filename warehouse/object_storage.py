"""Exports read from a bucket, and marts written to one: Amazon S3 and what speaks its language.

DuckDB transfers, through its own extensions; the packages `duckdb-extension-*` hold them, so that
nothing is downloaded. This is Python because of the order of things: a file must lie on a disk
before :mod:`warehouse.export_files` can verify it, in the middle of the query that asks for it. The
transfers run in a small database of their own, since a function must not call back the database
that it is called by; the build's own database loads no extension and sees no key.

An object is transferred once: what was inspected is what is landed, even if it changes meanwhile.
Keys come from the environment, under the names that other tools know (:func:`_secret`). DuckDB
prints no key; a profile's plug-in settings, where they might stand instead, `dbt debug` does.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.export_files.copies import copies_folder
from warehouse.export_files.listing import place_of

# What a place may begin with, and the extension that reaches it.
EXTENSIONS = {
    "s3": "httpfs", "gs": "httpfs", "gcs": "httpfs",
    "az": "azure", "azure": "azure", "abfss": "azure",
}  # fmt: skip
KEYS = {
    "s3": "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION",
    "gs": "GCS_ACCESS_KEY_ID and GCS_SECRET_ACCESS_KEY",
    "gcs": "GCS_ACCESS_KEY_ID and GCS_SECRET_ACCESS_KEY",
}
AZURE_KEYS = "AZURE_STORAGE_CONNECTION_STRING"

_copies: dict[tuple[str, str], str] = {}  # by an object's address and version


class BucketError(Exception):
    """A bucket cannot be used; the message says which, why and what to do."""


def is_bucket(place: str) -> bool:
    """Whether a place is an address, not a path."""
    return "://" in place


def problem(place: str) -> str | None:
    """The sentence why a landing zone in a bucket cannot be read, if it cannot."""
    try:  # of names that hardly exist: one request tells whether listing is allowed
        _ask(place, "listed", f"select file from glob({_only(place.rstrip('/'), '/~*')})")
    except BucketError as error:
        return str(error)
    return None


def list_files(raw_dir: str) -> list[dict[str, Any]]:
    """Every object below ``raw_dir``, as :mod:`warehouse.export_files.listing` describes files.

    One request for a thousand objects; none of them is opened.
    """
    root = raw_dir.rstrip("/")
    rows = _ask(
        raw_dir,
        "listed",
        f"select filename, size, epoch_us(last_modified) from read_blob({_only(root, '/**')})",
    )
    start = len(root.partition("://")[2]) + 1
    found: list[dict[str, Any]] = []
    for name, size, modified in rows:
        source_file = name.partition("://")[2][start:]
        found.append(
            {
                "source_file": source_file,
                **place_of(source_file),
                "file_path": name,
                "size_bytes": size,
                "modified_us": modified,
                "content_hash": None,  # whoever writes an object anew gives it a new time
            }
        )
    return sorted(found, key=lambda file: str(file["source_file"]))


def local_export(path: str, version: str, size_bytes: int) -> str:
    """Where an export can be opened: its own path, or that of a copy of the object it is.

    Copies lie among the readable copies, and end with them, or with :func:`forget_export`.
    """
    if not is_bucket(path):
        return path
    if not os.path.exists(_copies.get((path, version), "")):
        ending = "".join(PurePosixPath(path).suffixes[-2:])  # .csv.gz says how it is read
        handle, copy = tempfile.mkstemp(dir=copies_folder(), suffix=ending)
        os.close(handle)
        _ask(path, "read", _copied(_only(path), copy))
        if os.path.getsize(copy) != size_bytes:
            raise BucketError(f"{path} was changed while it was being read: build again.")
        _copies[path, version] = copy
    return _copies[path, version]


def forget_export(path: str, read_path: str) -> str:
    """Remove what was copied of an export that is landed now; the export itself never."""
    copies = [_copies.pop(known) for known in [*_copies] if known[0] == path]
    for copy in {read_path, *copies}:
        if os.path.dirname(copy) == copies_folder() and os.path.exists(copy):
            os.remove(copy)
    return path


def upload(database: str, folder: str, place: str) -> dict[str, Any]:
    """Write the Parquet files of ``folder`` below ``place``, then ``database`` as `marts.duckdb`.

    Each object is replaced in one step; all of them are not. Objects of marts that are published no
    more are named, not removed: the extension removes only what it replaces.
    """
    try:
        root = place.rstrip("/")
        names = sorted(name for name in os.listdir(folder) if name.endswith(".parquet"))
        for name in names:
            rows = f"from read_parquet({_only(os.path.join(folder, name))})"
            _ask(place, "written", f"copy ({rows}) to {_quoted(f'{root}/{name}')} (format parquet)")
        _ask(place, "written", _copied(_only(database), f"{root}/marts.duckdb"))
        there = _ask(place, "listed", f"select file from glob({_only(root, '/*.parquet')})")
    except BucketError as error:
        return {"problem": str(error), "left_over": []}
    left_over = sorted({name.rpartition("/")[2] for (name,) in there} - set(names))
    return {"problem": None, "left_over": left_over}


def _ask(place: str, verb: str, statement: str) -> Sequence[tuple[Any, ...]]:
    """The rows of a statement over a bucket; what goes wrong is a sentence that begins with it."""
    try:
        with _database(_extension(place), _secret(place)).cursor() as cursor:
            return cursor.execute(statement).fetchall()
    except BucketError as error:
        raise BucketError(f"{place} {error}") from error
    except duckdb.Error as error:
        raise BucketError(f"{place} cannot be {verb}: {_explained(place, error)}") from error


def _copied(source: str, target: str) -> str:
    """The statement that copies a file as it is; to a name in .gz it would be packed otherwise."""
    rows = f"select content from read_blob({source})"
    return f"copy ({rows}) to {_quoted(target)} (format blob, compression none)"


def _extension(place: str) -> str:
    scheme = place.partition("://")[0]
    if scheme not in EXTENSIONS:
        raise BucketError(
            "is neither a path nor in a bucket of a known kind: it may begin with "
            f"{', '.join(f'{name}://' for name in EXTENSIONS)}."
        )
    return EXTENSIONS[scheme]


@cache
def _database(extension: str, secret: str) -> DuckDBPyConnection:
    """A database in memory that reaches buckets."""
    conn = duckdb.connect(config={"autoinstall_known_extensions": False, "threads": 2})
    conn.execute("set memory_limit = ?", [os.environ.get("WAREHOUSE_MEMORY") or "4GB"])
    # A file that is copied is read once: to keep it in memory as well would be for nothing.
    conn.execute("set enable_external_file_cache = false")
    _load(conn, extension)
    if "credential_chain" in secret:
        _load(conn, "aws")
    if secret:
        conn.execute(secret)
    return conn


def _load(conn: DuckDBPyConnection, extension: str) -> None:
    """Load an extension from its package, else from where DuckDB keeps those it installed."""
    file = _packaged(extension)
    try:
        conn.execute(f"load {_quoted(str(file)) if file else extension}")
    except duckdb.Error as error:
        package = f"duckdb-extension-{extension}=={duckdb.__version__}"
        raise BucketError(
            f"needs DuckDB's extension {extension}, which is not there for DuckDB "
            f"{duckdb.__version__}: install the package {package}."
        ) from error


def _packaged(extension: str) -> Path | None:
    """The file of an extension that is installed as a package for this version of DuckDB."""
    package = find_spec(f"duckdb_extension_{extension}")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent / "extensions" / f"v{duckdb.__version__}"
    file = folder / f"{extension}.duckdb_extension"
    return file if file.exists() else None


def _secret(place: str) -> str:
    """The statement by which DuckDB learns the keys that the environment holds; empty for none.

    Anything else (several accounts, a role of its own) is a persistent secret of DuckDB's: of all
    secrets that fit an address the one with the longest scope is used.
    """
    scheme = place.partition("://")[0]
    given = os.environ.get
    if EXTENSIONS[scheme] == "azure":
        secret = {"connection_string": given("AZURE_STORAGE_CONNECTION_STRING")}
        return _statement("azure", secret)
    if scheme != "s3":
        secret = {"key_id": given("GCS_ACCESS_KEY_ID"), "secret": given("GCS_SECRET_ACCESS_KEY")}
        return _statement("gcs", secret)
    secret = {
        "key_id": given("AWS_ACCESS_KEY_ID"),
        "secret": given("AWS_SECRET_ACCESS_KEY"),
        "session_token": given("AWS_SESSION_TOKEN"),
        "region": given("AWS_REGION") or given("AWS_DEFAULT_REGION"),
    }
    if not secret["key_id"] and _packaged("aws"):
        # A profile, a single sign-on, the role of a machine: what Amazon's own tools look for.
        secret["provider"] = "credential_chain"
    endpoint = given("AWS_ENDPOINT_URL_S3") or given("AWS_ENDPOINT_URL")
    if endpoint:
        protocol, _, secret["endpoint"] = endpoint.rstrip("/").rpartition("://")
        secret["use_ssl"] = str(protocol != "http").lower()
        secret["url_style"] = "path"  # few servers but Amazon's have a name for every bucket
    return _statement("s3", secret)


def _statement(kind: str, secret: dict[str, str | None]) -> str:
    settings = [f"{name} {_quoted(value)}" for name, value in secret.items() if value]
    return f"create secret (type {kind}, {', '.join(settings)})" if settings else ""


def _explained(place: str, error: duckdb.Error) -> str:
    """What DuckDB says, in a line, and what to do about it."""
    said = re.split(r"\n\s*(?:LINE \d|Possible solutions)", str(error))[0]
    said = " ".join(said.split()).rstrip(".")
    keys = KEYS.get(place.partition("://")[0], AZURE_KEYS)
    answer = re.sub(r"'[^']*'", "", said)  # without addresses: a bucket may be called orders-404
    if "ETag" in answer:
        return "it was changed meanwhile: build again."
    if "query parameters" in answer:
        return "a name in it has a question mark, which DuckDB cannot read: rename the object."
    if isinstance(error, duckdb.OutOfMemoryException) or "maximum" in answer.lower():
        remedy = "raise WAREHOUSE_MEMORY, or copy the files to a disk before the build"
    elif "NoSuchBucket" in answer:
        remedy = "correct the bucket's name, or make the bucket"
    elif "404" in answer:
        remedy = "if it was removed while it was being read, build again"
    elif re.search(r"\b(400|401|403|301|Secret Validation Failure)\b", answer):
        remedy = f"set {keys} to keys that may do so, and to the bucket's region"
    else:
        remedy = "see whether the network is there, and AWS_ENDPOINT_URL right where it is set"
    return f"{said}: {remedy}."


def _only(path: str, pattern: str = "") -> str:
    """SQL text for a pattern that matches ``path`` alone, or what ``pattern`` matches after it."""
    return _quoted(re.sub(r"([\[*?])", r"[\1]", path) + pattern)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
