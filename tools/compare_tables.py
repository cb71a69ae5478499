"""Compares the tables of a DuckDB warehouse with those of another engine, cell by cell.

`python -m tools.compare_tables warehouse.duckdb <folder> [schema]`, where the folder holds one
folder of Parquet files a table, as Spark writes a schema (`marts`, if none is named). Python,
because the two live in two databases.

What only Python works out, the sentiment of texts, is unknown on the other engine, and has to be
NULL or 0 there: a guess would be worse. Every other cell has to be equal.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

UNKNOWN_ELSEWHERE = "sentiment"
# By what the other engine divides a table into folders: no column of the table itself.
PARTITION = "source_file_key"


@dataclass(frozen=True)
class Comparison:
    """One table: how many cells were compared, and what is wrong, in sentences."""

    table: str
    cells: int
    faults: list[str]


def compare(database: Path, folder: Path, schema: str = "marts") -> list[Comparison]:
    """Every table of a schema against the Parquet files of ``folder/<table>``."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        tables = connection.execute(
            "select table_name from information_schema.tables"
            " where table_schema = ? and table_type = 'BASE TABLE' order by table_name",
            [schema],
        ).fetchall()
        return [_compared(connection, schema, table, folder / table) for (table,) in tables]


def _compared(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, folder: Path
) -> Comparison:
    columns = connection.execute(f'describe {schema}."{table}"').fetchall()
    types = {name: kind for name, kind, *_ in columns}
    if not folder.exists():
        return Comparison(table, 0, [f"{table} was not built: there is no {folder}."])
    empty = f'(from {schema}."{table}" where false)'
    read = f"read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"
    if not list(folder.glob("**/*.parquet")):  # an empty table has no file
        read = empty
    described = connection.execute(f"describe from {read}").fetchall()
    found = {name: kind for name, kind, *_ in described}
    found.pop(PARTITION, None)
    if found.keys() != types.keys():
        differing = sorted(found.keys() ^ types.keys())
        return Comparison(table, 0, [f"{table} has other columns: {differing}."])
    faults = [
        f"{table}.{name} is a time without a time zone: {kind}."
        for name, kind in found.items()
        if read != empty and "TIMESTAMP" in kind.replace("TIMESTAMP WITH TIME ZONE", "")
    ]
    if faults:
        return Comparison(table, 0, faults)
    compared = [name for name in types if UNKNOWN_ELSEWHERE not in name]
    where = f"where metric not like '%{UNKNOWN_ELSEWHERE}%'" if _is_long(types) else ""
    here = _rows(f'{schema}."{table}"', {name: types[name] for name in compared}, where)
    there = _rows(read, {name: types[name] for name in compared}, where)
    for first, second, place in ((here, there, "DuckDB"), (there, here, "the other engine")):
        rows = connection.execute(f"{first} except all {second} limit 3").fetchall()
        faults += [f"{table}: a row of {place} alone: {row}" for row in rows]
    unknown = [name for name in types if UNKNOWN_ELSEWHERE in name]
    for name in unknown:
        (guessed,) = connection.execute(
            f'select count(*) from {read} where coalesce(cast("{name}" as double), 0) <> 0'
        ).fetchone() or (0,)
        if guessed:
            faults.append(f"{table}.{name}: {guessed} values where there can be none.")
    (count,) = connection.execute(f"select count(*) from ({here})").fetchone() or (0,)
    return Comparison(table, count * len(compared), faults)


def _is_long(types: dict[str, str]) -> bool:
    """Whether a table has a row a metric; the words of `kpi_definitions` are compared as any."""
    return {"metric", "metric_value"} <= set(types)


def _rows(relation: str, types: dict[str, str], where: str) -> str:
    columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in types.items())
    return f"select {columns} from {relation} {where}"


def main(arguments: list[str]) -> int:
    """Print one line a table; return 1 if any differs."""
    if len(arguments) not in (2, 3):
        print("Usage: python -m tools.compare_tables <warehouse.duckdb> <folder> [schema]")
        return 2
    results = compare(Path(arguments[0]), Path(arguments[1]), *arguments[2:])
    for result in results:
        verdict = "NOT EQUAL" if result.faults else "equal"
        print(f"{result.table}: {result.cells} cells, {verdict}")
        for fault in result.faults:
            print(f"    {fault}")
    differing = sum(bool(result.faults) for result in results)
    print(f"{len(results)} tables, {sum(r.cells for r in results)} cells, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
