"""Every KPI over a small hand-made landing zone, against numbers worked out by hand.

`tests/golden/README.md` shows the working. Each metric below is asked of the published marts, as a
reader would ask: a numerator and a denominator per slice.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal

import pytest
from conftest import PROJECT, Project, Warehouse

GOLDEN = PROJECT / "tests" / "golden"
FIRST_RESPONSE_TARGET_SECONDS = 30

LADDER = "marts.kpi_deflection_vs_resolution"
FACT = "marts.fct_conversations"
SALES = "marts.kpi_commerce_daily"
COHORTS = "marts.repeat_purchase_cohorts"
THEMES = "marts.kpi_themes_monthly"
BACKLOG = "marts.kpi_backlog_daily"
DAYS = "intermediate.int_days_counted"
FEEDBACK = "marts.kpi_feedback_daily"


def total(numerator: str, denominator: str, mart: str) -> str:
    return f"select 'all', sum({numerator}), sum({denominator}) from {mart}"


def by(column: str, numerator: str, denominator: str, mart: str) -> str:
    return f"select {column}, sum({numerator}), sum({denominator}) from {mart} group by {column}"


def flagged(flag: str, among: str) -> str:
    return f"select 'all', count(*) filter ({flag}), count(*) from {FACT} where {among}"


def with_channels(numerator: str, denominator: str, mart: str) -> str:
    return (total(numerator, denominator, mart) + " union all "
            + by("channel", numerator, denominator, mart))


REASONS = ("handoff_unanswered", "no_answer", "left_waiting", "negative_feedback", "recontacted")
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
CONVERTED = "case when is_converted then 1 else 0 end"
KNOWN = "case when is_converted is not null then 1 else 0 end"

# In the order of the columns of verdicts.csv.
VERDICTS = """
    conversation_id, is_matured::varchar, is_evaluable::varchar, is_deflected::varchar,
    is_contained::varchar, is_resolved::varchar, automated_resolution_kind,
    false_deflection_reason, is_recontacted::varchar, is_first_contact_resolution::varchar,
    is_converted::varchar
    from marts.fct_conversations
    inner join intermediate.int_conversations using (conversation_key)
