"""The same exports give the same marts: built again, in another order, cut into other files.

Nothing may hang on which line a record stands, how a loader cut its files or what it called them:
the current version of a record is told by its version time, and every ranking ends in a
tie-breaker of content.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Collection
from pathlib import Path
from random import Random

import duckdb
import pytest
from conftest import DATABASE, PROJECT, Project, Warehouse

SAMPLE = PROJECT / "exports" / "sample"

# What says where a record stood: it differs when the files do, and is compared where they do not.
POSITIONS = {
    "file_count",
    "first_source_file",
    "first_source_line",
    "source_file",
    "source_line",
}
# What counts records as they were exported, a second copy too.
ACCOUNTS = {
    "landing_faults",
    "landing_issues",
    "quarantined_records",
    "record_doubts",
    "rejections_by_reason",
    "source_accounting",
}


def build(project: Project, home: Path, raw_dir: Path) -> Path:
    """A build without tests: they read, and change nothing."""
    result = project.run("build", "--exclude-resource-types", "test", "unit_test",
                         home=home, raw_dir=raw_dir, manifest=project.parsed())
    assert result.success, "\n".join(result.messages)
    return home / DATABASE


def differences(
    first: Path, second: Path, besides: set[str], without: Collection[str] = ()
) -> list[str]:
    """One line for every mart that differs in any cell, with the first rows that do.

    Columns ``besides`` are not compared, nor marts ``without``.
    """
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{first}' as one (read_only)")
        connection.execute(f"attach '{second}' as two (read_only)")
        tables: dict[str, dict[str, list[str]]] = {"one": {}, "two": {}}
        for database, table, column in connection.execute("""
            select database_name, table_name, column_name from duckdb_columns()
            where schema_name = 'marts' order by all
        """).fetchall():
            tables[database].setdefault(table, []).append(column)
        assert len(tables["one"]) >= 14, f"hardly any marts: {sorted(tables['one'])}"
        assert tables["one"] == tables["two"], "the two builds do not have the same marts"
        for table, columns in tables["one"].items():
            if table in without:
                continue
            kept = ", ".join(f'"{column}"' for column in columns if column not in besides)
            # All rows as one text, sorted: two builds are the same if the digests are.
            digests = {
                connection.execute(
                    "select md5(string_agg(content, chr(10) order by content)) from ("
                    "select cast(mart as varchar) as content"
                    f" from (select {kept} from {name}.marts.{table}) as mart)").fetchone()
                for name in tables
            }
            if len(digests) == 1:
                continue
            for here, there in (("one", "two"), ("two", "one")):
                only = connection.execute(
                    f"select {kept} from {here}.marts.{table} except all"
                    f" select {kept} from {there}.marts.{table} order by all").fetchall()
                found += [f"{table}: {len(only)} rows only in build {here}"]
                found += [f"    {row}" for row in only[:2]]
    return found


def shuffled(source: Path, target: Path, seed: int) -> None:
    """The same lines in another order, each file cut in two, the later half named to come first."""
    rng = Random(seed)
    for path in sorted(file for file in source.rglob("*") if file.is_file()):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="\n") as handle:
            lines = handle.read().splitlines(keepends=True)
        is_csv = path.suffix == ".csv"
        header = lines.pop(0) if is_csv else ""
        lines = [line if line.endswith("\n") else line + "\n" for line in lines]
        rng.shuffle(lines)
        middle = len(lines) // 2
        name = path.name.split(".", 1)[0]
        folder = target / path.relative_to(source).parent
        if folder.parent == target:  # the only file of an object, beside the folders of others
            folder /= name
        folder.mkdir(parents=True, exist_ok=True)
        name, ending = name[::-1], "csv" if is_csv else "ndjson"
        for prefix, part in (("b", lines[:middle]), ("a", lines[middle:])):
            if part:
                text = header + "".join(part)
                (folder / f"{prefix}-{name}.{ending}").write_text(text, encoding="utf-8")


def test_a_second_build_changes_no_cell(
    project: Project, sample_warehouse: Warehouse, tmp_path: Path,
) -> None:
    """Landing reads nothing anew; everything above is made anew, and the same."""
    again = tmp_path / DATABASE
    shutil.copy(sample_warehouse.path, again)
    build(project, tmp_path, SAMPLE)
    assert not (found := differences(sample_warehouse.path, again, set())), "\n".join(found)


def test_other_files_with_the_same_records_change_no_cell(
    project: Project, sample_warehouse: Warehouse, tmp_path: Path,
) -> None:
    shuffled(SAMPLE, tmp_path / "raw", seed=7)
    other = build(project, tmp_path, tmp_path / "raw")
    assert differences(sample_warehouse.path, other, set()), "the files do not differ at all"
    found = differences(sample_warehouse.path, other, POSITIONS)
    assert not found, "\n".join(found)


def test_files_delivered_twice_change_no_number(
    project: Project, sample_warehouse: Warehouse, tmp_path: Path,
) -> None:
    """A loader that runs again delivers what is there already: it supersedes itself."""
    raw = tmp_path / "raw"
    shutil.copytree(SAMPLE, raw)
    for path in sorted(file for file in SAMPLE.rglob("*") if file.is_file()):
        place = raw / path.relative_to(SAMPLE)
        # The only file of an object stands beside the folders of others.
        folder = place.parent / place.name.split(".", 1)[0] if place.parent.parent == raw else place.parent
        folder.mkdir(exist_ok=True)
        shutil.copy(path, folder / f"again-{path.name}")
    twice = build(project, tmp_path, raw)
    with duckdb.connect(str(twice), read_only=True) as connection:
        superseded = connection.execute(
            "select count(*) from marts.source_accounting where superseded_rows * 2 >= exported_rows"
        ).fetchall()[0][0]
    assert superseded > 10, "the copies did not land"
    found = differences(sample_warehouse.path, twice, POSITIONS, without=ACCOUNTS)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("column", ["is_resolved", "net_revenue_amount"])
def test_a_single_changed_cell_is_seen(
    sample_warehouse: Warehouse, tmp_path: Path, column: str,
) -> None:
    """The comparison itself can fail."""
    changed = tmp_path / DATABASE
    shutil.copy(sample_warehouse.path, changed)
    table, key, change = {
        "is_resolved": ("fct_conversations", "conversation_key", "not is_resolved"),
        "net_revenue_amount": ("fct_orders", "order_key", "net_revenue_amount + 0.0001"),
    }[column]
    with duckdb.connect(str(changed)) as connection:
        connection.execute(
            f"update marts.{table} set {column} = {change} where {key} ="
            f" (select min({key}) from marts.{table} where {column} is not null)")
    found = differences(sample_warehouse.path, changed, set())
    assert [line for line in found if not line.startswith("    ")] == [
        f"{table}: 1 rows only in build one", f"{table}: 1 rows only in build two"]
