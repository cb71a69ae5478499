"""Spark builds the same marts as DuckDB, cell by cell, from what DuckDB landed.

Skipped without Java or pyspark, unless the environment variable REQUIRE_SPARK is set, as CI does.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Project, Warehouse, environment

from tools.compare_marts import UNKNOWN_ELSEWHERE, compare

MISSING = [
    name
    for name, is_there in {
        "Java 17 (Debian: apt-get install openjdk-17-jre-headless)": shutil.which("java"),
        "pyspark (make setup-spark)": importlib.util.find_spec("pyspark"),
    }.items()
    if not is_there
]
needs_spark = pytest.mark.skipif(
    bool(MISSING) and not os.environ.get("REQUIRE_SPARK"),
    reason="Spark is not compared: install " + " and ".join(MISSING),
)


@pytest.fixture(scope="module")
def spark_marts(
    project: Project, sample_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of marts that Spark built of the sample, from what DuckDB landed."""
    assert not MISSING, "install " + " and ".join(MISSING)
    home = tmp_path_factory.mktemp("spark")
    places = {"LANDED_PATH": str(home / "landed"), "SPARK_WAREHOUSE": str(home / "tables")}
    with environment(**places):
        sample_warehouse.operate("write_landing")
    started = time.monotonic()
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"), "build", "--target", "spark", "--quiet",
            "--resource-type", "model", "--resource-type", "seed",
            "--target-path", str(home / "target"), "--log-path", str(home / "logs"),
        ],
        cwd=PROJECT,
        env=os.environ | places | {
            "DBT_PROFILES_DIR": str(project.workspace / "profiles"),
            "SPARK_MASTER": os.environ.get("SPARK_MASTER", "local[2]"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_PARTITIONS": "2",
            # A short run gains nothing from the slower compiler.
            "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1",
        },
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, f"Spark did not build the marts:\n{done.stdout[-5000:]}"
    print(f"Spark built the sample in {time.monotonic() - started:.0f} s")
    return home / "tables" / "marts.db"


@needs_spark
def test_every_cell_of_every_mart_is_the_same_on_spark(
    sample_warehouse: Warehouse, spark_marts: Path
) -> None:
    results = compare(sample_warehouse.path, spark_marts)
    faults = [fault for result in results for fault in result.faults]
    assert not faults, (
        "an expression means two things on two engines; write it in macros/engine:\n"
        + "\n".join(faults)
    )
    assert sum(result.cells for result in results) > 100_000, "hardly a cell was compared"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("select 1 as id, 2 as amount, cast(null as double) as sentiment_score", None),
        ("select 1 as id, 3 as amount, cast(null as double) as sentiment_score", "alone: (1, 3)"),
        ("select 1 as id, null as amount, cast(null as double) as sentiment_score", "(1, None)"),
        ("select 1 as id, 2 as amount, 0.5 as sentiment_score", "1 values where there can be none"),
        ("select 1 as id, 2 as amount", f"other columns: ['{UNKNOWN_ELSEWHERE}_score']"),
        ("from (values (1, 2, null), (1, 2, null)) as twice (id, amount, sentiment_score)", "(1, 2)"),
        (None, "was not built"),
    ],
)
def test_a_cell_that_differs_is_found(tmp_path: Path, rows: str | None, fault: str | None) -> None:
    database, folder = tmp_path / "warehouse.duckdb", tmp_path / "there"
    (folder / "sales").mkdir(parents=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.sales as select 1 as id, 2 as amount, 0.7 as sentiment_score"
        )
        if rows:
            connection.execute(f"copy ({rows}) to '{folder}/sales/part.parquet' (format parquet)")
    (result,) = compare(database, folder)
    assert any(fault in found for found in result.faults) if fault else not result.faults
