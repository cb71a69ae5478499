"""The raw files as tables of text in a temporary DuckDB, one per object, for SQL to look at.

Files are listed, inspected and mended by :mod:`warehouse.export_files`, read and unwrapped by the
landing's own SQL (:mod:`quality.engine_sql`). Each object becomes

* ``raw.<source>__<object>``: a view with one row per record: every contracted field as text, or as
  :func:`shown_only_as_present` has it where it is personal, and what the checks need beside it;
* ``raw.<source>__<object>__<list>``: the same for the objects in a list field;
* rows of ``raw.files``: its files, the damaged among them.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from quality.contracts import Contract, Field
from quality.engine_sql import EngineSql
from quality.project import Project, QualityError
from warehouse import object_storage
from warehouse.export_files import listing
from warehouse.landing_functions import register_functions
from warehouse.object_storage import BucketError, is_bucket, local_export

SHOWN_FILES = 5

# Columns of a view beside the contracted ones; no vendor's field begins with an underscore and one
# of these words.
UNREADABLE, FUTURE, IMPLAUSIBLE = "_unreadable_", "_future_", "_implausible_"


@dataclass(frozen=True)
class RawTable:
    """A view of the temporary database and what is known of it."""

    name: str  # zendesk/tickets, shopify/orders.line_items
    view: str
    contract: Contract
    fields: tuple[Field, ...]
    found: frozenset[str]  # fields for which at least one record says something
    record_count: int  # without deletion marks and lines that are no record
    is_part: bool = False  # of a record: a list's objects

    @property
    def object_view(self) -> str:
        """The object as ``raw.files`` names it."""
        return _view_name(self.contract)


def list_object_files(project: Project, contracts: list[Contract]) -> dict[str, list[RawFile]]:
    """The files of every contracted object, by the object's name; absent objects have none."""
    return list_landing_zone(project, contracts)[0]


def list_landing_zone(
    project: Project, contracts: list[Contract]
) -> tuple[dict[str, list[RawFile]], list[str]]:
    """The files of every contracted object, and those that belong to none."""
    files: dict[str, list[RawFile]] = {contract.name: [] for contract in contracts}
    unrecognised: list[str] = []
    if is_bucket(project.raw_dir):
        list_files = object_storage.list_files
    elif Path(project.raw_dir).is_dir():
        list_files = listing.list_files
    else:
        raise QualityError(
            f"The landing zone '{project.raw_dir}' is not a folder: set RAW_DIR to the folder that "
            "holds <source_system>/<object>/*.jsonl."
        )
    try:
        for file in list_files(project.raw_dir):
            name = f"{file['source_system']}/{file['object_name']}"
            if name in files:
                path = local_export(file["file_path"], "", file["size_bytes"])
                files[name].append(RawFile(file["source_file"], path, file["source_instance"]))
            else:
                unrecognised.append(file["source_file"])
    except BucketError as error:
        raise QualityError(f"The landing zone {error}") from error
    return files, unrecognised


def nothing_to_read(project: Project) -> str:
    """What to say of a landing zone without any export of a contracted object."""
    return (
        f"The landing zone '{project.raw_dir}' holds no export of a known object: "
        "there is nothing to check."
    )


def of_no_object(unrecognised: list[str]) -> str:
    """What to say of files that no contract is about."""
    shown = ", ".join(unrecognised[:SHOWN_FILES])
    rest = f" and {len(unrecognised) - SHOWN_FILES} more" if len(unrecognised) > SHOWN_FILES else ""
    return (
        f"WARNING {len(unrecognised)} files are not used, since they belong to no known "
        f"<source_system>/<object>: {shown}{rest}. Move them, or rename their folders."
    )


@dataclass(frozen=True)
class RawFile:
    """An export of an object."""

    source_file: str
    path: str
    source_instance: str


