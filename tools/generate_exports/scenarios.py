"""The supply of behaviours, as data: what happens in a conversation and whether it helped.

A turn is (actor, act, shortest wait, longest wait) in seconds after the turn before it. What an
agent does is moved into office hours. ``resolved`` is what the scenario intends under the
definitions of this project once 72 hours have passed; ``helped`` is the truth that no export holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .clock import DAY, HOUR, MINUTE


class Turn(NamedTuple):
    """One step of a script."""

    actor: str  # customer | bot | agent | rule
    act: str
    shortest: int
    longest: int


@dataclass(frozen=True)
class FollowUp:
    """The same person's next conversation, which this scenario causes."""

    scenario: str
    shortest: int
    longest: int
    is_recontact: bool = True  # false: another matter, with another topic


@dataclass(frozen=True)
class Scenario:
    """A script and what is true of it."""

    name: str
    system: str
    turns: tuple[Turn, ...]
    helped: bool | None
    resolved: bool | None
    weight: float = 0.0  # share among contacts about an order or an account
    presale_weight: float = 0.0  # share among contacts before a purchase
    reason: str = ""  # intended reason of a false deflection
    out_of_scope_why: str = ""
    claim: str | None = None  # Intercom's own ai_agent.resolution_state
    follow_up: FollowUp | None = None
    never_buys_again: float = 0.03  # probability
    buys: float = 0.0  # probability that a presale conversation ends in a purchase
    short: bool = False  # simple enough for the last days of the period
    needs_tag: bool = False
    greets: bool = True  # the bot may greet before the customer has written
    topic: str = ""  # the only topic it makes sense for
    extra: str = ""  # merged | deleted | campaign | shop_first


def c(act: str, shortest: int = 0, longest: int = 0) -> Turn:
    """A turn of the customer."""
    return Turn("customer", act, shortest, longest)


def b(act: str, shortest: int = 3, longest: int = 15) -> Turn:
    """A turn of the bot."""
    return Turn("bot", act, shortest, longest)


def a(act: str, shortest: int = 2 * MINUTE, longest: int = 25 * MINUTE) -> Turn:
    """A turn of an agent."""
    return Turn("agent", act, shortest, longest)


def r(act: str, shortest: int = 5, longest: int = 40) -> Turn:
    """A turn of a business rule."""
    return Turn("rule", act, shortest, longest)


ASK_AGAIN = (40, 4 * MINUTE)
IDLE_CLOSE = (10 * MINUTE, 40 * MINUTE)
EMAIL_ANSWER = (20 * MINUTE, 9 * HOUR)

