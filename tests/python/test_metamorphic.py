"""What must not change when the exports change in a way that means nothing, and what must change how.

No number is known here; the relation of two is. The golden set is built as it is and altered: its
instances renamed, all of it a week later, its money tenfold, its shop a second time beside itself,
and cut at a time that is also asked for by `as_of`. (Other files, another order and files delivered
twice: `test_determinism.py`, over the sample.)
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, Project, Warehouse

GOLDEN = PROJECT / "tests" / "golden" / "raw"
WEEK = timedelta(days=7)
CUT = "2025-06-16 12:00:00"

Record = dict[str, Any]
# By metric, day and channel.
Figures = dict[tuple[str, date, str], tuple[Any, ...]]
# What an alteration makes of a record: its new form, or None to leave it out.
Alteration = Callable[[str, Record], Record | None]

MONEY = re.compile(r"(_amount|^amount)$")
IN_MONEY = {"average_order_value", "customer_lifetime_value", "revenue_per_conversation"}
# When a record came about, and what it learned later with all that hangs on that.
OCCURRED = (
    "started_at",
    "sent_at",
    "event_at",
    "ordered_at",
    "refunded_at",
    "created_at",
    "invited_at",
)
LATER = {
    "responded_at": ("responded_at", "score", "answer", "comment"),
    "completed_at": ("completed_at",),
}


def records(path: Path) -> list[Record]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return [dict(row) for row in csv.DictReader(io.StringIO(text))]
    return [json.loads(line) for line in text.splitlines()]


def write(path: Path, rows: list[Record]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # An empty field of a CSV is a missing one.
    kept = [{key: value for key, value in row.items() if value not in ("", None)} for row in rows]
    path.with_suffix(".jsonl").write_text(
        "".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8"
    )


def altered(target: Path, alteration: Alteration, instance: str = "") -> Path:
    """The golden set below ``target``, each record altered, each system with this instance."""
    for path in sorted(GOLDEN.rglob("*.*")):
        rows = [alteration(path.stem, row) for row in records(path)]
        write(target / f"{path.parent.name}{instance}" / path.name, [row for row in rows if row])
    return target


def unchanged(name: str, record: Record) -> Record:
    return record


def a_week_later(name: str, record: Record) -> Record:
    def shifted(match: re.Match[str]) -> str:
        return (date.fromisoformat(match[0]) + WEEK).isoformat()

    return {
        key: re.sub(r"\b20\d\d-\d\d-\d\d(?=T|$)", shifted, value)
        if isinstance(value, str)
        else value
        for key, value in record.items()
    }


def tenfold(name: str, record: Record) -> Record:
    def times_ten(value: str) -> str:
        whole, _, fraction = value.partition(".")
        return f"{whole}{(fraction + '0')[0]}.{fraction[1:] or '0'}"

    return {
        key: times_ten(value) if value and MONEY.search(key) else value
        for key, value in record.items()
    }


def of_somebody_else(name: str, record: Record) -> Record | None:
    """The shop alone, and none of its customers known by what the first shop knows."""
    if name not in ("orders", "order_lines", "refunds", "checkouts", "customers"):
        return None
    return {
        key: f"other-{value}" if value and key.endswith("email") else value
        for key, value in record.items()
        if key not in ("phone", "customer_phone", "external_id")
    }


def before_the_cut(name: str, record: Record) -> Record | None:
    cut = CUT.replace(" ", "T")
    times = [record[key] for key in OCCURRED if record.get(key)]
    if times and min(times) > cut:
        return None
    hidden = [
        field
        for time, fields in LATER.items()
        if (record.get(time) or "") > cut
        for field in fields
    ]
    return {key: value for key, value in record.items() if key not in hidden}


@pytest.fixture(scope="module")
def figures(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Figures]:
    """Every metric by day and channel over a landing zone."""

    def build(raw_dir: Path, **variables: str) -> Figures:
        warehouse = Warehouse(project, tmp_path_factory.mktemp("built"), raw_dir)
        warehouse.build(["resource_type:model", "resource_type:seed"], variables).built()
        rows = warehouse.query(
            "select metric, metric_date, channel, numerator, denominator, metric_value from marts.kpi_daily"
        )
        return {(metric, day, channel): tuple(values) for metric, day, channel, *values in rows}

    return build


@pytest.fixture(scope="module")
def plain(figures: Callable[..., Figures]) -> Figures:
    return figures(GOLDEN)


def differing(expected: Figures, found: Figures) -> list[str]:
    return [
        f"{key}: {expected.get(key)} became {found.get(key)}"
        for key in sorted(expected.keys() | found.keys())
        if expected.get(key) != found.get(key)
    ]


def test_renamed_instances(figures: Any, plain: Figures, tmp_path: Path) -> None:
    faults = differing(plain, figures(altered(tmp_path, unchanged, "@elsewhere")))
    assert not faults, "an instance's name moves a number:\n" + "\n".join(faults[:20])


def test_a_week_later(figures: Any, plain: Figures, tmp_path: Path) -> None:
    found = figures(altered(tmp_path, a_week_later))
    back = {(metric, day - WEEK, channel): value for (metric, day, channel), value in found.items()}
    faults = differing(plain, back)
    assert not faults, "a week later is another number:\n" + "\n".join(faults[:20])


def test_ten_times_the_money(figures: Any, plain: Figures, tmp_path: Path) -> None:
    found = figures(altered(tmp_path, tenfold))
    assert found.keys() == plain.keys()
    faults = []
    for key, (numerator, denominator, value) in plain.items():
        many, among, now = found[key]
        if key[0] in IN_MONEY:
            # A rate of exchange is rounded once a line, ten times coarser here.
            as_it_should = among == denominator and float(many) == pytest.approx(
                10 * float(numerator), abs=0.01
            )
        elif key[0] == "attributed_revenue_share":
            as_it_should = float(now or 0) == pytest.approx(float(value or 0), abs=1e-4)
        else:
            as_it_should = (many, among, now) == (numerator, denominator, value)
        if not as_it_should:
            faults.append(f"{key}: {(numerator, denominator, value)} became {found[key]}")
    assert any(key[0] in IN_MONEY for key in plain)
    assert not faults, "ten times the money is not ten times the number:\n" + "\n".join(faults[:20])


def test_a_second_shop_like_the_first(figures: Any, plain: Figures, tmp_path: Path) -> None:
    altered(tmp_path, unchanged)
    for path in sorted((GOLDEN / "generic").iterdir()):
        rows = [of_somebody_else(path.stem, row) for row in records(path)]
        if any(rows):
            write(tmp_path / "generic@second" / path.name, [row for row in rows if row])
    found = figures(tmp_path)
    faults = []
    for key, (numerator, denominator, value) in plain.items():
        if key[0] == "average_order_value" and denominator:
            expected: tuple[Any, ...] = (2 * numerator, 2 * denominator, value)
        elif key[0] in ("resolution_rate", "false_deflection_rate", "conversational_conversion_rate",
                        "cross_sell_rate", "revenue_per_conversation"):  # fmt: skip
            expected = (numerator, denominator, value)
        else:
            continue
        if found.get(key) != expected:
            faults.append(f"{key}: {expected} became {found.get(key)}")
    assert not faults, "a second shop is no second shop:\n" + "\n".join(faults[:20])


def test_as_of_is_an_export_that_was_cut(figures: Any, tmp_path: Path) -> None:
    """But for what exports keep in its latest state alone: status, and what is counted by it."""
    cut = figures(altered(tmp_path / "cut", before_the_cut))
    as_of = figures(altered(tmp_path / "whole", unchanged), as_of=CUT)
    by_status = {"backlog", "feedback_response_rate"}
    faults = [line for line in differing(cut, as_of) if line.split("'")[1] not in by_status]
    assert not faults, f"as of {CUT} is not what was exported by then:\n" + "\n".join(faults[:20])
