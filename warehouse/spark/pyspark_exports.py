"""A data source for Spark, ``exports``: DuckDB reads export files inside Spark's executors.

Exports are parsed in one place, by one set of rules, whichever engine builds the warehouse: what
the landing macros write is DuckDB's SQL. With DuckDB it runs in the warehouse; on Spark this module
runs it in each task, over the task's share of the files, and hands Spark the rows. It is Python
because that is what Spark's executors run, and Spark finds it by its name: every module of the
Python path called ``pyspark_*`` with a ``DefaultSource`` is a data source (docs/spark.md).

Options, all of them text:

* ``statement``: what DuckDB runs; the rows of its last statement are the result;
* ``files``: a JSON array of files (``FILE_COLUMNS``). Each task runs the statement over its share
  of them, which is the table ``relation``. Without it one task runs the statement, once;
* ``shape``: a statement with the result's columns that reads no file, if ``statement`` is none.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import StructType

from warehouse.export_files.copies import remove_copies
from warehouse.landing_functions import register_functions

# What a task takes on; a larger file is a task of its own, since lines are counted from its start.
TASK_BYTES = int(os.environ.get("EXPORTS_TASK_BYTES", 64 << 20))
BATCH_ROWS = 10_000
FILE_COLUMNS = {
    "object_name": "VARCHAR",
    "source_instance": "VARCHAR",
    "source_file": "VARCHAR",
    "source_file_version": "VARCHAR",
    "file_version": "VARCHAR",
    "file_path": "VARCHAR",
    "record_format": "VARCHAR",
    "header": ["VARCHAR"],
    "delimiter": "VARCHAR",
    "size_bytes": "BIGINT",
    "line_count": "BIGINT",
    "longest_line_bytes": "BIGINT",
    "is_enveloped": "BOOLEAN",
    "needs_copy": "BOOLEAN",
}

File = dict[str, Any]


class Share(InputPartition):
    """What one task does: these files, or, with None, the statement as it stands."""

    def __init__(self, files: list[File] | None) -> None:
        self.files = files


def shares(files: list[File]) -> list[Share]:
    """The files in their order, in shares of about ``TASK_BYTES``; one empty share for no file."""
    found, held = [Share([])], 0
    for file in files:
        size = int(file.get("size_bytes") or 0)
        if found[-1].files and held + size > TASK_BYTES:
            found.append(Share([]))
            held = 0
        assert found[-1].files is not None
        found[-1].files.append(file)
        held += size
    return found


@contextmanager
def _database(options: dict[str, str], files: list[File]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of one task, which knows the landing functions and the task's files."""
    with (
        tempfile.TemporaryDirectory(prefix="exports_task_") as folder,
        duckdb.connect() as database,
    ):
        database.execute("set TimeZone = 'UTC'")
        database.execute("set threads = 1")
        database.execute(f"set memory_limit = '{os.environ.get('EXPORTS_TASK_MEMORY', '3GB')}'")
        database.execute("set temp_directory = ?", [folder])
        database.execute("set autoinstall_known_extensions = false")
        register_functions(database)
        if relation := options.get("relation"):
            database.execute(
                f'create temporary table "{relation}" as '
                "select unnest(from_json(?::json, ?), recursive := true)",
                [json.dumps(files), json.dumps([FILE_COLUMNS])],
            )
        try:
            yield database
        finally:
            remove_copies()


class DefaultSource(DataSource):
    """What Spark finds by the module's name; each use gives a :class:`Reader`."""

    @classmethod
    def name(cls) -> str:
        return "exports"

    def schema(self) -> StructType:
        """The columns of the result as Spark's types; DuckDB's timestamps are in UTC."""
        options = dict(self.options)
        with _database(options, []) as database:
            database.execute(options.get("shape") or options["statement"])
            arrow_schema = database.to_arrow_reader(1).schema
            return from_arrow_schema(arrow_schema, prefer_timestamp_ntz=False)

    def reader(self, schema: StructType) -> Reader:
        return Reader(schema, dict(self.options))


class Reader(DataSourceReader):
    """Divides the files among tasks, and reads a task's share."""

    def __init__(self, schema: StructType, options: dict[str, str]) -> None:
        self.arrow_schema = to_arrow_schema(schema, timezone="UTC")
        self.options = options

    def partitions(self) -> list[Share]:
        if "files" not in self.options:
            return [Share(None)]
        return shares(json.loads(self.options["files"]))

    def read(self, share: Share) -> Iterator[pa.RecordBatch]:  # type: ignore[override]
        """The rows of the statement, a batch at a time."""
        if share.files == []:
            return
        with _database(self.options, share.files or []) as database:
            database.execute(self.options["statement"])
            for batch in database.to_arrow_reader(BATCH_ROWS):
                yield from pa.Table.from_batches([batch]).cast(self.arrow_schema).to_batches()
