"""The expectations on a mart: from the manifest, from what its columns are called, and by hand."""

from __future__ import annotations

from great_expectations.expectations.core.expect_column_values_to_be_in_set import (
    ExpectColumnValuesToBeInSet,
)
from great_expectations.expectations.core.expect_column_values_to_be_unique import (
    ExpectColumnValuesToBeUnique,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.core.expect_compound_columns_to_be_unique import (
    ExpectCompoundColumnsToBeUnique,
)
from great_expectations.expectations.core.expect_table_columns_to_match_set import (
    ExpectTableColumnsToMatchSet,
)
from great_expectations.expectations.expectation import Expectation

from quality.business import (
    ACCEPTED_VALUES,
    AGREEMENTS,
    EXPECTED,
    ROWS_FROM,
    SIGNED_AMOUNT_WORDS,
    SIGNED_AMOUNTS,
    UNBOUNDED_RATES,
    Agreement,
    Expected,
)
from quality.checks import Words, few_rows, no_rows
from quality.marts import Mart

_PERSONAL_WORDS = (
    "email|e_mail|phone|body|subject|comment|address|first_name|last_name|full_name|"
    "(customer|agent|author|user|contact|person|recipient|sender|assignee|requester)_name"
)
PERSONAL_COLUMN = f"(^|_)({_PERSONAL_WORDS})(_|$)|^name$"
_ADDRESS_OR_PHONE = (
    "[^ @<>]+@[^ @<>]+[.][A-Za-z][A-Za-z]+|^[+][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]+$"
)
_REBUILD = "Build again: `dbt build`."


def mart_suite(mart: Mart, built: set[tuple[str, str]]) -> list[Expectation]:
    """What is expected of a mart that was built."""
    suite: list[Expectation] = [
        ExpectTableColumnsToMatchSet(
            column_set=list(mart.columns),
            exact_match=True,
            meta=Words(mart.name, "columns are not those of the contract", _REBUILD).meta(),
        ),
        *_rows(mart, built),
        *_keys(mart),
        *_values(mart),
        *_ranges(mart),
    ]
    if mart.is_published:
        suite += _privacy(mart)
    suite += [_expected(one) for one in EXPECTED if one.mart == mart.name and not lacks(mart, one)]
    return suite


def agreement_check(one: Agreement, marts: dict[str, Mart]) -> Expectation:
    """The totals of two marts, which must be equal."""
    other = marts[one.other]
    return no_rows(
        f"""
        with totals as (
            select (select coalesce({one.total}, 0) from {{batch}}) as bad_rows,
                (select coalesce({one.other_total}, 0) from {other.schema}.{other.table})
                    as checked_rows
        )
        select null as value, bad_rows, checked_rows from totals where bad_rows <> checked_rows
        """,
        Words(
            one.mart,
            one.fault,
            f"Both must be equal: {one.mart} dropped or doubled rows of {one.other}.",
        ),
    )


def agreements_of(mart: Mart, marts: dict[str, Mart]) -> tuple[list[Expectation], list[str]]:
    """A mart's agreements with others, and lines about those that could not be looked at."""
    suite, skipped = [], []
    for one in AGREEMENTS:
        if one.mart != mart.name:
            continue
        other = marts.get(one.other)
        missing = [name for name in one.reads if name not in mart.columns]
        if other is None or missing or set(one.other_reads) - set(other.columns):
            skipped.append(f"{one.mart} and {one.other}: total not compared, a column is missing")
        else:
            suite.append(agreement_check(one, marts))
    return suite, skipped


def lacks(mart: Mart, one: Expected) -> list[str]:
    """Columns that a handwritten expectation reads and the mart does not have."""
    return [name for name in one.reads if name not in mart.columns]


def _rows(mart: Mart, built: set[tuple[str, str]]) -> list[Expectation]:
    """The mart has rows if what it is made from has."""
    names = ROWS_FROM.get(mart.name, mart.interface)
    sources = [entity for entity in mart.interface if _is_named(entity, names)]
    sources = [entity for entity in sources if tuple(entity.split(".")) in built]
    if not sources:
        return []
    counts = " and ".join(f"(select count(*) from {entity}) > 0" for entity in sources)
    return [
        no_rows(
            f"""
            select null as value, 0 as bad_rows, 0 as checked_rows
            where (select count(*) from {{batch}}) = 0 and {counts}
            """,
            Words(
                mart.name,
                f"rows are there, although {' and '.join(sources)} have some",
                "Everything was filtered out: look at out_of_scope_reason in the intermediate "
                "models.",
            ),
        )
    ]


def _is_named(entity: str, names: tuple[str, ...] | None) -> bool:
    return names is not None and (entity in names or entity.partition(".")[2] in names)


def _keys(mart: Mart) -> list[Expectation]:
    suite: list[Expectation] = []
    for key in mart.keys:
        where, fault = f"{mart.name}.{'+'.join(key)}", "rows share their key with another"
        words = Words(where, fault, "A join fans out, or a source repeats records.").meta()
        if len(key) == 1:
            suite.append(ExpectColumnValuesToBeUnique(column=key[0], meta=words))
        else:
            suite.append(
                ExpectCompoundColumnsToBeUnique(
                    column_list=list(key), ignore_row_if="never", meta=words
                )
            )
    for column in sorted({*mart.not_null, *(key[0] for key in mart.keys if len(key) == 1)}):
        words = Words(
            f"{mart.name}.{column}", "rows have no value", "The contract promises one in each row."
        ).meta()
        suite.append(ExpectColumnValuesToNotBeNull(column=column, meta=words))
    return suite


def _values(mart: Mart) -> list[Expectation]:
    by_hand = {
        column: values
        for (name, column), values in ACCEPTED_VALUES.items()
        if name == mart.name and column in mart.columns
    }
    return [
        ExpectColumnValuesToBeInSet(
            column=column,
            value_set=list(values),
            meta=Words(
                f"{mart.name}.{column}",
                "values are not among the documented",
                "Correct the model, or document the value and give the definition a new version.",
            ).meta(),
        )
        for column, values in {**mart.values, **by_hand}.items()
    ]


def _ranges(mart: Mart) -> list[Expectation]:
    """Shares lie between 0 and 1; amounts, counts and durations are not negative."""
    suite: list[Expectation] = []
    for column in mart.columns_like("_rate", "_share"):
        if not column.endswith(UNBOUNDED_RATES):
            suite.append(_between(mart, column, 1, "rates are outside 0 and 1"))
    for column in mart.columns_like("_amount"):
        is_signed = column in SIGNED_AMOUNTS or any(word in column for word in SIGNED_AMOUNT_WORDS)
        if not is_signed:
            suite.append(_between(mart, column, None, "amounts are negative"))
    for column in mart.columns_like("_count", "_seconds", "_days"):
        suite.append(_between(mart, column, None, "values are negative"))
    return suite


def _between(mart: Mart, column: str, maximum: int | None, fault: str) -> Expectation:
    is_bad = f'"{column}" < 0' + (f' or "{column}" > {maximum}' if maximum is not None else "")
    return few_rows(
        f'"{column}"',
        is_bad,
        Words(f"{mart.name}.{column}", fault, "Follow one of the rows down to its source."),
        among=f'"{column}" is not null',
    )


def _privacy(mart: Mart) -> list[Expectation]:
    """No personal column, and no e-mail address or phone number in any text column."""
    names = no_rows(
        f"""
        select column_name as value, count(*) over () as bad_rows,
            (select count(*) from information_schema.columns
             where table_schema = '{mart.schema}' and table_name = '{mart.table}') as checked_rows
        from information_schema.columns
        where table_schema = '{mart.schema}' and table_name = '{mart.table}'
            and data_type = 'VARCHAR' and regexp_matches(lower(column_name), '{PERSONAL_COLUMN}')
            and (select count(*) from {{batch}}) >= 0
        order by column_name limit 3
        """,
        Words(
            mart.name,
            "columns are called like personal data",
            "Published marts carry keys: drop the column, or do not publish the mart.",
        ),
    )
    suite: list[Expectation] = [names]
    texts = [name for name, kind in mart.columns.items() if kind.lower().startswith("string")]
    for column in texts:
        found = few_rows(
            "null",  # the value is what must not be shown
            f"regexp_matches(\"{column}\", '{_ADDRESS_OR_PHONE}')",
            Words(
                f"{mart.name}.{column}",
                "values hold an e-mail address or a phone number (not shown)",
                "Published marts carry keys: make a surrogate key of it, salted, or drop it.",
            ),
            among=f'"{column}" is not null',
        )
        suite.append(found)
    return suite


def _expected(one: Expected) -> Expectation:
    return few_rows(
        one.value,
        one.is_bad,
        Words(f"{one.mart}.{one.column}", one.fault, one.advice),
        tolerated=one.tolerated,
        among=one.among,
        severity=one.severity,
        min_rows=one.min_rows,
    )
