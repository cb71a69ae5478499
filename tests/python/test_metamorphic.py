"""What must not change when the exports change in a way that means nothing, and what must change how.

No number is known here; the relation of two is. The sample is built as it is and altered: its
instances renamed, all of it a week later, its money tenfold, its shop a second time beside itself.
The golden set, which keeps no state that it does not date, is cut at a time that is also asked for
by `as_of`. (Other files, another order and files delivered twice: `test_determinism.py`.)

All money is in one currency and all days are in UTC here: a week later the rate of exchange and the
clocks may be others, and rightly so.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, Project, Warehouse

SAMPLE = PROJECT / "exports" / "sample"
GOLDEN = PROJECT / "tests" / "golden" / "raw"
WEEK = timedelta(days=7)
CUT = "2025-06-16 12:00:00"

Record = dict[str, Any]
# By metric, day and channel.
Figures = dict[tuple[str, date, str], tuple[Any, ...]]
# What an alteration makes of one value of a record, by the name it stands under.
Alteration = Callable[[str, Any], Any]

TIME = re.compile(r"\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?")
MONEY = re.compile(r"-?\d+\.\d\d")
CURRENCY = re.compile(r"(^|_)currency(_code)?$")
IN_MONEY = {"average_order_value", "customer_lifetime_value", "revenue_per_conversation"}
# Both sides of these are money.
SHARES_OF_MONEY = {"attributed_revenue_share"}


def records(path: Path) -> list[Record]:
    """What can be read of a file: the sample has a few lines that are broken on purpose."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as handle:
        text = handle.read()
    if path.suffix == ".csv":
        return [dict(row) for row in csv.DictReader(io.StringIO(text))]
    found = []
    for line in text.split("\n"):
        with suppress(ValueError):
            found.append(json.loads(line))
    return [record for record in found if isinstance(record, dict)]


