"""No address in a record reaches what is published, in whatever field or broken line it stands.

A marked text is put into every field of every object of every system, into lines that are no records,
into headers, keys and marks, and looked for in what the publisher writes: in every value of every
table, and in the bytes of every file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, RECORD_QUALITY, Content, Project, Warehouse

from quality.contracts import Contract, Field, load_contracts

MARK = "canary"
TIMES = {
    "iso_8601": "2025-03-01T10:00:00Z",
    "epoch_seconds": 1740823200,
    "rfc_2822": "Sat, 01 Mar 2025 10:00:00 +0000",
}


def marked(contract: Contract, place: str) -> str:
    """A text that says where it was put, and looks like somebody's address."""
    return f"{MARK}.{contract.source_system}.{contract.object_name}.{place}@example.com"


def good_value(field: Field, number: int) -> Any:
    if field.data_type == "list":
        return [record_of(field.fields, number)]
    if field.values:
        return field.values[0]
    if field.format == "currency_code":
        return "EUR"
    if field.is_identifier:  # of the same number, so that records of different objects meet
        return str(number)
    values = {"decimal": "10.00", "bigint": 1, "boolean": False, "date": "2025-03-01", "json": {}}
    if field.data_type == "timestamp":
        return TIMES[field.format]
    return values.get(field.data_type, f"{field.name}{number}")


def put(record: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for step in above:
        record = record.setdefault(step, {})
    record[last] = value


def record_of(fields: tuple[Field, ...], number: int) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for field in fields:
        if field.name.startswith(("merged_into_", "exchange_of_")):
            continue
        if field.required or field.data_type in ("varchar", "list"):
            put(record, field.path, good_value(field, number))
    return record


def marked_records(contract: Contract) -> Iterator[dict[str, Any]]:
    """A good record for each field of the contract, but for the mark in that field."""
    number = 0
    for field in contract.fields:
        number += 1
        text = marked(contract, field.name)
        for value in (text, {text: text}) if field.data_type == "json" else (text,):
            record = record_of(contract.fields, number)
            put(record, field.path, value)
            yield record
        for part in field.fields:
            number += 1
            record = record_of(contract.fields, number)
            item = record_of(field.fields, number)
            put(item, part.path, marked(contract, f"{field.name}.{part.name}"))
            put(record, field.path, [item])
            yield record
    record = record_of(contract.fields, number + 1)
    record[marked(contract, "key")] = marked(contract, "unknown_field")
    yield record


def files_of(contract: Contract) -> dict[str, Content]:
    text = marked(contract, "line")
    folder = f"{contract.source_system}/{contract.object_name}"
    return {
        f"{folder}/fields.jsonl": list(marked_records(contract)),
        f"{folder}/{MARK}.jsonl": "\n".join(
            [text, f"!{text}\x1fx", f'{{"{text}": ', f'["{text}"]', f'"{text}"', "\x00" + text]
        ),
        f"{folder}/marks.jsonl": f"!{text}\x1fx\r\n!not_json\x1f{text}\n",
        f"{folder}/bytes.jsonl": f'{{"id": "{text} ü"}}\n'.encode("cp1252"),
        f"{folder}/wide.csv": f'id,{text}\n{text}\n"{text}\n!{text}\x1f,1\n',
        f"{folder}/twice.csv": f"{text},{text}\n",
        f"{folder}/page.json": json.dumps({contract.object_name: [{text: text}], "count": text}),
        f"{folder}/array.json": f'["{text}", {{"{text}": 1}}] {text}',
    }


@pytest.fixture(scope="module")
def planted(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(project, tmp_path_factory.mktemp("planted"))
    for contract in load_contracts(PROJECT):
        warehouse.write(files_of(contract))
    warehouse.build(["resource_type:seed"]).built()
    warehouse.build(command="run").built()  # whatever its tests say
    return warehouse.operate("duckdb__publish_models")


def published_tables(warehouse: Warehouse) -> Iterator[tuple[str, str, list[str]]]:
    """Each text column of what is published, with its marked values."""
    path = str(warehouse.path).replace(".duckdb", ".published.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns()"
            " where not internal and data_type like '%VARCHAR%'"
        ).fetchall():
            rows = connection.execute(
                f'select distinct cast("{column}" as varchar) from "{table}"'
                f" where contains(lower(cast(\"{column}\" as varchar)), '{MARK}')"
            ).fetchall()
            yield table, column, [row[0] for row in rows]


def test_what_was_planted_was_read(planted: Warehouse) -> None:
    """Else nothing could be found in what is published."""
    assert planted.result.success, planted.output
    used = planted.query(
        "select source_system, count(*) from marts.source_accounting where current_rows > 0 group by 1"
    )
    contracts = load_contracts(PROJECT)
    assert dict(used) == {
        system: sum(contract.source_system == system for contract in contracts)
        for system in {contract.source_system for contract in contracts}
    }
    assert planted.query(
        "select count(*) > 20 from intermediate.int_messages_classified where message_kind = 'request'"
    ) == [(True,)]
    kinds = {reason for (reason,) in planted.query("select reason from marts.rejections_by_reason")}
    assert len(kinds) > 50


def test_no_text_of_a_record_is_published(planted: Warehouse) -> None:
    found = {f"{table}.{column}": values for table, column, values in published_tables(planted)}
    assert not {place: values for place, values in found.items() if values}
    folder = planted.path.parent
    files = [path for path in folder.rglob("*.published.duckdb*") if path.is_file()]
    files += folder.rglob("*.parquet/*")
    assert len(files) > 10
    assert not [path for path in files if MARK.encode() in path.read_bytes()]


def test_reasons_are_of_a_closed_list(planted: Warehouse) -> None:
    """A name of the contract and one of few words, whatever the record says."""
    names = {"record"}

    def collect(fields: tuple[Field, ...], before: str) -> None:
        for field in fields:
            names.add(before + field.name)
            collect(field.fields, f"{before}{field.name}[].")

    for contract in load_contracts(PROJECT):
        collect(contract.fields, "")
    for (reason,) in planted.query("select distinct reason from marts.rejections_by_reason"):
        name, _, words = reason.partition(": ")
        assert name in names, reason
        assert words in WORDS, reason


WORDS = {
    "missing", "unknown value", "implausible", "out of range", "a character was lost",
    "not an integer", "not a decimal", "not a boolean", "not a date", "not a timestamp", "not JSON",
    "not a currency code", "not a list", "an item is not an object", "not a JSON object",
    "bytes that are no UTF-8", "a quote is never closed", "more or fewer fields than the header",
    "text after the end of the array", "the array is not closed, the file is cut off",
}  # fmt: skip


def test_what_a_build_says_quotes_no_record(planted: Warehouse, tmp_path: Path) -> None:
    planted.build(["landed_files", *RECORD_QUALITY, "test_type:singular"])
    assert f"{MARK}.generic" not in planted.output
