"""Spark builds the same tables as DuckDB from the same exports, cell by cell.

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
from conftest import PROJECT, Project, Warehouse
from test_landing import CASES, FAR, OBJECTS, csv_rows, lines, order, rewrite_unseen

from tools.compare_tables import UNKNOWN_ELSEWHERE, Comparison, compare

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


def run_spark(project: Project, raw_dir: Path, home: Path, *args: str) -> Path:
    """dbt on Spark over a landing zone; the folder of its tables, schema by schema."""
    assert not MISSING, "install " + " and ".join(MISSING)
    started = time.monotonic()
    settings = home / "conf" / "spark-defaults.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    # To compile each of a thousand small queries takes longer than to interpret it. A cluster that
    # is named compiles, as Spark does unless it is told otherwise.
    interpreted = "spark.sql.codegen.wholeStage false\nspark.sql.codegen.factoryMode NO_CODEGEN\n"
    settings.write_text("" if os.environ.get("SPARK_MASTER") else interpreted)
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"), *args, "--target", "spark", "--quiet",
            "--target-path", str(home / "target"), "--log-path", str(home / "logs"),
        ],
        cwd=PROJECT,
        env=os.environ | {
            "DBT_PROFILES_DIR": str(project.workspace / "profiles"),
            "RAW_DIR": str(raw_dir),
            "SPARK_WAREHOUSE": str(home / "tables"),
            "SPARK_MASTER": os.environ.get("SPARK_MASTER", "local[2]"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_PARTITIONS": "2",
            "SPARK_CONF_DIR": str(settings.parent),
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'warehouse' / 'spark'}",
            "EXPORTS_TASK_BYTES": "100000",  # else every object of the sample is one task's work
            # A short run gains nothing from the slower compiler, and fills the faster one's cache;
            # its metastore need not survive a power cut.
            "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m"
            " -Dderby.system.durability=test",
        },
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, f"Spark did not build the tables:\n{done.stdout[-5000:]}"
    print(f"Spark built {raw_dir.name} in {time.monotonic() - started:.0f} s")
    return home / "tables"


def faults_of(results: list[Comparison]) -> list[str]:
    return [fault for result in results for fault in result.faults]


@needs_spark
def test_every_cell_of_every_mart_is_the_same_on_spark(project: Project, tmp_path: Path) -> None:
    warehouse = Warehouse(project, tmp_path, PROJECT / "exports" / "sample")
    for command in ("seed", "run"):  # without the tests, which others run
        warehouse.build(command=command).built()
    kinds = ("--resource-type", "model", "--resource-type", "seed")
    tables = run_spark(project, warehouse.raw_dir, tmp_path / "spark", "build", *kinds)
    faults = faults_of(compare(warehouse.path, tables / "landing.db", "landing"))
    assert not faults, (
        "what is landed differs, so the marts must; begin with macros/engine/by_duckdb.sql and "
        "warehouse/spark:\n" + "\n".join(faults)
    )
    results = compare(warehouse.path, tables / "marts.db")
    faults = faults_of(results)
    assert not faults, (
        "an expression means two things on two engines; write it in macros/engine:\n"
        + "\n".join(faults)
    )
    assert sum(result.cells for result in results) > 100_000, "hardly a cell was compared"


@needs_spark
def test_spark_lands_broken_and_changed_files_as_duckdb_does(
    project: Project, tmp_path: Path
) -> None:
    """Every broken file of the landing tests but the many; then some change, come and go."""
    warehouse = Warehouse(project, tmp_path)
    for name, case in CASES.items():
        if len(case.files) < 100:
            warehouse.write(
                {f"{case.system}@{name}/{file}": text for file, text in case.files.items()}
            )
    fates = ("same", "grown", "emptied", "gone")
    two = lines(order("1"), order("2"), "?")
    warehouse.write({f"generic@{name}/orders.jsonl": two for name in fates})
    warehouse.write({"generic@same/orders.jsonl": FAR + two + FAR * 3})
    warehouse.write({"generic@csv/orders.csv": csv_rows("1,EUR,1,2025-03-01")})

    def landed(*objects: tuple[str, str]) -> list[Comparison]:
        models = ["landed_files", *(f"land_{system}__{name}" for system, name in objects)]
        warehouse.build(models, command="run").built()
        tables = run_spark(project, warehouse.raw_dir, tmp_path / "spark", "run", "-s", *models)
        return compare(warehouse.path, tables / "landing.db", "landing")

    first = landed(*OBJECTS)
    assert not faults_of(first), "\n".join(faults_of(first))
    assert sum(result.cells for result in first) > 10_000, "hardly a cell was compared"

    changed = FAR + two.replace('"1"', '"8"') + FAR * 3
    rewrite_unseen(warehouse.raw_dir / "generic@same/orders.jsonl", changed)
    warehouse.write(
        {
            "generic@grown/orders.jsonl": two + lines(order("3")),
            "generic@emptied/orders.jsonl": "",
            "generic@csv/orders.csv": csv_rows("5,EUR,1,2025-03-01", "6,EUR,?,2025-03-01"),
            "generic@new/orders.jsonl": two,
        }
    )
    (warehouse.raw_dir / "generic@gone/orders.jsonl").unlink()
    second = landed(("generic", "orders"), ("generic", "customers"))
    assert not faults_of(second), (
        "a file that changed is not landed anew on Spark; see the materialization `landed`:\n"
        + "\n".join(faults_of(second))
    )


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("select 1 as id, 2 as amount, cast(null as double) as sentiment_score", None),
        ("select 1 as id, 3 as amount, cast(null as double) as sentiment_score", "alone: (1, 3)"),
        ("select 1 as id, null as amount, cast(null as double) as sentiment_score", "(1, None)"),
        ("select 1 as id, 2 as amount, 0.5 as sentiment_score", "1 values where there can be none"),
        ("select 1 as id, 2 as amount", f"other columns: ['{UNKNOWN_ELSEWHERE}_score']"),
        ("select 1 as id, 2 as amount, null as sentiment_score where false", "DuckDB alone: (1, 2)"),
        (
            "select 1 as id, 2 as amount, timestamp '2025-03-01' as sentiment_score",
            "sentiment_score is a time without a time zone",
        ),
        ("from (values (1, 2, null), (1, 2, null)) as twice (id, amount, sentiment_score)", "(1, 2)"),
        (None, "was not built"),
    ],
)
def test_a_cell_that_differs_is_found(tmp_path: Path, rows: str | None, fault: str | None) -> None:
    database, folder = tmp_path / "warehouse.duckdb", tmp_path / "there"
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.sales as select 1 as id, 2 as amount, 0.7 as sentiment_score"
        )
        if rows:
            (folder / "sales").mkdir(parents=True)
            connection.execute(f"copy ({rows}) to '{folder}/sales/part.parquet' (format parquet)")
    (result,) = compare(database, folder)
    assert any(fault in found for found in result.faults) if fault else not result.faults