def walked(value: Any, alteration: Alteration, name: str = "") -> Any:
    """The same record with each of its plain values altered, however deep it stands."""
    if isinstance(value, dict):
        return {key: walked(inner, alteration, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [walked(inner, alteration, name) for inner in value]
    return alteration(name, value)


def is_epoch(name: str, value: Any) -> bool:
    return isinstance(value, int) and name.endswith(("_at", "timestamp")) and value > 10**9


def in_one_currency(name: str, value: Any) -> Any:
    return "EUR" if value and CURRENCY.search(name) else value


def a_week_later(name: str, value: Any) -> Any:
    if is_epoch(name, value):
        return value + int(WEEK.total_seconds())
    if isinstance(value, str) and TIME.fullmatch(value):
        return (date.fromisoformat(value[:10]) + WEEK).isoformat() + value[10:]
    return value


def tenfold(name: str, value: Any) -> Any:
    return str(Decimal(value) * 10) if isinstance(value, str) and MONEY.fullmatch(value) else value


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


def of_somebody_else(name: str, value: Any) -> Any:
    """Nobody known by what the first shop knows of him."""
    if value and name == "email":
        return f"other-{value}"
    if value and name == "phone":
        return value[:-6] + value[-6:].translate(str.maketrans("0123456789", "1234567890"))
    return value


def before_the_cut(record: Record) -> Record | None:
    cut = CUT.replace(" ", "T")
    # All in UTC: to the second, whether or not a Z is written after it.
    times = [record[key][:19] for key in OCCURRED if record.get(key)]
    if times and min(times) > cut:
        return None
    hidden = [
        field
        for time, fields in LATER.items()
        if (record.get(time) or "")[:19] > cut
        for field in fields
    ]
    return {key: value for key, value in record.items() if key not in hidden}


def exported(
    target: Path,
    *alterations: Alteration,
    source: Path = SAMPLE,
    systems: str = "*",
    instances: Mapping[str, str] | None = None,
    keep: Callable[[Record], Record | None] = lambda record: record,
) -> Path:
    """The exports below ``target``, each value altered, these systems instances of these names."""
    files: dict[Path, list[Record]] = {}
    for path in sorted(file for file in source.glob(f"{systems}/**/*.*") if file.is_file()):
        system, *place = path.relative_to(source).parts
        for record in records(path):
            for alteration in (in_one_currency, *alterations):
                record = walked(record, alteration)
            kept = keep(record)
            if kept is not None:
                named = f"{system}{(instances or {}).get(system, '')}"
                new = Path(named, *place[:-1], place[-1].split(".")[0] + ".jsonl")
                # An empty field of a CSV is a missing one.
                files.setdefault(new, []).append(
                    {key: value for key, value in kept.items() if value != ""}
                )
    for place, rows in files.items():
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        (target / place).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return target


@pytest.fixture(scope="module")
def figures(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Figures]:
    """Every metric by day and channel over a landing zone."""

    def build(raw_dir: Path, **variables: str) -> Figures:
        warehouse = Warehouse(project, tmp_path_factory.mktemp("built"), raw_dir)
        variables["reporting_time_zone"] = "UTC"
        warehouse.build(
            ["+kpi_daily,resource_type:model", "+kpi_daily,resource_type:seed"], variables, tests="empty"
        ).built()
        rows = warehouse.query(
            "select metric, metric_date, channel, numerator, denominator, metric_value"
            " from marts.kpi_daily"
        )
        return {(metric, day, channel): tuple(values) for metric, day, channel, *values in rows}

    return build


@pytest.fixture(scope="module")
def plain(figures: Callable[..., Figures], tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return figures(exported(tmp_path_factory.mktemp("plain")))


def differing(expected: Figures, found: Figures, in_money: Collection[str] = ()) -> list[str]:
    """A line for each figure that is another one; money may differ by a cent.

    A refund's share of the goods is rounded to a hundredth of a cent, ten times it is not.
    """
    return [
        f"{key[0]} of {key[1]}, {key[2]}: {expected.get(key)} became {found.get(key)}"
        for key in sorted(expected.keys() | found.keys())
        if expected.get(key) != found.get(key)
        and not (
            key[0] in in_money
            and key in expected.keys() & found.keys()
            and all(
                one == other
                or (one is not None and other is not None and abs(one - other) <= Decimal("0.01"))
                for one, other in zip(expected[key], found[key], strict=True)
            )
        )
    ]


def report(faults: list[str]) -> str:
    return f"{len(faults)} figures, such as:\n" + "\n".join(faults[:20])


# The shop keeps its name: ref_external_ids says by it whose ids the others know.
RENAMED = {"generic": "@elsewhere", "intercom": "@elsewhere", "zendesk": "@elsewhere"}
HARMLESS: dict[str, tuple[Alteration, ...]] = {
    "instances_renamed": (),
    "a_week_later": (a_week_later,),
    "ten_times_the_money": (tenfold,),
}
# All at once; with METAMORPHIC_APART=1 each by itself, to see which of them moves a number.
ASKED = [*HARMLESS] if os.environ.get("METAMORPHIC_APART") else ["all_at_once"]


@pytest.mark.parametrize("name", ASKED)
def test_what_means_nothing_moves_nothing(
    figures: Any, plain: Figures, tmp_path: Path, name: str
) -> None:
    together = name == "all_at_once"
    alterations = (a_week_later, tenfold) if together else HARMLESS[name]
    renamed = RENAMED if together or name == "instances_renamed" else {}
    found = figures(exported(tmp_path, *alterations, instances=renamed))
    later = WEEK if a_week_later in alterations else timedelta(0)
    times = 10 if tenfold in alterations else 1
    expected = {}
    for (metric, day, channel), (numerator, denominator, value) in plain.items():
        if metric in IN_MONEY:
            numerator, value = times * numerator, value and times * value
        elif metric in SHARES_OF_MONEY:
            numerator, denominator = times * numerator, times * denominator
        expected[metric, day + later, channel] = (numerator, denominator, value)
    faults = differing(expected, found, IN_MONEY | SHARES_OF_MONEY if times > 1 else ())
    assert {metric for metric, _, _ in plain} >= IN_MONEY
    assert not faults, (
        "an instance's name, the week or the size of the money moves a number"
        f" (METAMORPHIC_APART=1 tells which): {report(faults)}"
    )


def test_a_second_shop_like_the_first(figures: Any, plain: Figures, tmp_path: Path) -> None:
    exported(tmp_path)
    exported(tmp_path, of_somebody_else, systems="shopify", instances={"shopify": "@second"})
    found = figures(tmp_path)
    doubled = {"average_order_value", "repeat_purchase_rate", "customer_lifetime_value"}
    same = {
        "automated_resolution_rate", "conversational_conversion_rate", "cross_sell_rate",
        "csat_rate", "deflection_rate", "false_deflection_rate", "recontact_rate",
        "resolution_rate", "revenue_per_conversation",
    }  # fmt: skip
    missing = (doubled | same) - {metric for metric, _, _ in plain}
    assert not missing, f"no such metric in the sample: {missing}"
    expected = {
        key: (2 * values[0], 2 * values[1], values[2]) if key[0] in doubled else values
        for key, values in plain.items()
        if key[0] in doubled | same
    }
    relevant = {key: values for key, values in found.items() if key[0] in doubled | same}
    faults = differing(expected, relevant)
    assert not faults, f"a second shop is no second shop: {report(faults)}"


def test_as_of_is_an_export_that_was_cut(figures: Any, tmp_path: Path) -> None:
    """But for what exports keep in its latest state alone: status, and what is counted by it."""
    cut = figures(exported(tmp_path / "cut", source=GOLDEN, keep=before_the_cut))
    as_of = figures(exported(tmp_path / "whole", source=GOLDEN), as_of=CUT)
    assert len(cut) > 200, "hardly anything was exported before the cut"
    by_status = {"backlog", "feedback_response_rate"}
    expected, found = (
        {key: values for key, values in one.items() if key[0] not in by_status}
        for one in (cut, as_of)
    )
    faults = differing(expected, found)
    assert not faults, f"as of {CUT} is not what was exported by then: {report(faults)}"