SCENARIOS: tuple[Scenario, ...] = (
    # --- chat: the bot really helps -------------------------------------------------------------
    Scenario(
        "bot_helped_confirmed",
        "intercom",
        (c("request"), b("answer"), c("closing", *ASK_AGAIN), b("close", 30, 90)),
        True,
        True,
        weight=9,
        presale_weight=3,
        buys=0.6,
        claim="confirmed_resolution",
        short=True,
    ),
    Scenario(
        "bot_helped_silent",
        "intercom",
        (c("request"), b("answer"), b("close", *IDLE_CLOSE)),
        True,
        True,
        weight=9,
        presale_weight=4,
        buys=0.5,
        claim="assumed_resolution",
        short=True,
    ),
    Scenario(
        "bot_helped_two_questions",
        "intercom",
        (
            c("request"),
            b("answer"),
            c("more", *ASK_AGAIN),
            b("answer"),
            c("closing", *ASK_AGAIN),
            b("close", 30, 90),
        ),
        True,
        True,
        weight=4,
        presale_weight=3,
        buys=0.7,
        claim="confirmed_resolution",
    ),
    Scenario(
        "bot_helped_rated",
        "intercom",
        (c("request"), b("answer"), b("close", *IDLE_CLOSE), c("rate_good", MINUTE, 2 * HOUR)),
        True,
        True,
        weight=4,
        claim="assumed_resolution",
    ),
    Scenario(
        # asked for a rating, never gave one: an offer, not an answer
        "bot_helped_rating_ignored",
        "intercom",
        (c("request"), b("answer"), b("close", *IDLE_CLOSE), r("offer_rating", 1, 2)),
        True,
        True,
        weight=3,
        claim="assumed_resolution",
    ),
    Scenario(
        "handoff_withdrawn",
        "intercom",
        (
            c("request"),
            b("answer"),
            c("human_wanted", *ASK_AGAIN),
            b("handoff_notice"),
            c("more", 2 * MINUTE, 6 * MINUTE),
            b("answer"),
            c("closing", *ASK_AGAIN),
            b("close", 30, 90),
        ),
        True,
        True,
        weight=1.5,
        claim="confirmed_resolution",
    ),
    Scenario(
        "other_matter_next_day",
        "intercom",
        (c("request"), b("answer"), c("closing", *ASK_AGAIN), b("close", 30, 90)),
        True,
        True,
        weight=1.5,
        claim="confirmed_resolution",
        needs_tag=True,
        follow_up=FollowUp("other_matter_by_email", 14 * HOUR, 40 * HOUR, is_recontact=False),
    ),
    # --- chat: the bot deflects without helping -------------------------------------------------
    Scenario(
        "bot_deflected_came_back_by_email",
        "intercom",
        (c("request"), b("answer"), b("close", *IDLE_CLOSE)),
        False,
        False,
        weight=9,
        claim="assumed_resolution",
        reason="recontacted",
        follow_up=FollowUp("came_back_by_email", 2 * HOUR, 60 * HOUR),
        never_buys_again=0.45,
    ),
    Scenario(
        "bot_deflected_came_back_to_chat",
        "intercom",
        (c("request"), b("answer"), b("close", *IDLE_CLOSE)),
        False,
        False,
        weight=3,
        claim="assumed_resolution",
        reason="recontacted",
        follow_up=FollowUp("came_back_to_chat", 3 * HOUR, 50 * HOUR),
        never_buys_again=0.4,
    ),
    Scenario(
        # the export cannot tell this silence from a satisfied one; only the lost sales do
        "bot_deflected_gave_up",
        "intercom",
        (c("request"), b("answer"), b("close", *IDLE_CLOSE)),
        False,
        True,
        weight=4,
        presale_weight=3,
        claim="assumed_resolution",
        never_buys_again=1.0,
    ),
    Scenario(
        "bot_missed_the_point",
        "intercom",
        (c("request"), b("answer"), c("not_helpful", *ASK_AGAIN), r("close", 2 * DAY, 3 * DAY)),
        False,
        False,
        weight=3,
        presale_weight=1,
        claim=None,
        reason="left_waiting",
        never_buys_again=0.6,
    ),
    Scenario(
        "bot_handoff_nobody_came",
        "intercom",
        (
            c("request"),
            b("answer"),
            c("human_wanted", *ASK_AGAIN),
            b("handoff_notice"),
            b("assign", 1, 2),
            r("close", 3 * DAY, 4 * DAY),
        ),
        False,
        False,
        weight=3.5,
        claim="escalated",
        reason="handoff_unanswered",
        never_buys_again=0.6,
    ),
    Scenario(
        "bot_rated_bad",
        "intercom",
        (c("request"), b("answer"), b("close", *IDLE_CLOSE), c("rate_bad", MINUTE, 5 * HOUR)),
        False,
        False,
        weight=2.5,
        claim="negative_feedback",
        reason="negative_feedback",
        never_buys_again=0.5,
    ),
    Scenario(
        "bot_greeted_nobody_answered",
        "intercom",
        (b("greeting", 0, 0), c("request", 20, 120), r("close", 3 * DAY, 4 * DAY)),
        False,
        False,
        weight=1.5,
        claim=None,
        reason="no_answer",
        greets=False,
        never_buys_again=0.4,
    ),
    # --- chat: people -----------------------------------------------------------------------
    Scenario(
        "bot_then_human",
        "intercom",
        (
            c("request"),
            b("answer"),
            c("human_wanted", *ASK_AGAIN),
            b("handoff_notice"),
            b("assign", 1, 2),
            a("note"),
            a("answer", MINUTE, 10 * MINUTE),
            c("closing", *ASK_AGAIN),
            a("close", MINUTE, 5 * MINUTE),
        ),
        True,
        True,
        weight=7,
        presale_weight=2,
        buys=0.7,
        claim="escalated",
    ),
    Scenario(
        "human_chat",
        "intercom",
        (c("request"), a("answer", 30, 6 * MINUTE), c("closing", *ASK_AGAIN), a("close", 60, 300)),
        True,
        True,
        weight=5,
        presale_weight=4,
        buys=0.75,
        short=True,
    ),
    Scenario(
        "human_chat_rated_good",
        "intercom",
        (
            c("request"),
            a("answer", 30, 6 * MINUTE),
            a("close", 5 * MINUTE, 15 * MINUTE),
            c("rate_good", MINUTE, 2 * HOUR),
        ),
        True,
        True,
        weight=2,
    ),
    Scenario(
        "human_chat_rated_bad",
        "intercom",
        (
            c("request"),
            a("answer", 30, 6 * MINUTE),
            a("close", 5 * MINUTE, 15 * MINUTE),
            c("rate_bad", MINUTE, 2 * HOUR),
        ),
        False,
        False,
        weight=1.8,
        never_buys_again=0.4,
    ),
    Scenario(
        "human_chat_thanks_after_close",
        "intercom",
        (
            c("request"),
            a("answer", 30, 6 * MINUTE),
            a("close", 5 * MINUTE, 15 * MINUTE),
            c("closing", 5 * MINUTE, 3 * HOUR),
            a("close", 2 * MINUTE, 20 * MINUTE),
        ),
        True,
        True,
        weight=2,
    ),
    Scenario(
        "human_chat_reopened_next_day",
        "intercom",
        (
            c("request"),
            a("answer", 30, 6 * MINUTE),
            a("close", 5 * MINUTE, 15 * MINUTE),
            c("again", 10 * HOUR, 40 * HOUR),
            a("answer", 5 * MINUTE, 40 * MINUTE),
            a("close", 5 * MINUTE, 15 * MINUTE),
        ),
        True,
        True,
        weight=2,
    ),
    Scenario(
        "return_asked_in_chat_then_by_email",
        "intercom",
        (c("request"), a("answer", 30, 6 * MINUTE), a("close", 5 * MINUTE, 15 * MINUTE)),
        False,
        False,
        weight=2.5,
        topic="return_refund",
        follow_up=FollowUp("came_back_by_email", 20 * HOUR, 68 * HOUR),
        never_buys_again=0.25,
    ),
    Scenario(
        "shop_wrote_first_chat",
        "intercom",
        (
            a("outbound", 0, 0),
            c("request", 10 * MINUTE, 20 * HOUR),
            a("answer"),
            c("closing", *ASK_AGAIN),
            a("close", 60, 300),
        ),
        True,
        True,
        weight=2,
        extra="shop_first",
    ),
    Scenario(
        "campaign_unanswered",
        "intercom",
        (r("campaign", 0, 0),),
        None,
        None,
        out_of_scope_why="no_customer_message",
        extra="campaign",
    ),
    Scenario(
        "bot_greeted_only",
        "intercom",
        (b("greeting", 0, 0), r("close", DAY, DAY)),
        None,
        None,
        out_of_scope_why="no_customer_message",
    ),
    Scenario(
        "came_back_to_chat",
        "intercom",
        (
            c("came_back"),
            a("answer", MINUTE, 10 * MINUTE),
            c("closing", *ASK_AGAIN),
            a("close", 60, 300),
        ),
        True,
        True,
    ),
    # --- e-mail and web form ----------------------------------------------------------------
    Scenario(
        "email_one_touch",
        "zendesk",
        (c("request"), r("ack"), a("answer_solve", *EMAIL_ANSWER)),
        True,
        True,
        weight=11,
        short=True,
    ),
    Scenario(
        "email_note_first",
        "zendesk",
        (
            c("request"),
            r("ack"),
            a("note", 10 * MINUTE, 2 * HOUR),
            a("answer_solve", *EMAIL_ANSWER),
        ),
        True,
        True,
        weight=4,
        short=True,
    ),
    Scenario(
        "email_two_touch",
        "zendesk",
        (
            c("request"),
            a("answer", *EMAIL_ANSWER),
            c("more", HOUR, 20 * HOUR),
            a("answer_solve", *EMAIL_ANSWER),
        ),
        True,
        True,
        weight=6,
    ),
    Scenario(
        "email_rated_good",
        "zendesk",
        (
            c("request"),
            a("answer_solve", *EMAIL_ANSWER),
            r("offer_rating", DAY, DAY + HOUR),
            c("rate_good", HOUR, 30 * HOUR),
        ),
        True,
        True,
        weight=5,
    ),
    Scenario(
        "email_rating_ignored",
        "zendesk",
        (c("request"), a("answer_solve", *EMAIL_ANSWER), r("offer_rating", DAY, DAY + HOUR)),
        True,
        True,
        weight=5,
    ),
    Scenario(
        "email_rated_bad",
        "zendesk",
        (
            c("request"),
            a("answer_solve", *EMAIL_ANSWER),
            r("offer_rating", DAY, DAY + HOUR),
            c("rate_bad", HOUR, 30 * HOUR),
        ),
        False,
        False,
        weight=2.5,
        never_buys_again=0.4,
    ),
    Scenario(
        # after the window: published as late, does not void
        "email_rated_bad_late",
        "zendesk",
        (
            c("request"),
            a("answer_solve", *EMAIL_ANSWER),
            r("offer_rating", DAY, DAY + HOUR),
            c("rate_bad", 55 * HOUR, 65 * HOUR),
        ),
        False,
        True,
        weight=1.5,
        never_buys_again=0.3,
    ),
    Scenario(
        "email_thanks_after_solve",
        "zendesk",
        (
            c("request"),
            a("answer_solve", *EMAIL_ANSWER),
            c("closing", HOUR, 30 * HOUR),
            a("solve", HOUR, 5 * HOUR),
        ),
        True,
        True,
        weight=3,
    ),
    Scenario(
        "email_out_of_office",
        "zendesk",
        (
            c("request"),
            a("answer_solve", *EMAIL_ANSWER),
            c("out_of_office", 20, 90),
            a("solve", HOUR, 5 * HOUR),
        ),
        True,
        True,
        weight=2,
    ),
    Scenario(
        "email_reopened_within_window",
        "zendesk",
        (
            c("request"),
            a("answer_solve", *EMAIL_ANSWER),
            c("again", 5 * HOUR, 60 * HOUR),
            a("answer_solve", *EMAIL_ANSWER),
        ),
        True,
        True,
        weight=2.5,
    ),
    Scenario(
        "email_reopened_after_window",
        "zendesk",
        (
            c("request"),
            a("answer_solve", *EMAIL_ANSWER),
            c("again", 75 * HOUR, 92 * HOUR),
            a("answer_solve", *EMAIL_ANSWER),
        ),
        True,
        True,
        weight=1.2,
    ),
    Scenario(
        "email_reopened_never_answered",
        "zendesk",
        (c("request"), a("answer_solve", *EMAIL_ANSWER), c("again", 5 * HOUR, 60 * HOUR)),
        False,
        False,
        weight=1,
        never_buys_again=0.6,
    ),
    Scenario(
        "email_never_answered",
        "zendesk",
        (c("request"), r("ack")),
        False,
        False,
        weight=1.2,
        never_buys_again=0.6,
        short=True,
    ),
    Scenario(
        "email_answered_never_solved",
        "zendesk",
        (c("request"), a("answer", *EMAIL_ANSWER)),
        None,
        False,
        weight=1.2,
    ),
    Scenario(
        "email_ignored_then_chat",
        "zendesk",
        (c("request"), r("ack")),
        False,
        False,
        weight=1,
        follow_up=FollowUp("came_back_to_chat", 18 * HOUR, 48 * HOUR),
    ),
    Scenario(
        "email_merged_pair",
        "zendesk",
        (c("request"), a("answer_solve", 5 * HOUR, 9 * HOUR)),
        True,
        True,
        weight=1.5,
        extra="merged",
    ),
    Scenario(
        "shop_wrote_first_email",
        "zendesk",
        (a("outbound", 0, 0), c("request", HOUR, 20 * HOUR), a("answer_solve", *EMAIL_ANSWER)),
        True,
        True,
        weight=1.2,
        extra="shop_first",
    ),
    Scenario(
        "outbound_email_unanswered",
        "zendesk",
        (a("outbound", 0, 0), a("solve", DAY, DAY)),
        None,
        None,
        weight=0.8,
        out_of_scope_why="no_customer_message",
        extra="shop_first",
    ),
    Scenario(
        "spam_deleted",
        "zendesk",
        (c("spam"), a("delete", HOUR, 6 * HOUR)),
        None,
        None,
        weight=1.4,
        out_of_scope_why="deleted",
        extra="deleted",
    ),
    Scenario(
        "came_back_by_email",
        "zendesk",
        (c("came_back"), r("ack"), a("answer_solve", *EMAIL_ANSWER)),
        True,
        True,
    ),
    Scenario(
        "other_matter_by_email",
        "zendesk",
        (c("request"), a("answer_solve", *EMAIL_ANSWER)),
        True,
        True,
        needs_tag=True,
    ),
)

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}

