"""dbt-duckdb plugin: makes the functions of :mod:`export_files` callable from SQL.

``profiles.yml`` names this module; dbt-duckdb loads it once and calls it for every connection.
"""

from __future__ import annotations

import os
import shutil
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection
from duckdb.sqltypes import BIGINT, BOOLEAN, VARCHAR

from tools import export_files, object_storage

_FILE = duckdb.struct_type(
    {"source_file": VARCHAR, "file_path": VARCHAR, "size_bytes": BIGINT, "modified_us": BIGINT}
)
_INSPECTION = duckdb.struct_type(
    {
        "record_format": VARCHAR,
        "header": duckdb.list_type(VARCHAR),
        "delimiter": VARCHAR,
        "is_enveloped": BOOLEAN,
        "needs_copy": BOOLEAN,
        "line_count": BIGINT,
        "record_count": BIGINT,
        "longest_line_bytes": BIGINT,
        "problem": VARCHAR,
    }
)


def _make_folder(path: str) -> str:
    """An empty folder at ``path``."""
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def _remove_file(path: str) -> str:
    """No file at ``path``, whether or not there was one."""
    for name in (path, f"{path}.wal"):
        if os.path.exists(name):
            os.remove(name)
    return path


def register_functions(conn: DuckDBPyConnection) -> None:
    """Make the functions that the landing macros and the publisher call known to a connection."""
    # Each looks outside the database, so none may be evaluated ahead of time or only once.
    outside: dict[str, Any] = {"side_effects": True, "null_handling": "special"}
    conn.create_function(
        "list_export_files",
        export_files.list_files,
        [VARCHAR],
        duckdb.list_type(_FILE),
        **outside,
    )
    conn.create_function("folder_path", export_files.folder_path, [VARCHAR], VARCHAR, **outside)
    texts = duckdb.list_type(VARCHAR)
    conn.create_function("envelope_keys", export_files.envelope_keys, [], texts)
    conn.create_function("control_types", export_files.control_types, [], texts)
    conn.create_function("control_keys", export_files.control_keys, [], texts)
    conn.create_function("inspect_export", export_files.inspect, [VARCHAR], _INSPECTION, **outside)
    conn.create_function(
        "readable_copy",
        export_files.readable_copy,
        [VARCHAR, VARCHAR, VARCHAR],
        VARCHAR,
        **outside,
    )
    for name in ("replace_file", "replace_folder"):
        function = getattr(export_files, name)
        conn.create_function(name, function, [VARCHAR, VARCHAR], VARCHAR, **outside)
    conn.create_function("remove_file", _remove_file, [VARCHAR], VARCHAR, **outside)
    conn.create_function("make_folder", _make_folder, [VARCHAR], VARCHAR, **outside)
    object_storage.register_functions(conn, _FILE)


class Plugin(BasePlugin):
    """What dbt-duckdb loads by the module's name."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Called by dbt-duckdb with the connection that the build's cursors come from."""
        register_functions(conn)