"""

METRICS = {
    "deflection_rate_all": with_channels("deflected_count_all", "matured_count", LADDER),
    "deflection_rate": total("deflected_count", "bot_involved_evaluable_count", LADDER),
    "containment_rate": total("contained_count", "bot_involved_evaluable_count", LADDER),
    "automated_resolution_rate": total(
        "automated_resolution_count", "bot_involved_evaluable_count", LADDER) + "".join(
        f" union all select '{kind}', sum({kind}_resolution_count),"
        f" sum(bot_involved_evaluable_count) from {LADDER}" for kind in ("confirmed", "assumed")),
    "deflection_gap": total("deflection_gap_count", "bot_involved_evaluable_count", LADDER),
    "resolved_after_withdrawn_handoff": total(
        "resolved_after_withdrawn_handoff_count", "deflected_count", LADDER),
    "false_deflection_rate": total("false_deflection_count", "deflected_count", LADDER) + "".join(
        f" union all select '{reason}', sum(false_deflection_{reason}_count), sum(deflected_count)"
        f" from {LADDER}" for reason in REASONS),
    "immature_share": total("immature_count", "conversation_count", LADDER),
    "unobservable_share": total("unobservable_count", "matured_count", LADDER),
    "resolution_rate": with_channels("resolved_count", "evaluable_count", LADDER),
    "first_contact_resolution_rate": flagged(
        "is_first_contact_resolution", "is_evaluable_for_recontact"),
    "recontact_rate": flagged("is_recontacted", "is_evaluable_for_recontact"),
    "escalation_rate": flagged("is_escalated", "is_bot_involved and is_matured"),
    "reopen_rate": flagged("is_reopened", "is_solved"),
    "one_touch_rate": flagged("is_one_touch", "is_solved"),
    "zero_touch_rate": flagged("is_zero_touch", "is_solved"),
    "left_waiting_rate": flagged("is_left_waiting", "is_matured"),
    "csat_rate": flagged("is_csat_positive", "csat_score is not null"),
    "nps": total("nps_numerator", "nps_denominator", FEEDBACK),
    "ces": total("ces_numerator", "ces_denominator", FEEDBACK),
    "feedback_response_rate": by(
        "survey_type", "feedback_response_rate_numerator", "feedback_response_rate_denominator",
        FEEDBACK),
    "zero_party_coverage": total(
        "zero_party_coverage_numerator", "zero_party_coverage_denominator",
        "intermediate.int_customers_counted"),
    "customer_profiles": """
        select customers.customer_id || ' ' || profiles.attribute || ' ' || profiles.value, 1,
            (select count(*) from marts.customer_profiles)
        from marts.customer_profiles as profiles
        inner join intermediate.int_customers as customers
            on profiles.customer_key = customers.customer_record_key
    """,
    "first_response_within_target": flagged(
        f"first_response_seconds <= {FIRST_RESPONSE_TARGET_SECONDS}",
        "first_response_seconds is not null"),
    "theme_share": by("channel || ' ' || topic", "theme_share_numerator",
                      "theme_share_denominator", THEMES),
    "keyword_topic_share": total("keyword_topic_count", "conversation_count", THEMES),
    "sentiment_positive_rate": with_channels(
        "sentiment_positive_rate_numerator", "sentiment_positive_rate_denominator", THEMES),
    "sentiment_shift": total("sentiment_shift_numerator", "sentiment_shift_denominator", THEMES),
    "average_order_value": total("net_sales_amount", "sale_count", SALES)
        + f" union all select 'web', sum(net_sales_amount), sum(sale_count) from {SALES}"
        " where sales_channel = 'web'",
    "repeat_purchase_rate": total("repeat_customer_count", "customer_count", COHORTS)
        + " union all select 'distinct_days', sum(repeat_customer_distinct_days_count),"
        f" sum(customer_count) from {COHORTS}",
    "customer_lifetime_value":
        "select 'all', sum(customer_lifetime_value_amount), count(*) from marts.customer_value",
    "conversational_conversion_rate": with_channels(CONVERTED, KNOWN, FACT),
    "backlog": f"""
        select
            days.date_day::varchar,
            sum(backlog.backlog_count) filter (backlog.backlog_date = days.date_day),
            sum(backlog.opened_count)
        from marts.dim_dates as days
        inner join {BACKLOG} as backlog on days.date_day >= backlog.backlog_date
        where days.date_day in ('2025-06-04', '2025-06-05', '2025-06-18', '2025-06-29')
        group by days.date_day
    """,
    "contact_rate": total("contact_rate_numerator", "contact_rate_denominator", DAYS),
    "user_activity_level": total(
        "user_activity_level_numerator", "user_activity_level_denominator", DAYS)
        + " union all select 'mart', 30 * conversations_after_first_order_count,"
        " customer_days_after_first_order from marts.customer_engagement_monthly",
    "customer_engagement_rate":
        "select 'june', engaged_customer_count, active_customer_count"
        " from marts.customer_engagement_monthly"
        " union all select metric_date::varchar, sum(customer_engagement_rate_numerator),"
        " sum(customer_engagement_rate_denominator) from intermediate.int_customer_days_counted"
        " where metric_date = '2025-06-17' group by metric_date",
    "agent_resolution_rate": AGENTS.format(
        numerator="resolved_count", denominator="evaluable_count"),
    "agent_reopen_rate": AGENTS.format(numerator="reopened_count", denominator="solved_count"),
    "agent_csat_rate": AGENTS.format(
        numerator="csat_positive_count", denominator="csat_answered_count"),
    "agent_first_human_response_seconds": AGENTS.format(
        numerator="first_human_response_seconds", denominator="first_human_response_count"),
    "attributed_revenue_share": total(
        "attributed_net_revenue_amount", "net_revenue_amount", SALES),
    "attributed_revenue": BRIDGE.format(slice="facts.channel", among="true") + " union all "
        + BRIDGE.format(slice="conversations.conversation_id",
                        among="conversations.conversation_id in ('k02', 'k03')"),
}


# Metrics without a number worked by hand: parts and variants of others that have one, counts, and
# durations. No new one belongs here.
UNWORKED = {
    "assumed_resolution_rate", "average_response_seconds_mean", "confirmed_resolution_rate",
    "conversation_seconds_mean", "conversations", "cross_sell_rate",
    "first_human_response_business_seconds_mean", "first_human_response_seconds_mean",
    "first_response_seconds_mean", "first_response_target_rate", "full_resolution_seconds_mean",
    "intent_recognition_rate", "interaction_abandonment_rate", "orders", "resolution_seconds_mean",
    "resolution_without_escalation_rate", "revenue_per_conversation", "upsell_rate",
}  # fmt: skip


def expected() -> dict[tuple[str, str], tuple[Decimal, Decimal, Decimal]]:
    with (GOLDEN / "expected.csv").open(encoding="utf-8", newline="") as handle:
        return {
            (row["metric"], row["slice"]): (
                Decimal(row["numerator"]), Decimal(row["denominator"]), Decimal(row["value"]))
            for row in csv.DictReader(handle)
        }


@pytest.fixture(scope="module")
def golden_warehouse(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The golden landing zone, built in full; its data tests are the sample's business."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("golden"), GOLDEN / "raw")
    result = project.run(
        "build", "--exclude-resource-types", "test", "unit_test",
        home=warehouse.home, raw_dir=warehouse.raw_dir, manifest=project.parsed())
    assert result.success, "\n".join(result.messages)
    return warehouse


def test_nothing_of_the_golden_set_is_quarantined(golden_warehouse: Warehouse) -> None:
    """A slip in the hand-made files must not look like a wrong KPI."""
    assert golden_warehouse.query("select * from marts.quarantined_records") == []
    assert golden_warehouse.query("select * from marts.landing_issues") == []


def test_every_expected_number_is_asked_for() -> None:
    worked, asked = {metric for metric, _ in expected()}, set(METRICS)
    assert worked == asked, (
        f"give METRICS in this file a query for {sorted(worked - asked)}, and expected.csv a number "
        f"for {sorted(asked - worked)}")


def test_no_metric_is_without_a_number_worked_by_hand(project: Project) -> None:
    """Percentiles are not summed: another test compares them with the semantic layer."""
    declared = {
        metric.name for metric in project.parsed().metrics.values()
        if metric.config.meta.get("kind") not in (None, "percentile")
    }
    missing = declared - UNWORKED - ({metric for metric, _ in expected()} & set(METRICS))
    assert not missing, (
        f"work {sorted(missing)} out by hand over tests/golden: the working in README.md, the number "
        "in expected.csv, and its query in METRICS of this file")


def test_every_kpi_is_what_was_worked_out_by_hand(golden_warehouse: Warehouse) -> None:
    found = {
        (metric, sliced): (Decimal(numerator), Decimal(denominator))
        for metric, sql in METRICS.items()
        for sliced, numerator, denominator in golden_warehouse.query(sql)
    }
    wrong = []
    for key in sorted(expected().keys() | found.keys()):
        wanted, got = expected().get(key), found.get(key)
        if key[0] not in METRICS:
            wrong.append(f"{' '.join(key)}: METRICS in this file has no query for it")
        elif wanted is None or got is None or wanted[:2] != got:
            wrong.append(f"{' '.join(key)}: {got and '/'.join(map(str, got))} in the mart, "
                         f"{wanted and '/'.join(map(str, wanted[:2]))} by hand")
        elif wanted[2] != (got[0] / got[1]).quantize(Decimal("0.000001"), ROUND_HALF_UP):
            wrong.append(f"{' '.join(key)}: expected.csv divides wrongly")
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