# canonical topic -> (weight after an order, weight in the disruption, wait after the order in days,
#                     Zendesk tag, Intercom topic)
TOPICS: dict[str, tuple[float, float, tuple[float, float], str, str]] = {
    "order_status": (26, 80, (1.0, 6.0), "wismo", "Where is my order"),
    "return_refund": (22, 4, (4.0, 14.0), "returns", "Returns and refunds"),
    "product_question": (12, 3, (1.0, 20.0), "product_info", "Product question"),
    "warranty": (9, 2, (10.0, 28.0), "warranty_claim", "Warranty"),
    "payment": (8, 3, (0.05, 2.0), "payment_problem", "Payment"),
    "delivery_damage": (8, 3, (3.0, 7.0), "damaged_on_arrival", "Damaged delivery"),
    "account": (8, 2, (0.5, 25.0), "account_help", "My account"),
    "cancellation": (7, 12, (0.05, 1.0), "order_cancel", "Cancel an order"),
}
UNTAGGED_SHARE = 0.12
EPISODE_GAP = 11 * DAY  # quiet time between two matters of one person: no accidental recontacts
WINDOW = 3 * DAY  # resolution window of the definitions
LAST_DAYS = 12 * DAY  # only short scenarios start in the last days of the period

CONTACT_RATE_AFTER_ORDER = 0.50
CONTACT_RATE_IN_DISRUPTION = 0.92
PRESALE_RATE = 0.13
CART_RESCUE_RATE = 0.05
STANDALONE_RATE = 0.10
CAMPAIGN_RATE = 0.12
GREETED_ONLY_RATE = 0.05
