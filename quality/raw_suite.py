"""The expectations on a raw object, from its contract."""

from __future__ import annotations

from great_expectations.expectations.core.expect_column_to_exist import ExpectColumnToExist
from great_expectations.expectations.core.expect_column_values_to_be_in_set import (
    ExpectColumnValuesToBeInSet,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.core.expect_table_row_count_to_be_between import (
    ExpectTableRowCountToBeBetween,
)
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.row_conditions import Column

from quality.checks import Words, few_rows, no_rows
from quality.contracts import Field
from quality.raw_tables import FUTURE, IMPLAUSIBLE, UNREADABLE, RawTable

# A crowd at one instant is only worth a word where there are enough records to make one.
_CROWD_MIN_RECORDS = 100
_CROWD_MAX_SHARE = 0.5

_IN_USE = "_is_in_use"


def raw_suite(table: RawTable, quarantine_error_rate: float) -> list[Expectation]:
    """What is expected of a table, with the share of faults that a build tolerates too."""
    suite = [] if table.is_part else _object_checks(table, quarantine_error_rate)
    if table.record_count:
        for field in table.fields:
            suite += _field_checks(table, field, quarantine_error_rate)
    return suite


def _object_checks(table: RawTable, tolerated: float) -> list[Expectation]:
    name, contract = table.name, table.contract
    files = f"raw.files as files where files.object_view = '{table.object_view}'"
    unreadable = no_rows(
        f"""
        select files.source_file || ' ' || files.problem as value,
            count(*) over () as bad_rows,
            (select count(*) from {files}) as checked_rows
        from {files} and files.problem is not null
            and (select count(*) from {{batch}}) >= 0
        order by 1 limit 3
        """,
        Words(name, "files cannot be read", "Do what the sample says; the other files are used."),
    )
    empty = no_rows(
        f"""
        select files.source_instance as value, count(*) as bad_rows, count(*) as checked_rows
        from {files} group by files.source_instance
        having sum(files.record_count) = 0 and (select count(*) from {{batch}}) > 0
        """,
        Words(
            name,
            "files of an instance hold no record at all",
            "Export it again, or remove the files if this shop or account has no such records.",
        ),
    )
    suite: list[Expectation] = [
        unreadable,
        ExpectTableRowCountToBeBetween(
            min_value=1,
            meta=Words(
                name,
                "no record at all could be read from its files",
                "Export it again, or remove the files if there are no such records.",
            ).meta(),
        ),
        empty,
        few_rows(
            "_source_file",
            "_record_fault is not null",
            Words(
                name,
                "lines are not a JSON object or not a row as the header has it",
                "The samples are files: was one cut off, or written in another format?",
            ),
            tolerated=tolerated,
        ),
    ]
    if set(contract.key) <= table.found:
        suite.append(_contradictions(table, tolerated))
    if contract.occurred in table.found:
        suite.append(_crowd(table))
    return suite


def _contradictions(table: RawTable, tolerated: float) -> Expectation:
    """The same record and version, in the same file, with different content."""
    contract = table.contract
    parts = [*contract.key, *([contract.version] if contract.version in table.found else [])]
    names = ", ".join(f'"{part}"' for part in parts)
    shown = " || ' | ' || ".join(f"coalesce(\"{part}\", '')" for part in parts)
    return no_rows(
        f"""
        with versions as (
            select {shown} as value, count(*) as record_rows,
                count(distinct _content) > 1 as is_contradicted
            from {{batch}}
            where {_IN_USE} and {" and ".join(f'"{part}" is not null' for part in contract.key)}
            group by _source_instance, _source_file, _emitted_at, {names}
        ),
        totals as (
            select sum(record_rows) as checked_rows,
                sum(record_rows) filter (where is_contradicted) as bad_rows
            from versions
        )
        select versions.value, totals.bad_rows, totals.checked_rows
        from versions cross join totals
        where versions.is_contradicted and totals.bad_rows > {tolerated} * totals.checked_rows
        order by versions.record_rows desc, versions.value limit 3
        """,
        Words(
            f"{table.name}.{'+'.join(parts)}",
            "records share key and version with one of other content in the same file",
            "Which is right cannot be told. Is each row exported once, and is the key in "
            f"{contract.file} the whole key?",
        ),
    )


def _crowd(table: RawTable) -> Expectation:
    """More than half of the records at one instant that is no midnight: a warning."""
    occurred = table.contract.occurred
    key = ", ".join(f'"{part}"' for part in table.contract.key if part in table.found)
    return no_rows(
        f"""
        with moments as (
            select "{occurred}" as value, count(distinct ({key or "_content"})) as record_rows
            from {{batch}}
            where {_IN_USE} and "{occurred}" is not null group by "{occurred}"
        ),
        totals as (select sum(record_rows) as checked_rows from moments)
        select moments.value, moments.record_rows as bad_rows, totals.checked_rows
        from moments cross join totals
        where totals.checked_rows >= {_CROWD_MIN_RECORDS}
            and moments.record_rows > {_CROWD_MAX_SHARE} * totals.checked_rows
            and not contains(moments.value, '00' || chr(58) || '00' || chr(58) || '00')
            and length(moments.value) > 10
        """,
        Words(
            f"{table.name}.{occurred}",
            "records have one and the same time",
            "Is it the time of an import or an export instead of the event's? Then every number "
            "by day is wrong.",
        ),
        FailureSeverity.WARNING,
    )


def _field_checks(table: RawTable, field: Field, tolerated: float) -> list[Expectation]:
    name, where = field.name, f"{table.name}.{field.name}"
    file = table.contract.file
    suite: list[Expectation] = []
    if field.required:
        suite.append(
            ExpectColumnToExist(
                column=name,
                meta=Words(
                    where,
                    f"no record has the required field '{field.path}'",
                    f"Export it, or correct its path in {file}.",
                ).meta(),
            )
        )
        if name not in table.found:
            return suite
        suite.append(
            ExpectColumnValuesToNotBeNull(
                column=name,
                mostly=1 - tolerated,
                row_condition=Column("_is_in_use") == True,  # noqa: E712
                meta=Words(
                    where,
                    "records lack this required field",
                    "They would be quarantined. Export the field, or drop `required` from it in "
                    f"{file} if it may be missing.",
                ).meta(),
            )
        )
    if name not in table.found:
        return suite
    if field.values:
        suite.append(
            ExpectColumnValuesToBeInSet(
                column=name,
                value_set=sorted({*field.values, "other"}),
                mostly=1 - tolerated,
                meta=Words(
                    where,
                    "values are not in the contract's list, and would "
                    + ("be quarantined" if field.is_closed else "become 'other'"),
                    f"Add the new ones to `values` or `synonyms` in {file}, or correct the export.",
                ).meta(),
            )
        )
    elif field.data_type == "list":
        suite.append(
            ExpectColumnValuesToBeInSet(
                column=name,
                value_set=["ARRAY"],
                mostly=1 - tolerated,
                meta=Words(
                    where,
                    "values are not a list",
                    f"Export it as a JSON array, or correct its path in {file}.",
                ).meta(),
            )
        )
    faults = [
        (UNREADABLE, f"values are not a {field.type_in_words}", "Export it as the contract says"),
        (IMPLAUSIBLE, "dates are too early to be true", "Set the var earliest_plausible_date"),
        (FUTURE, "event times are in the future", "Is it a scheduled time, or another time zone"),
    ]
    applicable = {
        UNREADABLE: field.is_typed and not field.values,
        IMPLAUSIBLE: field.data_type in ("timestamp", "date"),
        FUTURE: field.event_time,
    }
    for prefix, fault, advice in faults:
        if applicable[prefix]:
            end = "?" if advice.startswith("Is ") else f", or correct {file}."
            suite.append(
                few_rows(
                    f'"{name}"',
                    f'"{prefix}{name}"',
                    Words(where, fault, advice + end),
                    tolerated=tolerated,
                    among=f'{_IN_USE} and "{name}" is not null',
                )
            )
    return suite
