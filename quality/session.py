"""Great Expectations over a DuckDB file: one context in memory, nothing sent, nothing kept."""

from __future__ import annotations

import itertools
import logging
import os
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported

import great_expectations as gx
from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
)
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.expectations.expectation import Expectation
from sqlalchemy import Engine, event

warnings.filterwarnings("ignore", module="duckdb_engine")
warnings.filterwarnings("ignore", message="`schema_name` is deprecated")
logging.getLogger("great_expectations").setLevel(logging.ERROR)


@event.listens_for(Engine, "after_cursor_execute")
def _buffer_rows(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> None:
    """Fetch a DuckDB result at once and let the cursor give the rows out from memory.

    Great Expectations commits before it fetches, and DuckDB drops an open result at a commit:
    without this nearly every expectation ends in "list index out of range". It asks for aggregates
    and samples only, so what is held is small.
    """
    if connection.dialect.name != "duckdb" or many:
        return
    description = cursor.description
    rows = iter(cursor.fetchall() if description else [])
    cursor.fetchone = lambda: next(rows, None)
    cursor.fetchmany = lambda size=1: list(itertools.islice(rows, size))
    cursor.fetchall = lambda: list(rows)


@dataclass(frozen=True)
class Target:
    """A table or view to be validated, and the suite for it."""

    name: str
    schema: str
    table: str
    suite: list[Expectation]


class Session:
    """Runs suites, remembers their results, and writes Data Docs of them."""

    def __init__(self, docs: Path | None = None) -> None:
        """``docs`` is the folder for the pages, if there are to be any."""
        self._context = gx.get_context(
            project_config=DataContextConfig(
                store_backend_defaults=InMemoryStoreBackendDefaults(),
                progress_bars=ProgressBarsConfig(globally=False),
                analytics_enabled=False,
            )
        )
        if docs:
            self._context.add_data_docs_site(
                site_name="static",
                site_config={
                    "class_name": "SiteBuilder",
                    "store_backend": {
                        "class_name": "TupleFilesystemStoreBackend",
                        "base_directory": str(docs),
                    },
                    "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                },
            )

    def run(
        self, name: str, database: Path, targets: Iterable[Target], say: Callable[[str], None]
    ) -> list[ExpectationSuiteValidationResult]:
        """Validate each target of a database that is opened for reading only."""
        source: SQLDatasource = self._context.data_sources.add_sql(
            name,
            connection_string=f"duckdb:///{database.resolve()}?access_mode=read_only",
            create_temp_table=False,
        )
        results = []
        for target in targets:
            say(f"{name}: {target.name}: {len(target.suite)} expectations")
            label = target.name.replace("/", ".")
            asset = source.add_table_asset(
                label, table_name=target.table, schema_name=target.schema
            )
            suite = gx.ExpectationSuite(name=f"{name}.{label}", expectations=target.suite)
            validation = gx.ValidationDefinition(
                name=f"{name}.{label}",
                data=asset.add_batch_definition_whole_table("all"),
                suite=self._context.suites.add(suite),
            )
            self._context.validation_definitions.add(validation)
            results.append(validation.run(result_format="SUMMARY"))
        source.get_engine().dispose()
        source.get_execution_engine().engine.dispose()
        return results

    def build_docs(self) -> None:
        """Write the HTML of everything that was run."""
        self._context.build_data_docs()
