"""One check: a Great Expectations expectation and what to say when it fails.

An expectation carries its words in ``meta``, so that the result alone is enough to write a line.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.metadata_types import FailureSeverity

SAMPLE_SIZE = 3


@dataclass(frozen=True)
class Words:
    """What a failed check says: ``<where>: <how many> <fault>, e.g. <samples>. <advice>``."""

    where: str
    fault: str
    advice: str

    def meta(self) -> dict[str, Any]:
        """For an expectation's ``meta``."""
        return asdict(self)


class ExpectNoRowsAmong(UnexpectedRowsExpectation):
    """A query of faults that returns no row where all is well.

    Great Expectations' own regular expressions do not work on DuckDB, a query does. Its rows are
    (value, bad_rows, checked_rows): at most three samples, and the totals in each. Unlike its
    parent this keeps the rows in every result format: they are few by construction.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.table",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> ExpectationValidationResult | dict[str, Any]:
        rows = metrics["unexpected_rows_query.table"]
        return {
            "success": not rows,
            "result": {
                "observed_value": int(rows[0]["bad_rows"]) if rows else 0,
                "details": {"unexpected_rows": [dict(row) for row in rows]},
            },
        }


def no_rows(
    query: str, words: Words, severity: FailureSeverity = FailureSeverity.CRITICAL
) -> ExpectNoRowsAmong:
    """Expect that ``query`` (see :class:`ExpectNoRowsAmong`) returns nothing."""
    return ExpectNoRowsAmong(
        unexpected_rows_query=" ".join(query.split()),
        description=f"{words.where}: never, or rarely: {words.fault}",
        meta=words.meta(),
        severity=severity,
    )


def few_rows(
    value: str,
    is_bad: str,
    words: Words,
    tolerated: float = 0,
    among: str = "true",
    severity: FailureSeverity = FailureSeverity.CRITICAL,
    min_rows: int = 1,
) -> ExpectNoRowsAmong:
    """Expect ``is_bad`` of at most the share ``tolerated`` of the rows where ``among``."""
    return no_rows(
        f"""
        with checked as (
            select cast({value} as varchar) as value, coalesce({is_bad}, false) as is_bad
            from {{batch}} where {among}
        ),
        totals as (
            select count(*) as checked_rows, count(*) filter (where is_bad) as bad_rows from checked
        ),
        samples as (
            select value, count(*) as value_rows from checked where is_bad
            group by value order by value_rows desc, value limit {SAMPLE_SIZE}
        )
        select samples.value, totals.bad_rows, totals.checked_rows
        from samples cross join totals
        where totals.bad_rows > {tolerated} * totals.checked_rows
            and totals.checked_rows >= {min_rows}
        order by samples.value_rows desc, samples.value
        """,
        words,
        severity,
    )
