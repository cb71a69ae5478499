"""Makes the functions that landing calls known to a DuckDB connection.

What they do stands in :mod:`warehouse.export_files` and, for a landing zone in a bucket, in
:mod:`warehouse.object_storage`. It is Python because SQL cannot make a function of Python's known.
The warehouse's own connection gets them by the plug-in (:mod:`warehouse.plugin`), a task of Spark
by its data source (``warehouse/spark/pyspark_exports.py``).
"""

from __future__ import annotations

from typing import Any

import duckdb
from duckdb import DuckDBPyConnection
from duckdb.sqltypes import BIGINT, BOOLEAN, VARCHAR

from warehouse import object_storage
from warehouse.export_files import copies, inspection, listing, loaders

_FILE = duckdb.struct_type(
    {
        "source_file": VARCHAR,
        "source_system": VARCHAR,
        "source_instance": VARCHAR,
        "object_name": VARCHAR,
        "file_path": VARCHAR,
        "size_bytes": BIGINT,
        "modified_us": BIGINT,
        "content_hash": VARCHAR,
    }
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
        "content_hash": VARCHAR,
        "is_continued": BOOLEAN,
    }
)
# Each looks outside the database, so none may be evaluated ahead of time or only once.
OUTSIDE: dict[str, Any] = {"side_effects": True, "null_handling": "special"}


def register_functions(conn: DuckDBPyConnection) -> None:
    """Make the functions that the landing macros call known to a connection."""
    texts = duckdb.list_type(VARCHAR)
    conn.create_function(
        "list_export_files",
        listing.list_files,
        [VARCHAR],
        duckdb.list_type(_FILE),
        **OUTSIDE,
    )
    conn.create_function("folder_path", listing.folder_path, [VARCHAR], VARCHAR, **OUTSIDE)
    conn.create_function("envelope_keys", loaders.envelope_keys, [], texts)
    conn.create_function("control_types", loaders.control_types, [], texts)
    conn.create_function("control_keys", loaders.control_keys, [], texts)
    conn.create_function(
        "inspect_export", inspection.inspect, [VARCHAR, VARCHAR], _INSPECTION, **OUTSIDE
    )
    conn.create_function(
        "readable_copy",
        copies.readable_copy,
        [VARCHAR, VARCHAR, VARCHAR, VARCHAR],
        VARCHAR,
        **OUTSIDE,
    )
    conn.create_function("bucket_problem", object_storage.problem, [VARCHAR], VARCHAR, **OUTSIDE)
    conn.create_function(
        "list_bucket_files",
        object_storage.list_files,
        [VARCHAR],
        duckdb.list_type(_FILE),
        **OUTSIDE,
    )
    conn.create_function(
        "local_export",
        object_storage.local_export,
        [VARCHAR, VARCHAR, BIGINT],
        VARCHAR,
        **OUTSIDE,
    )
    conn.create_function(
        "forget_export", object_storage.forget_export, [VARCHAR, VARCHAR], VARCHAR, **OUTSIDE
    )
