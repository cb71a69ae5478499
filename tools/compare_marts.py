"""Compares the marts of a DuckDB warehouse with those of another engine, cell by cell.

`python -m tools.compare_marts warehouse.duckdb <folder>`, where the folder holds one folder of
Parquet files a mart, as Spark writes a schema. Python, because the two live in two databases.

What only Python works out, the sentiment of texts, is unknown on the other engine, and has to be
NULL or 0 there: a guess would be worse. Every other cell has to be equal.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

UNKNOWN_ELSEWHERE = "sentiment"


@dataclass(frozen=True)
class Comparison:
    """One mart: how many cells were compared, and what is wrong, in sentences."""

    mart: str
    cells: int
    faults: list[str]


def compare(database: Path, folder: Path) -> list[Comparison]:
    """Every table of the schema ``marts`` against the Parquet files of ``folder/<table>``."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        marts = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
            " order by table_name"
        ).fetchall()
        return [_compared(connection, mart, folder / mart) for (mart,) in marts]


def _compared(connection: duckdb.DuckDBPyConnection, mart: str, folder: Path) -> Comparison:
    if not list(folder.glob("*.parquet")):
        return Comparison(mart, 0, [f"{mart} was not built: {folder} holds no Parquet file."])
    columns = connection.execute(f'describe marts."{mart}"').fetchall()
    types = {name: kind for name, kind, *_ in columns}
    names = {name for name, *_ in _described(connection, folder)}
    if names != set(types):
        return Comparison(mart, 0, [f"{mart} has other columns: {sorted(names ^ set(types))}."])
    compared = [name for name in types if UNKNOWN_ELSEWHERE not in name]
    where = f"where metric not like '%{UNKNOWN_ELSEWHERE}%'" if _is_long(types) else ""
    read = f"read_parquet('{folder}/*.parquet')"
    here = _rows(f'marts."{mart}"', {name: types[name] for name in compared}, where)
    there = _rows(read, {name: types[name] for name in compared}, where)
    faults = []
    for first, second, place in ((here, there, "DuckDB"), (there, here, "the other engine")):
        rows = connection.execute(f"{first} except all {second} limit 3").fetchall()
        faults += [f"{mart}: a row of {place} alone: {row}" for row in rows]
    unknown = [name for name in types if UNKNOWN_ELSEWHERE in name]
    for name in unknown:
        (guessed,) = connection.execute(
            f'select count(*) from {read} where coalesce(cast("{name}" as double), 0) <> 0'
        ).fetchone() or (0,)
        if guessed:
            faults.append(f"{mart}.{name}: {guessed} values where there can be none.")
    (count,) = connection.execute(f"select count(*) from ({here})").fetchone() or (0,)
    return Comparison(mart, count * len(compared), faults)


def _described(
    connection: duckdb.DuckDBPyConnection, folder: Path
) -> list[tuple[str, str, str, str, str, str]]:
    return connection.execute(f"describe from read_parquet('{folder}/*.parquet')").fetchall()


def _is_long(types: dict[str, str]) -> bool:
    """Whether a mart has a row a metric; the words of `kpi_definitions` are compared as any."""
    return {"metric", "metric_value"} <= set(types)


def _rows(relation: str, types: dict[str, str], where: str) -> str:
    columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in types.items())
    return f"select {columns} from {relation} {where}"


def main(arguments: list[str]) -> int:
    """Print one line a mart; return 1 if any differs."""
    if len(arguments) != 2:
        print("Usage: python -m tools.compare_marts <warehouse.duckdb> <folder of Parquet>")
        return 2
    results = compare(Path(arguments[0]), Path(arguments[1]))
    for result in results:
        verdict = "NOT EQUAL" if result.faults else "equal"
        print(f"{result.mart}: {result.cells} cells, {verdict}")
        for fault in result.faults:
            print(f"    {fault}")
    differing = sum(bool(result.faults) for result in results)
    print(f"{len(results)} marts, {sum(r.cells for r in results)} cells, {differing} marts differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
