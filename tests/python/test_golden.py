"""Every metric over a small hand-made landing zone, against numbers worked out by hand.

`tests/golden/README.md` shows the working. Metrics are asked of the published long marts, as a
reader would ask: of what adds up the sums over all days, over all channels and by channel; of the
rest, and of some of what adds up, the value of a day, week or month. What single marts count besides is asked of them.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from conftest import PROJECT, Project, Warehouse

GOLDEN = PROJECT / "tests" / "golden"
MILLIONTH = Decimal("0.000001")

LADDER = "marts.kpi_deflection_vs_resolution"
SALES = "marts.kpi_commerce_daily"
COHORTS = "marts.repeat_purchase_cohorts"
THEMES = "marts.kpi_themes_monthly"
FEEDBACK = "marts.kpi_feedback_daily"
SUPPORT = "marts.kpi_support_daily"

# Numerator, denominator and value; what a metric does not have is None.
Figure = tuple[Decimal | None, Decimal | None, Decimal | None]
Figures = dict[tuple[str, str], Figure]

# By metric and slice: `all` days, those of a channel, or one day, week or month, of a channel or all.
PUBLISHED = """
    with

    additive as (
        select
            daily.metric,
            case daily.channel when '(all)' then 'all' else daily.channel end as slice,
            sum(daily.numerator) as numerator,
            sum(daily.denominator) as denominator,
            null as metric_value
        from marts.kpi_daily as daily
        inner join marts.kpi_definitions as definitions using (metric)
        where definitions.is_additive
        group by daily.metric, daily.channel
    ),

    periods as (
        select
            metric,
            'day ' || metric_date
            || case channel when '(all)' then '' else ' ' || channel end as slice,
            numerator,
            denominator,
            metric_value
        from marts.kpi_daily

        union all

        select
            metric,
            period_type || ' ' || period_start_date
            || case channel when '(all)' then '' else ' ' || channel end as slice,
            numerator,
            denominator,
            metric_value
        from marts.kpi_scorecard
    )

    select * from additive
    union all
    select * from periods
"""


def total(numerator: str, denominator: str, mart: str) -> str:
    return f"select 'all', sum({numerator}), sum({denominator}) from {mart}"


def by(column: str, numerator: str, denominator: str, mart: str) -> str:
    return f"select {column}, sum({numerator}), sum({denominator}) from {mart} group by {column}"


BRIDGE = """
    select
        bridge.attribution_model || ' ' || {slice},
        sum(bridge.attributed_net_revenue_amount),
        (select sum(attributed_net_revenue_amount) from marts.kpi_commerce_daily)
    from marts.bridge_conversation_orders as bridge
    inner join marts.fct_conversations as facts using (conversation_key)
    inner join intermediate.int_conversations as conversations using (conversation_key)
    where {among}
    group by 1
"""
AGENTS = """
    select agent_id, sum({numerator}), sum({denominator})
    from marts.kpi_agents_weekly
    inner join intermediate.int_agents using (agent_key)
    group by agent_id
    having sum({denominator}) > 0
"""
# In the order of the columns of verdicts.csv.
VERDICTS = """
    conversation_id, is_matured::varchar, is_evaluable::varchar, is_deflected::varchar,
    is_contained::varchar, is_resolved::varchar, automated_resolution_kind,
    false_deflection_reason, is_recontacted::varchar, is_first_contact_resolution::varchar,
    is_converted::varchar
    from marts.fct_conversations
    inner join intermediate.int_conversations using (conversation_key)
