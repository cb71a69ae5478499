"""What a person who knows the business expects of the marts; the rest follows from the manifest.

dbt's tests hold contradictions within a row and totals across models. Here is what they do not see:
a number that is possible and yet not believable, mostly because a mapping or an export is wrong.
Such suspicions are warnings; what can never be is an error.
"""

from __future__ import annotations

from dataclasses import dataclass

from great_expectations.expectations.metadata_types import FailureSeverity

# A mart's rows come from these; of one that is not named here, from every interface entity above.
ROWS_FROM = {
    "fct_conversations": ("int_conversations",),
    "fct_orders": ("int_orders",),
    "fct_order_lines": ("int_order_lines",),
    "dim_customers": ("int_customers", "int_orders"),
    "dim_agents": ("int_agents",),
    "kpi_deflection_vs_resolution": ("int_conversations",),
    "kpi_commerce_daily": ("int_orders",),
    "customer_value": ("int_orders",),
    "repeat_purchase_cohorts": ("int_orders", "int_customers"),
    "kpi_backlog_daily": None,  # the first whole day may not be over yet
    "kpi_agents_weekly": None,  # bots alone may have answered
    "customer_engagement_monthly": None,  # conversations and orders need not overlap in time
    "kpi_feedback_daily": ("int_survey_responses",),
    "fct_survey_responses": None,  # nobody need have answered
    "customer_profiles": None,  # nor told anything of himself
    "bridge_conversation_orders": None,  # no conversation need have come before an order
}

# Rates that may exceed 1: the numerator is no part of the denominator.
UNBOUNDED_RATES = (
    "contact_rate",
    "exchange_rate",
    "conversations_per_order_rate",
    "feedback_response_rate",  # where a tool counts, today's answers to yesterday's invitations
)

# Amounts that are differences, and may be negative.
SIGNED_AMOUNT_WORDS = ("difference", "gap", "delta", "lift", "change", "value_of_resolution")
SIGNED_AMOUNTS = ("deflection_value_amount",)

ACCEPTED_VALUES = {
    ("fct_conversations", "handled_by"): (
        "bot", "human", "bot_then_human", "human_then_bot", "nobody",
    ),
    ("fct_conversations", "automated_resolution_kind"): ("confirmed", "assumed"),
    ("fct_conversations", "false_deflection_reason"): (
        "handoff_unanswered", "no_answer", "left_waiting", "negative_feedback", "recontacted",
    ),
    ("bridge_conversation_orders", "attribution_model"): ("last_touch", "first_touch", "linear"),
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """At most the share ``tolerated`` of a mart's rows ``among`` are ``is_bad``."""

    mart: str
    column: str  # which the line names
    reads: tuple[str, ...]  # every column that the SQL below reads
    fault: str
    is_bad: str
    advice: str
    value: str = "null"  # what the samples show
    among: str = "true"
    tolerated: float = 0
    min_rows: int = 1  # of fewer rows nothing can be said
    severity: FailureSeverity = FailureSeverity.CRITICAL


EXPECTED = (
    Expected(
        "fct_conversations",
        "handled_by",
        ("handled_by", "is_matured", "source_system"),
        "matured conversations have no answer at all",
        "handled_by = 'nobody'",
        "Are the messages of the systems shown exported, and their authors' roles mapped?",
        value="source_system",
        among="is_matured",
        tolerated=0.5,
        min_rows=50,
        severity=FailureSeverity.WARNING,
    ),
    Expected(
        "fct_conversations",
        "topic_source",
        ("topic_source", "source_system"),
        "conversations have no topic of their vendor's that is known",
        "topic_source is distinct from 'vendor'",
        "Add the vendor's topics and tags to the seed ref_topics.",
        value="source_system",
        tolerated=0.9,
        min_rows=50,
        severity=FailureSeverity.WARNING,
    ),
    Expected(
        "fct_conversations",
        "is_identifiable",
        ("is_identifiable", "source_system"),
        "conversations are of people who would not be recognised elsewhere",
        "not is_identifiable",
        "Without contacts or users of these systems, recontacts and conversion are understated.",
        value="source_system",
        tolerated=0.9,
        min_rows=50,
        severity=FailureSeverity.WARNING,
    ),
    Expected(
        "fct_conversations",
        "is_evaluable",
        ("is_evaluable", "is_matured", "source_system"),
        "matured conversations cannot be evaluated",
        "not is_evaluable",
        "Rates are of the few others. Export the people these conversations are with.",
        value="source_system",
        among="is_matured",
        tolerated=0.9,
        min_rows=50,
        severity=FailureSeverity.WARNING,
    ),
    Expected(
        "fct_conversations",
        "first_response_seconds",
        ("first_response_seconds", "conversation_seconds", "source_system"),
        "first responses took over a year",
        "first_response_seconds > 366 * 86400",
        "Is a timestamp of the systems shown in another unit or time zone?",
        value="source_system",
        among="first_response_seconds is not null",
        tolerated=0.01,
    ),
    Expected(
        "fct_orders",
        "net_revenue_amount",
        ("net_revenue_amount", "net_sales_amount", "source_system"),
        "orders have a net revenue outside 0 and net sales",
        "net_revenue_amount < 0 or net_revenue_amount > net_sales_amount",
        "Net revenue is net sales less refunded goods: see int_orders_refunded.",
        value="source_system",
    ),
    Expected(
        "fct_orders",
        "is_sale",
        ("is_sale", "source_system"),
        "orders are no sale",
        "not is_sale",
        "Are lines or prices missing in the exports of the systems shown?",
        value="source_system",
        tolerated=0.5,
        min_rows=50,
        severity=FailureSeverity.WARNING,
    ),
    Expected(
        "fct_orders",
        "customer_key",
        ("customer_key",),
        "orders belong to one person",
        "count(*) over (partition by customer_key) > 0.2 * count(*) over ()",
        "Is it a till, a marketplace or a placeholder address? Add it to ref_identity_blocklist.",
        value="customer_key",
        among="customer_key is not null",
        min_rows=50,
        severity=FailureSeverity.WARNING,
    ),
    Expected(
        "kpi_deflection_vs_resolution",
        "automated_resolution_count",
        ("automated_resolution_count", "contained_count", "deflected_count"),
        "rows have more automated resolutions than contained, or more contained than deflected",
        "automated_resolution_count > contained_count or contained_count > deflected_count",
        "The ladder automated <= contained <= deflected is broken: see fct_conversations.",
    ),
)


@dataclass(frozen=True)
class Agreement:
    """Two marts must give the same total; each total is an aggregate over its mart."""

    mart: str
    total: str
    reads: tuple[str, ...]
    other: str
    other_total: str
    other_reads: tuple[str, ...]
    fault: str


AGREEMENTS = (
    Agreement(
        "kpi_deflection_vs_resolution",
        "sum(conversation_count)",
        ("conversation_count",),
        "fct_conversations",
        "count(*)",
        (),
        "conversations are counted in fct_conversations",
    ),
    Agreement(
        "kpi_commerce_daily",
        "sum(net_revenue_amount)",
        ("net_revenue_amount",),
        "fct_orders",
        "sum(net_revenue_amount)",
        ("net_revenue_amount",),
        "of net revenue is in fct_orders",
    ),
    Agreement(
        "kpi_feedback_daily",
        "sum(answer_count)",
        ("answer_count",),
        "fct_survey_responses",
        "count(*)",
        (),
        "answers are counted in fct_survey_responses",
    ),
)
