"""The marts, and what dbt's manifest says of them."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from quality.project import QualityError


@dataclass
class Mart:
    """A table that the manifest promises, with the data tests that stand beside it."""

    name: str
    schema: str
    table: str
    columns: dict[str, str]  # name: data type, of the contract
    is_published: bool
    interface: tuple[str, ...]  # schema.table of every interface entity it is made from
    keys: list[tuple[str, ...]] = field(default_factory=list)
    not_null: list[str] = field(default_factory=list)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def columns_like(self, *endings: str, data_type: str = "") -> list[str]:
        """Columns whose name ends so, and whose type begins so."""
        return [
            name
            for name, kind in self.columns.items()
            if name.endswith(endings) and kind.lower().startswith(data_type)
        ]


def load_marts(manifest: Path) -> list[Mart]:
    """Every model of ``models/marts``, and whatever else is published, by name."""
    if not manifest.is_file():
        raise QualityError(f"'{manifest}' is not there: run `dbt build` first.")
    content: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    nodes: dict[str, dict[str, Any]] = content["nodes"]
    tests = defaultdict(list)
    for node in nodes.values():
        if node["resource_type"] == "test" and node.get("attached_node"):
            tests[node["attached_node"]].append(node)
    marts = [
        _mart(node, tests[unique_id], nodes)
        for unique_id, node in nodes.items()
        if node["resource_type"] == "model" and _is_mart(node)
    ]
    return sorted(marts, key=lambda mart: mart.name)


def built_tables(warehouse: Path) -> set[tuple[str, str]]:
    """(schema, table) of every table in the working database."""
    if not warehouse.is_file():
        raise QualityError(
            f"'{warehouse}' is not there: run `dbt build` first, or set WAREHOUSE_PATH to the "
            "database that it writes."
        )
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            found = connection.execute(
                "select table_schema, table_name from information_schema.tables"
            )
            return set(found.fetchall())
    except (duckdb.IOException, duckdb.ConnectionException) as error:
        raise QualityError(
            f"'{warehouse}' cannot be opened: is a build running, or another program using it? "
            f"({str(error).splitlines()[0]})"
        ) from error


def _is_mart(node: dict[str, Any]) -> bool:
    config = node["config"]
    is_table = config["materialized"] != "ephemeral"
    path = node["original_file_path"].replace("\\", "/")
    in_marts = path.startswith("models/marts/") and not path.startswith("models/marts/metrics/")
    return is_table and bool(config["enabled"]) and (in_marts or _is_published(node))


def _is_published(node: dict[str, Any]) -> bool:
    return bool(node["config"].get("meta", {}).get("publish"))


def _mart(
    node: dict[str, Any], tests: list[dict[str, Any]], nodes: dict[str, dict[str, Any]]
) -> Mart:
    mart = Mart(
        name=node["name"],
        schema=node["schema"],
        table=node["alias"],
        columns={
            column["name"]: column.get("data_type") or "" for column in node["columns"].values()
        },
        is_published=_is_published(node),
        interface=_interface_of(node, nodes),
    )
    for test in tests:
        metadata, config = test.get("test_metadata") or {}, test["config"]
        kwargs = metadata.get("kwargs", {})
        if config.get("where") or not config.get("enabled", True):
            continue
        if metadata.get("name") != "holds":
            continue
        for key in kwargs.get("unique", []):
            mart.keys.append((key,) if isinstance(key, str) else tuple(key))
        mart.not_null += kwargs.get("never_null", [])
        for column, values in kwargs.get("accepted_values", {}).items():
            mart.values[column] = tuple(str(value) for value in values)
    return mart


def _interface_of(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    """Interface entities above a model, however far, that it has rows from."""
    found, seen = set(), set()
    waiting = list(node["depends_on"]["nodes"])
    while waiting:
        unique_id = waiting.pop()
        above = nodes.get(unique_id)
        if above is None or unique_id in seen:
            continue
        seen.add(unique_id)
        if "/interface/" in above["original_file_path"].replace("\\", "/"):
            found.add(f"{above['schema']}.{above['alias']}")
        else:
            waiting += above["depends_on"].get("nodes", [])
    return tuple(sorted(found))