"""

# What a mart counts besides the metrics, or in columns of its own: `mart.what`.
MARTS = {
    "kpi_deflection_vs_resolution.steps": f"""
        with counts as (
            select sum(columns('.*_count|deflected_count_all')) from {LADDER}
        )

        unpivot counts on columns(*) into name step value conversations
    """,
    "kpi_support_daily.turns_per_conversation": by(
        "handled_by",
        "case when metric = 'average_response_seconds_mean' then denominator else 0 end",
        "case when metric = 'conversations' then numerator else 0 end",
        SUPPORT,
    ),
    "kpi_themes_monthly.theme_share": by(
        "channel || ' ' || topic", "theme_share_numerator", "theme_share_denominator", THEMES),
    "kpi_themes_monthly.keyword_topic_share": total(
        "keyword_topic_count", "conversation_count", THEMES),
    "kpi_themes_monthly.sentiment_positive_rate": total(
        "sentiment_positive_rate_numerator", "sentiment_positive_rate_denominator", THEMES),
    "kpi_themes_monthly.sentiment_shift": total(
        "sentiment_shift_numerator", "sentiment_shift_denominator", THEMES),
    "kpi_commerce_daily.average_order_value": total("sold_amount", "sale_count", SALES),
    "repeat_purchase_cohorts.repeat_purchase_rate": total(
        "repeat_customer_count", "customer_count", COHORTS)
        + " union all select 'distinct_days', sum(repeat_customer_distinct_days_count),"
        f" sum(customer_count) from {COHORTS}",
    "bridge_conversation_orders.attributed_revenue":
        BRIDGE.format(slice="facts.channel", among="true") + " union all "
        + BRIDGE.format(slice="conversations.conversation_id",
                        among="conversations.conversation_id in ('k02', 'k03')"),
    "kpi_backlog_daily.open_of_opened": """
        select
            days.date_day::varchar,
            sum(backlog.backlog_count) filter (backlog.backlog_date = days.date_day),
            sum(backlog.opened_count)
        from marts.dim_dates as days
        inner join marts.kpi_backlog_daily as backlog on days.date_day >= backlog.backlog_date
        where days.date_day in ('2025-06-04', '2025-06-05', '2025-06-18', '2025-06-29')
        group by days.date_day
    """,
    "customer_engagement_monthly.customer_engagement_rate": """
        select month_start_date::varchar, engaged_customer_count, active_customer_count
        from marts.customer_engagement_monthly
    """,
    "customer_engagement_monthly.user_activity_level": """
        select month_start_date::varchar, 30 * conversations_after_first_order_count,
            customer_days_after_first_order
        from marts.customer_engagement_monthly
    """,
    "kpi_agents_weekly.resolution_rate": AGENTS.format(
        numerator="resolution_rate_numerator", denominator="resolution_rate_denominator"),
    "kpi_agents_weekly.reopen_rate": AGENTS.format(
        numerator="reopen_rate_numerator", denominator="reopen_rate_denominator"),
    "kpi_agents_weekly.rated_conversation_csat_rate": AGENTS.format(
        numerator="rated_conversation_csat_rate_numerator",
        denominator="rated_conversation_csat_rate_denominator"),
    "kpi_agents_weekly.first_human_response_seconds_mean": AGENTS.format(
        numerator="first_human_response_seconds_mean_numerator",
        denominator="first_human_response_seconds_mean_denominator"),
    "kpi_feedback_daily.csat_rate": total("csat_rate_numerator", "csat_rate_denominator", FEEDBACK),
    "kpi_feedback_daily.nps": total("nps_numerator", "nps_denominator", FEEDBACK),
    "kpi_feedback_daily.ces": total("ces_numerator", "ces_denominator", FEEDBACK),
    "kpi_feedback_daily.feedback_response_rate": by(
        "survey_type", "feedback_response_rate_numerator", "feedback_response_rate_denominator",
        FEEDBACK),
    "customer_profiles.values": """
        select customers.customer_id || ' ' || profiles.attribute || ' ' || profiles.value, 1,
            (select count(*) from marts.customer_profiles)
        from marts.customer_profiles as profiles
        inner join intermediate.int_customers as customers
            on profiles.customer_key = customers.customer_record_key
    """,
}


def number(cell: Any) -> Decimal | None:
    return None if cell is None or cell == "" else Decimal(str(cell))


def divided(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The value of what adds up; a count is its own value."""
    if numerator is None or denominator is None:
        return numerator
    return (numerator / denominator).quantize(MILLIONTH, ROUND_HALF_UP) if denominator else None


def expected() -> Figures:
    with (GOLDEN / "expected.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    figures = {
        (row["metric"], row["slice"]): (
            number(row["numerator"]), number(row["denominator"]), number(row["value"]))
        for row in rows
    }
    named = [f"{row['metric']},{row['slice']}" for row in rows]
    twice = sorted({name for name in named if named.count(name) > 1})
    assert not twice, f"tests/golden/expected.csv has these twice: {twice}"
    return figures


def found_in(warehouse: Warehouse) -> Figures:
    """What the build says, of every metric and slice that it has."""
    figures: Figures = {}
    for metric, sliced, *cells in warehouse.query(PUBLISHED):
        numerator, denominator, value = map(number, cells)
        if value is None:
            value = divided(numerator, denominator)
        figures[metric, sliced] = (numerator, denominator, value)
    for metric, sql in MARTS.items():
        for sliced, *cells in warehouse.query(sql):
            numerator, denominator = map(number, [*cells, None][:2])
            figures[metric, sliced] = (numerator, denominator, divided(numerator, denominator))
    return figures


def declared(project: Project) -> dict[str, str]:
    """The kind of every metric of the semantic layer; numerators and denominators have none."""
    return {
        metric.name: metric.config.meta["kind"]
        for metric in project.parsed().metrics.values()
        if metric.config.meta.get("kind")
    }


