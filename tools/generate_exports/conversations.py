"""Turns a scenario into a dated conversation: who wrote what and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from . import texts
from .catalogue import PRODUCTS
from .clock import END, next_office_time
from .people import Person
from .scenarios import UNTAGGED_SHARE, WINDOW, Scenario

SPOKEN = frozenset(
    {
        "request",
        "more",
        "again",
        "came_back",
        "not_helpful",
        "human_wanted",
        "closing",
        "out_of_office",
        "spam",
        "answer",
        "answer_solve",
        "greeting",
        "handoff_notice",
        "outbound",
        "campaign",
        "ack",
    }
)
ANSWERS = frozenset({"answer", "answer_solve"})
CUSTOMER_REQUESTS = frozenset(
    {"request", "more", "again", "came_back", "not_helpful", "human_wanted"}
)


class Event(NamedTuple):
    """One dated step of a conversation."""

    t: int
    actor: str
    act: str
    text: str | None


@dataclass
class Conversation:
    """A dated conversation, still free of any vendor's shape."""

    scenario: Scenario
    person: Person
    topic: str
    is_tagged: bool
    subject: str
    events: list[Event]
    conversation_id: int
    is_anonymous: bool = False
    recontact_of: str = ""
    merged_into: Conversation | None = None
    caused_order_id: str = ""
    remark: str | None = None
    stars: int = 0
    agent: int = 0
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.events[0].t

    @property
    def end(self) -> int:
        return self.events[-1].t

    def resolution_point(self) -> int:
        """The moment from which the script wants 72 quiet hours, or its last public message."""
        point = 0
        has_human = any(e.actor == "agent" and e.act in ANSWERS for e in self.events)
        for event in self.events:
            if event.act == "answer_solve" or event.act == ("close" if has_human else "answer"):
                point = event.t
        if not point:
            point = max(
                (e.t for e in self.events if e.text is not None and e.act != "note"),
                default=self.end,
            )
        return point

    @property
    def is_mature(self) -> bool:
        """Whether the resolution window has elapsed at the end of the period."""
        return self.resolution_point() + WINDOW <= END


def _pick(rng: Random, options: tuple[str, ...]) -> str:
    return options[int(rng.random() * len(options))]


def write_text(
    act: str, topic: str, actor: str, person: Person, order: str, product: str, rng: Random
) -> str | None:
    """What is said in a step, or None for a step without words."""
    if act not in SPOKEN and act != "note":
        return None
    if act == "request":
        template = _pick(rng, texts.REQUESTS[topic])
    elif act in ANSWERS:
        source = texts.BOT_ANSWERS if actor == "bot" else texts.AGENT_ANSWERS
        template = _pick(rng, source[topic])
    elif act == "came_back":
        template = _pick(rng, texts.CAME_BACK[topic])
    else:
        template = _pick(rng, _SIMPLE[act])
    return (
        template.replace("{order}", order)
        .replace("{product}", product)
        .replace("{first}", person.first)
    )


_SIMPLE: dict[str, tuple[str, ...]] = {
    "more": texts.MORE,
    "again": texts.AGAIN,
    "not_helpful": texts.NOT_HELPFUL,
    "human_wanted": texts.HUMAN_WANTED,
    "handoff_notice": texts.HANDOFF_NOTICES,
    "greeting": texts.GREETINGS,
    "closing": texts.CLOSINGS,
    "note": texts.NOTES,
    "ack": texts.ACKS,
    "out_of_office": texts.OUT_OF_OFFICE,
    "outbound": texts.OUTBOUND,
    "campaign": texts.CAMPAIGNS,
    "spam": texts.SPAM,
}


def stage(
    scenario: Scenario,
    person: Person,
    topic: str,
    start: int,
    rng: Random,
    order_name: str = "",
    is_anonymous: bool = False,
) -> Conversation:
    """Dates the script of a scenario and gives its people words."""
    product = PRODUCTS[int(rng.random() * len(PRODUCTS))].title
    order = order_name or "that I placed last week"
    turns = scenario.turns
    t = start
    events: list[Event] = []
    if turns[0].actor == "agent":
        t = next_office_time(t)
    # a live chat without a bot is only offered while somebody is there
    if (
        scenario.system == "intercom"
        and turns[0].act == "request"
        and len(turns) > 1
        and turns[1].actor == "agent"
    ):
        t = next_office_time(t)
    may_greet = scenario.greets and turns[0].actor == "customer"
    if may_greet and any(turn.actor == "bot" for turn in turns) and rng.random() < 0.35:
        text = write_text("greeting", topic, "bot", person, order, product, rng)
        events.append(Event(t, "bot", "greeting", text))
        t += 15 + int(rng.random() * 60)
    for turn in turns:
        t += turn.shortest + int(rng.random() * (turn.longest - turn.shortest + 1))
        if turn.actor == "agent" and turn.act not in ("outbound",):
            t = next_office_time(t)
        text = write_text(turn.act, topic, turn.actor, person, order, product, rng)
        events.append(Event(t, turn.actor, turn.act, text))
    subject = (
        _pick(rng, texts.SUBJECTS[topic]).replace("{order}", order).replace("{product}", product)
    )
    kind = "ticket" if scenario.system == "zendesk" else "conversation"
    good = any(e.act == "rate_good" for e in events)
    return Conversation(
        scenario=scenario,
        person=person,
        topic=topic,
        is_tagged=scenario.needs_tag or rng.random() >= UNTAGGED_SHARE,
        subject=subject,
        events=events,
        conversation_id=person.ids.next(kind),
        is_anonymous=is_anonymous,
        remark=rng.choice(texts.GOOD_REMARKS if good else texts.BAD_REMARKS),
        stars=rng.choice((4, 5, 5)) if good else rng.choice((1, 1, 2)),
        agent=int(rng.random() * 5),
    )