class RawDatabase:
    """Writes the temporary database."""

    def __init__(self, project: Project, path: Path) -> None:
        """Make an empty one at ``path``."""
        self._project = project
        self._sql = EngineSql(project.root)
        self._connection = duckdb.connect(str(path))
        self._run("set TimeZone = 'UTC'")
        self._run("set preserve_insertion_order = false")
        self._run("set memory_limit = ?", [os.environ.get("WAREHOUSE_MEMORY") or "4GB"])
        register_functions(self._connection)
        self._run("create schema raw")
        self._run(
            "create table raw.files (object_view varchar, source_instance varchar, "
            "source_file varchar, problem varchar, record_count bigint)"
        )

    def close(self) -> None:
        """Let others open the database."""
        self._connection.close()

    def add(self, contract: Contract, files: list[RawFile]) -> list[RawTable]:
        """Read an object's files; the tables that came of it, the object's own first."""
        longest = self._list_batch(contract, files)
        view = _view_name(contract)
        self._run(
            f'create table raw."{view}__records" as '
            + (self._no_records(contract) if longest is None else self._records(contract, longest))
        )
        self._run(
            "update raw.files set record_count = counted.n from ("
            "select _source_file, count(*) as n "
            f'from raw."{view}__records" group by _source_file) as counted '
            "where files.source_file = counted._source_file"
        )
        return self._make_views(contract, contract.name, view, contract.fields)

    def _run(self, statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, parameters or []).fetchall()

    def _list_batch(self, contract: Contract, files: list[RawFile]) -> int | None:
        """Inspect and list files; the bytes of their longest line, None if there is no line."""
        self._run(
            "create or replace temporary table listed "
            "(source_instance varchar, source_file varchar, file_path varchar)"
        )
        for file in files:
            self._run(
                "insert into listed values (?, ?, ?)",
                [file.source_instance, file.source_file, file.path],
            )
        self._run(
            "create or replace temporary table inspected as "
            "select *, 0 as size_bytes, '' as file_version, '' as source_file_version, "
            "unnest(inspect_export(file_path, ?)) from listed",
            [contract.object_name],
        )
        self._run(
            "insert into raw.files "
            "select ?, source_instance, source_file, problem, 0 from inspected",
            [_view_name(contract)],
        )
        readable = "select * from inspected where problem is null and line_count > 0"
        self._run(self._sql.call("batch_statement", readable, contract.object_name))
        self._run(self._sql.call("slice_statement", 0))
        batch = self._sql.call("batch_table")
        longest: int | None = self._run(f"select max(longest_line_bytes) from {batch}")[0][0]
        return longest

    def _records(self, contract: Contract, longest_line_bytes: int) -> str:
        """One row per record of the batch, as the landing parses it."""
        call = self._sql.call
        structure = _quoted(json.dumps(self._structure(contract)))
        lists = ", ".join(_quoted(f"$.{field.path}") for field in _lists(contract.fields))
        batch = call("batch_table")
        return f"""
            with

            lines as materialized (
                {call("exported_lines", f"{batch}_paths", longest_line_bytes)}
            ),

            located_lines as ({call("located_lines", f"{batch}_slice")}),

            unwrapped_lines as ({call("unwrapped_lines")}),

            parsed as (
                select *, try(json_transform(payload_text, {structure})) as record
                from unwrapped_lines
                where payload_text is not null
            )

            select
                source_instance as _source_instance,
                source_file as _source_file,
                record_emitted_at as _emitted_at,
                {call("record_fault", "payload_text")} as _record_fault,
                md5(payload_text) as _content,
                try(json_type(payload_text, cast([{lists}] as varchar[]))) as _list_types,
                record as _record
            from parsed
        """

    def _no_records(self, contract: Contract) -> str:
        structure = _quoted(json.dumps(self._structure(contract)))
        return f"""
            select
                '' as _source_instance, '' as _source_file, cast(null as timestamp) as _emitted_at,
                cast(null as varchar) as _record_fault, '' as _content,
                cast([] as varchar[]) as _list_types, json_transform('{{}}', {structure}) as _record
            where false
        """

    def _structure(self, contract: Contract) -> dict[str, Any]:
        """The record for the JSON reader, every value as text, deletion marks with it."""
        structure = _structure(contract.fields)
        for mark in self._sql.call("deletion_marks"):
            structure.setdefault(mark, "VARCHAR")
        return structure

    def _make_views(
        self, contract: Contract, name: str, view: str, fields: tuple[Field, ...], depth: int = 0
    ) -> list[RawTable]:
        records = f'raw."{view}__records"'
        is_part = depth > 0
        deletion = "false" if is_part else self._deletion(contract)
        marked = (
            f"(select *, _record_fault is null and not coalesce({deletion}, false) as _is_in_use "
            f"from ({self._typed(records, fields)}))"
        )
        lists = [field.name for field in _lists(fields)]
        said = ", ".join(
            f'count({self._text(field)}) as "{field.name}"'
            if field.name not in lists
            else f'count({_raw(field)}) as "{field.name}"'
            for field in fields
        )
        counts = self._run(f"select count(*), {said} from {marked} where _is_in_use")[0]
        found = frozenset(
            field.name for field, count in zip(fields, counts[1:], strict=True) if count
        )
        columns = [
            column
            for field in fields
            if field.name in found or not field.required
            for column in self._columns(field, contract, lists, is_part)
        ]
        self._run(
            f'create table raw."{view}" as select {", ".join(columns)}, _source_instance, '
            f"_source_file, _emitted_at, _record_fault, _content, _is_in_use from {marked}"
        )
        # A table, although a view would do: binding its expressions would cost each of the many
        # small queries more than their own work.
        tables = [RawTable(name, view, contract, fields, found, counts[0], is_part)]
        for field in _lists(fields):
            if field.name not in found:
                continue
            part = f"{view}__{field.name}"
            self._run(
                f'create table raw."{part}__records" as select _source_instance, _source_file, '
                "_emitted_at, cast(null as varchar) as _record_fault, '' as _content, "
                f"cast([] as varchar[]) as _list_types, unnest({_raw(field)}) as _record "
                f"from {marked} where _is_in_use"
            )
            tables += self._make_views(
                contract, f"{name}.{field.name}", part, field.fields, depth + 1
            )
        self._run(f"drop table {records}")
        return tables

    def _typed(self, records: str, fields: tuple[Field, ...]) -> str:
        """Records with their typed values under the contract's names: `deleted_when` reads them."""
        values = "".join(
            f', {self._value(field)} as "{field.name}"'
            for field in fields
            if field.data_type not in ("list", "json")
        )
        return f"select *{values} from {records}"

    def _value(self, field: Field) -> str:
        if field.values:
            word = self._sql.word(_raw(field), field)
            return f"coalesce(nullif({word}, 'other'), lower(trim({self._text(field)})))"
        return self._sql.value(_raw(field), field.data_type, field.format)

    def _text(self, field: Field) -> str:
        """What a field says, NULL if nothing: a text may say 'none', an id may not."""
        raw = f"cast({_raw(field)} as varchar)"
        is_free_text = field.data_type in ("json", "list") or not (
            field.is_identifier or field.values or field.is_typed
        )
        return self._sql.text(raw) if is_free_text else self._sql.identifier(raw)

    def _deletion(self, contract: Contract) -> str:
        marks = ", ".join(
            f"nullif(trim(_record.\"{mark}\"), '')" for mark in self._sql.call("deletion_marks")
        )
        return f"coalesce({marks}) is not null or ({contract.deleted_when or 'false'})"

    def _columns(
        self, field: Field, contract: Contract, lists: list[str], is_part: bool
    ) -> list[str]:
        """A field's column, and beside it what may be wrong with its text."""
        raw, name = _raw(field), field.name
        if field.data_type == "list":
            if is_part:
                return [f"case when {raw} is not null then 'ARRAY' end as \"{name}\""]
            position = lists.index(name) + 1
            return [f"nullif(_list_types[{position}], 'NULL') as \"{name}\""]
        text = self._text(field)
        columns = []
        if field.values:
            text = hidden_address(self._value(field))
        elif field.is_typed:
            typed = f'"{name}"'
            columns.append(f'{text} is not null and {typed} is null as "{UNREADABLE}{name}"')
            if field.data_type in ("timestamp", "date"):
                earliest = _quoted(self._project.earliest_plausible_date)
                columns.append(
                    f'coalesce({typed} < timestamp {earliest}, false) as "{IMPLAUSIBLE}{name}"'
                )
            if field.event_time:
                limit = "timezone('UTC', now()) + interval 1 day"
                columns.append(f'coalesce({typed} > {limit}, false) as "{FUTURE}{name}"')
            text = text if name in contract.key else hidden_address(text)
        if field.personal:
            text = digest(text) if name in contract.key else shown_only_as_present(text)
        return [f'{text} as "{name}"', *columns]


def shown_only_as_present(text: str) -> str:
    """SQL for a personal value: that there is one, and nothing of it."""
    return f"case when {text} is not null then '(personal)' end"


def hidden_address(text: str) -> str:
    """SQL for a value that may be shown, unless an address slipped into its column."""
    return f"case when contains({text}, '@') then '(an address, not shown)' else {text} end"


def digest(text: str) -> str:
    """SQL for a personal value that identifies a record: equal stays equal."""
    return f"md5({text})"


def _view_name(contract: Contract) -> str:
    return f"{contract.source_system}__{contract.object_name}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _raw(field: Field) -> str:
    return "_record" + "".join(f'."{step}"' for step in field.path.split("."))


def _lists(fields: tuple[Field, ...]) -> list[Field]:
    return [field for field in fields if field.data_type == "list"]


def _structure(fields: tuple[Field, ...]) -> dict[str, Any]:
    structure: dict[str, Any] = {}
    for field in fields:
        *above, last = field.path.split(".")
        place = structure
        for step in above:
            place = place.setdefault(step, {})
        if field.data_type == "list":
            place[last] = [_structure(field.fields)]
        else:
            place[last] = "JSON" if field.data_type == "json" else "VARCHAR"
    return structure
