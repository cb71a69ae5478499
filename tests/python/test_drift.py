"""Yes now, no later: what a share says of a day may not drift while the day matures.

The sample is built as it looked at several times (`as_of`), and its rows are compared with those of
the sample as it is. A row that entered a share may not leave it or change its answer; and the rows
that had entered early may not, taken together, answer otherwise than those of the same days do in
the end. The pipeline cuts twice; `DRIFT_CUTS=20` cuts as often as is said, and only then are early rows
many enough for the second question. (`tests/cases/current_days` asks it of two shares by hand.)
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from math import sqrt
from pathlib import Path

import duckdb
import pytest
from conftest import DATABASE, Project, Warehouse

CUTS = int(os.environ.get("DRIFT_CUTS", "2"))
# Rows are looked at while their day is young.
YOUNG = timedelta(days=14)

# The key of a row in each model that counts.
KEYS = {
    "int_conversations_counted": "conversation_key",
    "int_survey_responses_counted": "survey_response_key",
    "int_survey_invitations_counted": "survey_invitation_key",
    "int_buyers_counted": "customer_key",
    "int_customers_counted": "customer_key",
}

# Restated by definition: what is said of a day goes on changing, and the metric's description says so.
RESTATED = {
    "feedback_response_rate": "nobody knows when an invitation will not be answered any more",
    "repeat_purchase_rate": "to date; what is not restated is in repeat_purchase_cohorts",
    "zero_party_coverage": "to date: a customer may tell of himself years later",
    "sentiment_positive_rate": "of the last message so far, and positive and not are known alike",
    "intent_recognition_rate": "the vendor's topic is exported in its latest state alone",
}


def cuts(warehouse: Warehouse) -> list[datetime]:
    """Times spread over what the sample holds, none of them at the end of a day."""
    ((first, last),) = warehouse.query(
        "select min(started_at), max(started_at) from marts.fct_conversations"
    )
    step = (last - first) / (CUTS + 1)
    return [(first + step * number).replace(microsecond=0) for number in range(1, CUTS + 1)]


@pytest.fixture(scope="session")
def cut_warehouses(
    project: Project, sample_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> dict[datetime, Path]:
    """The sample as it looked at each cut. Nothing is landed anew."""
    built = {}
    for cut in cuts(sample_warehouse):
        home = tmp_path_factory.mktemp("cut")
        shutil.copy(sample_warehouse.path, home / DATABASE)
        warehouse = Warehouse(project, home, sample_warehouse.raw_dir)
        warehouse.build([f"+{model}" for model in KEYS], {"as_of": str(cut)}, command="run").built()
        built[cut] = warehouse.path
    return built


def shares(warehouse: Warehouse, model: str) -> list[str]:
    columns = {column for (column,) in warehouse.query(
        "select column_name from duckdb_columns() where table_name = ?", model)}  # fmt: skip
    found = warehouse.query(
        "select metric from marts.kpi_definitions where kind = 'share' order by metric"
    )
    return [metric for (metric,) in found if f"{metric}_denominator" in columns]


# A conversation that was written in, solved or reopened after the cut is another one by then.
WENT_ON = """
    select conversation_key from now.intermediate.int_messages where sent_at > timestamp '{cut}'
    union
    select conversation_key from now.intermediate.int_conversation_events where event_at > timestamp '{cut}'
"""

# Of a person of whom more is known by then, or who turns out to be two.
REGROUPED = """
    select cut_customers.customer_key
    from cut.intermediate.int_customers_resolved as cut_customers
    inner join now.intermediate.int_customers_resolved as now_customers using (customer_record_key)
    where cut_customers.customer_key <> now_customers.customer_key
"""


# Whoever has a conversation of another topic by then: it decides whether he came back for the same,
# and a vendor's topic is exported in its latest state alone.
OF_ANOTHER_TOPIC = """
    select early.customer_key
    from cut.marts.fct_conversations as early
    inner join now.marts.fct_conversations as late using (conversation_key)
    where (early.topic, early.topic_source) is distinct from (late.topic, late.topic_source)
"""


def connect(sample: Warehouse, then: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"attach '{sample.path}' as now (read_only)")
    connection.execute(f"attach '{then}' as cut (read_only)")
    return connection


@pytest.mark.parametrize("model", KEYS)
def test_no_row_changes_its_answer(
    sample_warehouse: Warehouse, cut_warehouses: dict[datetime, Path], model: str
) -> None:
    key, faults = KEYS[model], []
    metrics = [metric for metric in shares(sample_warehouse, model) if metric not in RESTATED]
    for cut, path in cut_warehouses.items():
        with connect(sample_warehouse, path) as connection:
            excused = ""
            if key == "conversation_key":
                excused = (
                    f"and {key} not in ({WENT_ON.format(cut=cut)})"
                    f" and early.customer_key not in ({REGROUPED} union all {OF_ANOTHER_TOPIC})"
                )
            for metric in metrics:
                rows = connection.execute(f"""
                    select {key}, early.{metric}_numerator, late.{metric}_numerator,
                        late.{metric}_denominator
                    from cut.intermediate.{model} as early
                    left join now.intermediate.{model} as late using ({key})
                    where early.{metric}_denominator > 0 {excused}
                        and (early.{metric}_numerator, early.{metric}_denominator)
                        is distinct from (late.{metric}_numerator, late.{metric}_denominator)
                    order by all
                """).fetchall()  # fmt: skip
                if rows:
                    faults.append(f"{metric} as of {cut}: {len(rows)} rows, such as {rows[0]}")
    assert not faults, (
        "an answer was counted that could still change (give the share an `among` that waits for it,"
        " or say in RESTATED why it must not):\n" + "\n".join(faults)
    )


@pytest.mark.parametrize("model", KEYS)
def test_what_is_known_early_is_not_better_than_the_rest(
    sample_warehouse: Warehouse, cut_warehouses: dict[datetime, Path], model: str
) -> None:
    """Of days of which not all had entered, all cuts together, against what they came to."""
    faults = []
    for metric in [metric for metric in shares(sample_warehouse, model) if metric not in RESTATED]:
        entered = yes = expected = 0.0
        for cut, path in cut_warehouses.items():
            with connect(sample_warehouse, path) as connection:
                found = connection.execute(f"""
                    with
                    early as (
                        select metric_date, sum({metric}_numerator) as yes, sum({metric}_denominator) as entered
                        from cut.intermediate.{model} group by metric_date
                    ),
                    late as (
                        select metric_date, sum({metric}_numerator) as yes, sum({metric}_denominator) as entered
                        from now.intermediate.{model} group by metric_date
                    )
                    select coalesce(sum(early.entered), 0), coalesce(sum(early.yes), 0),
                        coalesce(sum(early.entered * late.yes / late.entered), 0)
                    from early inner join late using (metric_date)
                    where late.entered > early.entered
                        and metric_date > date '{(cut - YOUNG).date()}' and metric_date < date '{cut.date()}'
                """).fetchone() or (0, 0, 0)  # fmt: skip
                entered, yes, expected = (
                    float(before) + float(more)
                    for before, more in zip((entered, yes, expected), found, strict=True)
                )
        if entered < 20:
            continue
        share = expected / entered
        drift = (yes - expected) / entered
        if abs(drift) > 3 * sqrt(share * (1 - share) / entered) + 0.01:
            faults.append(
                f"{metric}: {yes / entered:.3f} of {entered:.0f} early rows, {share:.3f} in the end"
            )
    assert not faults, "what is known first flatters or blackens young days:\n" + "\n".join(faults)
