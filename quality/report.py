"""From results to lines that say what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)

SAMPLE_SIZE = 3
SAMPLE_WIDTH = 160


@dataclass(frozen=True)
class Failure:
    """An expectation that was not met."""

    line: str
    is_error: bool


def failures(result: ExpectationSuiteValidationResult) -> list[Failure]:
    """What a table does not meet, in the order of the expectations' places."""
    found = [failure(one) for one in result.results if not one.success]
    return sorted(found, key=lambda one: (not one.is_error, one.line))


def failure(result: ExpectationValidationResult) -> Failure:
    """One line: where, how many rows, samples, advice."""
    config = result.expectation_config
    assert config is not None
    meta = config.meta or {}
    is_error = str(getattr(config.severity, "value", config.severity)) == "critical"
    label = "FAILED " if is_error else "WARNING"
    problem = _exception(result)
    found = f"could not be checked ({problem})" if problem else _found(result.result, meta["fault"])
    return Failure(f"{label} {meta['where']}: {found}. {meta['advice']}", is_error)


def _exception(result: ExpectationValidationResult) -> str | None:
    info: dict[str, Any] = result.exception_info or {}
    for entry in [info, *(value for value in info.values() if isinstance(value, dict))]:
        if entry.get("raised_exception"):
            return " ".join(str(entry["exception_message"]).split())[:300]
    return None


def _found(result: dict[str, Any], fault: str) -> str:
    details = result.get("details") or {}
    if "unexpected_rows" in details:
        rows = details["unexpected_rows"]
        count = f"{rows[0]['bad_rows']:,} of {rows[0]['checked_rows']:,} "
        return count + fault + _samples(row["value"] for row in rows)
    if "mismatched" in details:
        differing = details["mismatched"]
        words = {"missing": "the table lacks", "unexpected": "the table has too many"}
        parts = [f"{words[kind]} {', '.join(names)}" for kind, names in differing.items() if names]
        return f"{fault} ({'; '.join(parts)})"
    if "unexpected_count" in result:
        checked = result["element_count"] - result.get("missing_count", 0)
        values = (entry["value"] for entry in result.get("partial_unexpected_counts", []))
        return f"{result['unexpected_count']:,} of {checked:,} {fault}{_samples(values)}"
    return fault


def _samples(values: Iterable[Any]) -> str:
    shown = [
        f"'{str(value)[:SAMPLE_WIDTH]}'" if "@" not in str(value) else "(an address, not shown)"
        for value in dict.fromkeys(map(_plain, values))
        if value is not None
    ]
    return f", e.g. {', '.join(shown[:SAMPLE_SIZE])}" if shown else ""


def _plain(value: Any) -> Any:
    return tuple(value.values()) if isinstance(value, dict) else value