def is_period(sliced: str) -> bool:
    return sliced.startswith(("day ", "week ", "month "))


def written(figure: Figure | None) -> str:
    return "nothing" if figure is None else "/".join("-" if part is None else f"{part.normalize():f}"
                                                     for part in figure)


@pytest.fixture(scope="module")
def golden_warehouse(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The golden landing zone, built in full, with every data test: it is odd as real data is."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("golden"), GOLDEN / "raw")
    result = project.run(
        "build", "--exclude-resource-types", "unit_test",
        home=warehouse.home, raw_dir=warehouse.raw_dir, manifest=project.parsed())
    assert result.success, "\n".join(result.messages)
    return warehouse


def test_nothing_of_the_golden_set_is_quarantined(golden_warehouse: Warehouse) -> None:
    """A slip in the hand-made files must not look like a wrong KPI."""
    assert golden_warehouse.query("select * from marts.quarantined_records") == []
    assert golden_warehouse.query("select * from marts.landing_issues") == []


def test_no_metric_is_without_a_number_worked_by_hand(project: Project) -> None:
    """What adds up over all channels; a percentile or distinct count of a month; backlog of a day."""
    kinds = declared(project)
    by_hand = expected()
    worked_out, defined = {metric for metric, _ in by_hand}, kinds.keys() | MARTS.keys()
    missing = sorted(defined - worked_out)
    assert not missing, f"tests/golden/expected.csv has no number of {missing}: work it out by hand"
    unknown = sorted(worked_out - defined)
    assert not unknown, f"tests/golden/expected.csv has numbers of what is no metric: {unknown}"
    least = {"percentile": "month ", "distinct_share": "month ", "stock": "day "}
    lacking = [
        metric for metric, kind in kinds.items()
        if not any(name == metric and sliced.startswith(least.get(kind, "all"))
                   for name, sliced in by_hand)
    ]
    assert not lacking, f"worked out for a part only: {lacking}"


def test_what_was_worked_out_by_hand_adds_up(project: Project) -> None:
    """A metric with one channel has them all, and they are together what all channels are."""
    by_hand = expected()
    wrong = []
    for metric in declared(project):
        channels = [figure for (name, sliced), figure in by_hand.items()
                    if name == metric and sliced != "all" and not is_period(sliced)]
        whole = by_hand.get((metric, "all"))
        if channels and whole:
            sums = [sum(part or 0 for part in column) for column in zip(*channels, strict=True)]
            if sums[:2] != [part or 0 for part in whole[:2]]:
                wrong.append(f"{metric}: {sums[0]}/{sums[1]} by channel")
    for key, (numerator, denominator, value) in by_hand.items():
        if numerator is not None and divided(numerator, denominator) != value:
            wrong.append(f"{' '.join(key)}: expected.csv divides wrongly")
    assert not wrong, "\n".join(wrong)


def test_every_metric_is_what_was_worked_out_by_hand(golden_warehouse: Warehouse) -> None:
    """Slices that nobody worked out are no error, unless others of their metric were: a channel
    or a topic too many is as wrong as a number. Days, weeks and months are examples."""
    by_hand, found = expected(), found_in(golden_warehouse)
    sliced_metrics = {metric for metric, sliced in by_hand if sliced != "all" and not is_period(sliced)}
    asked = by_hand.keys() | {
        (metric, sliced) for metric, sliced in found
        if metric in sliced_metrics and not is_period(sliced)
    }
    wrong = [
        f"{' '.join(key)}: {written(found.get(key))} in the mart, {written(by_hand.get(key))} by hand"
        for key in sorted(asked) if found.get(key) != by_hand.get(key)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_conversation_has_the_verdicts_that_were_worked_out_by_hand(
    golden_warehouse: Warehouse,
) -> None:
    """The rows behind the rates, so that a failure names its conversations."""
    with (GOLDEN / "verdicts.csv").open(encoding="utf-8", newline="") as handle:
        by_hand = {row["conversation_id"]: row for row in csv.DictReader(handle)}
    names = list(by_hand["k01"])
    found = {
        row[0]: dict(zip(names, ("" if cell is None else str(cell) for cell in row), strict=True))
        for row in golden_warehouse.query(f"select {VERDICTS}")
    }
    wrong = [
        f"{key} {name}: {found.get(key, {}).get(name)!r} in the mart, "
        f"{by_hand.get(key, {}).get(name)!r} by hand"
        for key in sorted(by_hand.keys() | found.keys()) for name in names
        if found.get(key, {}).get(name) != by_hand.get(key, {}).get(name)
    ]
    assert not wrong, "\n".join(wrong)
