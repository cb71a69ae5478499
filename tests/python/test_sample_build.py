"""The shipped sample as a user sees it: the mart suite holds, the analyses run, the file is published."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import DATABASE, PROJECT, USERS_SETTINGS, Warehouse

ANALYSES = sorted((PROJECT / "analyses").glob("*.sql"))


def run_in_project(warehouse: Warehouse, *command: str) -> subprocess.CompletedProcess[str]:
    """A command in the project's folder that sees the sample's warehouse."""
    places = {
        "RAW_DIR": str(warehouse.raw_dir),
        "WAREHOUSE_PATH": str(warehouse.path),
        "DBT_TARGET_PATH": str(warehouse.home / "target"),
        "DBT_PROFILES_DIR": str(warehouse.project.workspace / "profiles"),
    }
    environment = {key: value for key, value in os.environ.items() if key not in USERS_SETTINGS}
    return subprocess.run(
        command, cwd=PROJECT, env=environment | places, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def compiled(sample_warehouse: Warehouse) -> Warehouse:
    """The sample's warehouse, with a manifest and compiled analyses beside it."""
    dbt = str(Path(sys.executable).parent / "dbt")
    done = run_in_project(sample_warehouse, dbt, "compile", "--quiet", "-s", "path:analyses")
    assert done.returncode == 0, done.stdout + done.stderr
    return sample_warehouse


def test_the_mart_suite_holds_on_the_sample(compiled: Warehouse) -> None:
    done = run_in_project(compiled, sys.executable, "-m", "quality", "marts")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda path: path.stem)
def test_an_analysis_runs_and_answers(compiled: Warehouse, analysis: Path) -> None:
    folder = compiled.home / "target/compiled/conversational_commerce/analyses"
    assert compiled.query((folder / analysis.name).read_text()), (
        f"{analysis.name} answers nothing on the sample"
    )


def test_every_unit_test_ran(sample_warehouse: Warehouse) -> None:
    """A plain `dbt build` leaves them out (selectors.yml): somebody has to run them."""
    defined = {test.name for test in sample_warehouse.project.parsed().unit_tests.values()}
    missing = defined - set(sample_warehouse.status())
    assert defined and not missing, f"select them in the sample's build: {sorted(missing)}"


def test_the_published_file_holds_what_the_working_one_does(sample_warehouse: Warehouse) -> None:
    published = sample_warehouse.home / DATABASE.replace(".duckdb", ".published.duckdb")
    with duckdb.connect(str(published), read_only=True) as connection:
        names = [row[0] for row in connection.execute("show tables").fetchall()]
        counts = {
            name: connection.execute(f"select count(*) from {name}").fetchall()[0][0]
            for name in names
        }
    assert "fct_conversations" in names and "quarantined_records" not in names
    for name, count in counts.items():
        assert sample_warehouse.query(f"select count(*) from marts.{name}") == [(count,)], name
        parquet = f"{published}.parquet/{name}.parquet"
        assert sample_warehouse.query(f"select count(*) from '{parquet}'") == [(count,)], name


def test_any_duckdb_since_1_0_opens_the_published_file(sample_warehouse: Warehouse) -> None:
    published = sample_warehouse.home / DATABASE.replace(".duckdb", ".published.duckdb")
    with duckdb.connect(str(published), read_only=True) as connection:
        formats = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where not internal"
        ).fetchall()
    assert formats == [("v1.0.0+",)], (
        f"BI tools with an older DuckDB cannot open the published file, whose format is {formats}: "
        "`attach` in macros/operations/publish.sql has to name storage_version 'v1.0.0'"
    )
