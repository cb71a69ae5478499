"""Lets one unit (a person, or a couple) live through the period and writes all it leaves behind."""

from __future__ import annotations

from random import Random

from . import intercom, shopify, zendesk
from .clock import DAY, DISRUPTION_END, END, HOUR, MINUTE, START, in_disruption, next_office_time
from .conversations import ANSWERS, Conversation, Event, stage
from .orders import Line, Order, make_lines, make_order
from .people import Ids, Person, is_guest, make_partner, make_person
from .scenarios import (
    BY_NAME,
    CAMPAIGN_RATE,
    CART_RESCUE_RATE,
    CONTACT_RATE_AFTER_ORDER,
    CONTACT_RATE_IN_DISRUPTION,
    EPISODE_GAP,
    GREETED_ONLY_RATE,
    LAST_DAYS,
    PRESALE_RATE,
    SCENARIOS,
    STANDALONE_RATE,
    TOPICS,
    Scenario,
)
from .truth import Truth, cents
from .writer import ExportWriter

_SALE = [s for s in SCENARIOS if s.weight]
_SALE_WEIGHTS = [s.weight for s in _SALE]
_PRESALE = [s for s in SCENARIOS if s.presale_weight]
_PRESALE_WEIGHTS = [s.presale_weight for s in _PRESALE]
_SHORT = [s for s in _SALE if s.short]
_SHORT_WEIGHTS = [s.weight for s in _SHORT]
_TOPICS = list(TOPICS)
_TOPIC_WEIGHTS = [TOPICS[t][0] for t in _TOPICS]
_TOPIC_WEIGHTS_DISRUPTED = [TOPICS[t][1] for t in _TOPICS]
_STANDALONE_TOPICS = ("product_question", "account", "payment")
MAX_ORDERS = 14
MAX_CONVERSATIONS = 24


class Life:
    """One person's orders and conversations."""

    def __init__(self, person: Person, rng: Random, writer: ExportWriter, truth: Truth) -> None:
        self.person, self.rng, self.writer, self.truth = person, rng, writer, truth
        self.orders: list[Order] = []
        self.conversations: list[Conversation] = []
        self.free_from = 0  # before this, another matter of this person is still going on
        self.buys_until = END
        self.contacts: dict[str, intercom.Contact] = {}
        self.requester_id: int | None = None
        self.ticket_times: list[int] = []

    # --- orders ----------------------------------------------------------------------------------

    def _needs_account(self, t: int) -> None:
        person = self.person
        if person.customer_id is None and not is_guest(person):
            person.customer_id = person.ids.next("customer")
            person.customer_since = min(t, max(person.joined, START - 100 * DAY))

    def _cart(self) -> tuple[int, str, list[Line]]:
        person = self.person
        checkout_id = person.ids.next("checkout")
        lines = make_lines(person, self.rng, person.currency, True)
        return checkout_id, f"c1-{checkout_id:x}", lines

    def _web_order(
        self, t: int, started_at: int, cart: tuple[int, str, list[Line]], caused_by: str = ""
    ) -> Order:
        person = self.person
        checkout_id, token, lines = cart
        order = make_order(
            person, t, self.rng, is_guest(person), token, checkout_id, lines, caused_by
        )
        shopify.write_checkout(
            self.writer, person, checkout_id, token, started_at, t, lines, is_guest(person), "web"
        )
        self.orders.append(order)
        return order

    def buy(self, t: int, caused_by: str = "") -> Order:
        """A purchase at ``t``, most of them through a checkout of the web shop."""
        self._needs_account(t)
        person = self.person
        if person.profile != "visitor" and (caused_by or self.rng.random() < 0.82):
            order = self._web_order(
                t, t - 2 * MINUTE - int(self.rng.random() * 20 * MINUTE), self._cart(), caused_by
            )
        else:
            order = make_order(person, t, self.rng, is_guest(person))
            self.orders.append(order)
        return order

    def abandon(self, t: int) -> None:
        """A checkout that is never completed."""
        person = self.person
        if person.profile == "visitor" or person.ids.left("checkout") < 4 or t > END:
            return
        self._needs_account(t)
        checkout_id, token, lines = self._cart()
        shopify.write_checkout(
            self.writer, person, checkout_id, token, t, 0, lines, is_guest(person), "web"
        )

    # --- conversations ---------------------------------------------------------------------------

    def can_talk(self, t: int) -> bool:
        """Whether a new matter may start: none is open and ids are left."""
        return t >= self.free_from and t <= END and len(self.conversations) < MAX_CONVERSATIONS

    def talk(self, scenario: Scenario, topic: str, t: int, order_name: str = "") -> Conversation:
        """One conversation and what the scenario says comes after it."""
        rng, person = self.rng, self.person
        topic = scenario.topic or topic
        anonymous = person.profile == "visitor" or (
            scenario.system == "intercom" and rng.random() < 0.06
        )
        if scenario.system == "zendesk":
            anonymous = False
        first = stage(scenario, person, topic, t, rng, order_name, anonymous)
        if scenario.extra == "merged":
            self._second_mail(first, topic, order_name)
        self.conversations.append(first)
        last = first
        follow_up = scenario.follow_up
        if follow_up is not None:
            base = first.resolution_point()
            at = (
                base
                + follow_up.shortest
                + int(rng.random() * (follow_up.longest - follow_up.shortest))
            )
            next_topic = topic
            if not follow_up.is_recontact:
                next_topic = _TOPICS[(_TOPICS.index(topic) + 3) % len(_TOPICS)]
            next_scenario = BY_NAME[follow_up.scenario]
            # what comes back within the window must be in the same person's name
            last = stage(
                next_scenario,
                person,
                next_topic,
                at,
                rng,
                order_name,
                person.profile == "visitor" and next_scenario.system == "intercom",
            )
            if follow_up.is_recontact:
                last.recontact_of = str(first.conversation_id)
            if last.start <= END:
                self.conversations.append(last)
        self.free_from = max(first.end, last.end) + EPISODE_GAP
        if rng.random() < scenario.never_buys_again:
            self.buys_until = min(self.buys_until, first.end)
        return first

    def _second_mail(self, first: Conversation, topic: str, order_name: str) -> None:
        """The customer writes the same again by a second mail; an agent merges the two."""
        rng = self.rng
        script = BY_NAME["email_never_answered"]
        answered_at = next(e.t for e in first.events if e.act in ANSWERS)
        second = stage(
            script,
            self.person,
            topic,
            first.start + HOUR + int(rng.random() * 3 * HOUR),
            rng,
            order_name,
        )
        merged_at = answered_at - 5 * MINUTE - int(rng.random() * 10 * MINUTE)
        second.events = [*second.events[:1], Event(merged_at, "agent", "merge", None)]
        second.is_tagged = first.is_tagged
        second.merged_into = first
        second.agent = first.agent
        first.extra.update(
            merged_id=str(second.conversation_id),
            body=second.events[0].text or "",
            merged_subject=second.subject,
        )
        first.events = sorted(
            [*first.events, Event(merged_at, "agent", "merge_target", None)],
            key=lambda event: event.t,
        )
        self.conversations.append(second)

    def pick(self, t: int, presale: bool) -> Scenario:
        """A scenario; only simple ones in the last days, so that their outcome is certain."""
        if t > END - LAST_DAYS:
            return self.rng.choices(_SHORT, _SHORT_WEIGHTS)[0]
        if presale:
            return self.rng.choices(_PRESALE, _PRESALE_WEIGHTS)[0]
        return self.rng.choices(_SALE, _SALE_WEIGHTS)[0]

    # --- the course of things --------------------------------------------------------------------

    def live(self) -> None:
        """Purchases, questions, answers, until the period ends or the customer has had enough."""
        rng, person = self.rng, self.person
        gap = max(4.0, rng.lognormvariate(4.5, 0.7)) * DAY
        # who was a customer before the period buys again somewhere within the usual interval
        t = max(person.joined, START) + int(
            rng.random() * (gap if person.joined < START else 12 * DAY)
        )
        if (
            person.profile in ("logged_in", "two_emails_one_phone")
            or person.shares_pickup_phone
            or person.is_family
        ):
            self._needs_account(max(person.joined, START))
        while t <= END:
            if person.is_prospect:
                if self.can_talk(t):
                    self.talk(self.pick(t, presale=True), "product_question", t)
            elif t <= self.buys_until and len(self.orders) < MAX_ORDERS:
                self._shop(t)
            if rng.random() < 0.40:
                self.abandon(t + int(rng.random() * gap))
            if rng.random() < STANDALONE_RATE:
                at = t + int(rng.random() * gap)
                if self.can_talk(at):
                    topic = _STANDALONE_TOPICS[int(rng.random() * 3)]
                    self.talk(self.pick(at, presale=False), topic, at)
            step = int(rng.expovariate(1 / gap)) + 6 * HOUR
            if in_disruption(t):
                step = max(step, min(DISRUPTION_END - t, 5 * DAY))
            t += step
        self._unasked(gap)

    def _shop(self, t: int) -> None:
        """One purchase with what leads to it and what follows from it."""
        rng = self.rng
        visitor = self.person.profile == "visitor"
        draw = rng.random()
        order: Order | None = None
        if draw < PRESALE_RATE and self.can_talk(t) and t < END - LAST_DAYS:
            order = self._buy_after_chat(t)
            if order is None:
                return
        elif (
            draw < PRESALE_RATE + CART_RESCUE_RATE
            and not visitor
            and self.can_talk(t)
            and (t < END - LAST_DAYS)
        ):
            order = self._rescue_cart(t)
        else:
            order = self.buy(t)
            if rng.random() < 0.03 and len(self.orders) < MAX_ORDERS:
                again = t + HOUR + int(rng.random() * 5 * HOUR)
                if again <= END:
                    self.buy(again)
        disrupted = in_disruption(order.t)
        rate = CONTACT_RATE_IN_DISRUPTION if disrupted else CONTACT_RATE_AFTER_ORDER
        if rng.random() < rate:
            weights = _TOPIC_WEIGHTS_DISRUPTED if disrupted else _TOPIC_WEIGHTS
            topic = rng.choices(_TOPICS, weights)[0]
            low, high = TOPICS[topic][2]
            at = order.t + int((low + rng.random() * (high - low)) * DAY)
            if self.can_talk(at):
                self.talk(self.pick(at, presale=False), topic, at, order.name)

    def _buy_after_chat(self, t: int) -> Order | None:
        """A question before the purchase; the answer decides whether there is one."""
        rng = self.rng
        scenario = self.pick(t, presale=True)
        conversation = self.talk(scenario, "product_question", t)
        if rng.random() >= scenario.buys:
            return None
        at = conversation.end + 5 * MINUTE + int(rng.random() * 3 * HOUR)
        if at > END or at > self.buys_until + 4 * HOUR:
            return None
        order = self.buy(at, str(conversation.conversation_id))
        conversation.caused_order_id = str(order.order_id)
        return order

    def _rescue_cart(self, t: int) -> Order:
        """An abandoned checkout that is completed because a chat cleared the doubt."""
        rng = self.rng
        self._needs_account(t)
        cart = self._cart()
        asked_at = t + HOUR + int(rng.random() * 20 * HOUR)
        scenario = BY_NAME[
            ("bot_helped_confirmed", "human_chat", "bot_then_human")[int(rng.random() * 3)]
        ]
        topic = "payment" if rng.random() < 0.5 else "product_question"
        conversation = self.talk(scenario, topic, asked_at)
        at = conversation.end + 10 * MINUTE + int(rng.random() * 2 * HOUR)
        order = self._web_order(at, t, cart, str(conversation.conversation_id))
        conversation.caused_order_id = str(order.order_id)
        return order

    def _unasked(self, gap: float) -> None:
        """Campaigns nobody answered, and bots that greeted somebody who never wrote."""
        rng, person = self.rng, self.person
        for name, rate in (
            ("campaign_unanswered", CAMPAIGN_RATE),
            ("bot_greeted_only", GREETED_ONLY_RATE),
        ):
            if rng.random() < rate and len(self.conversations) < MAX_CONVERSATIONS:
                at = max(START, person.joined) + int(rng.random() * gap * 2)
                if name == "campaign_unanswered":
                    at = next_office_time(at)
                    if person.profile == "visitor":
                        continue
                if at <= END:
                    self.conversations.append(
                        stage(
                            BY_NAME[name],
                            person,
                            "product_question",
                            at,
                            rng,
                            is_anonymous=person.profile == "visitor",
                        )
                    )

    # --- output ----------------------------------------------------------------------------------

    def _contact(self, conversation: Conversation) -> intercom.Contact:
        """The Intercom contact a conversation belongs to."""
        person = self.person
        if conversation.is_anonymous:
            key = f"anonymous{conversation.conversation_id}"
            self.contacts[key] = intercom.Contact(
                person.ids.next_hex("contact"), person, "lead", None, None, None
            )
            return self.contacts[key]
        logged_in = person.profile == "logged_in"
        # some leads are made twice, with the same e-mail
        twice = not logged_in and person.unit % 10 == 1 and conversation.conversation_id % 2
        key = "known again" if twice else "known"
        if key not in self.contacts:
            if logged_in:
                self._needs_account(conversation.start)
            email = None if logged_in and person.unit % 2 else person.email
            self.contacts[key] = intercom.Contact(
                person.ids.next_hex("contact"),
                person,
                "user" if logged_in else "lead",
                email,
                str(person.customer_id) if logged_in else None,
                None,
            )
        return self.contacts[key]

    def write(self) -> None:
        """Writes every record and its truth."""
        person = self.person
        for conversation in sorted(self.conversations, key=lambda x: x.start):
            if conversation.start > END:
                continue  # would begin after the period, when the office opens again
            last = min(conversation.end, END)
            if conversation.scenario.system == "zendesk":
                if self.requester_id is None:
                    self.requester_id = person.ids.next("zendesk_user")
                self.ticket_times += [conversation.start, last]
                zendesk.write_ticket(self.writer, conversation, self.requester_id)
                self._truth_of(conversation, person.person_id, identifiable=True)
            else:
                contact = self._contact(conversation)
                contact.times += [conversation.start, last]
                intercom.write_conversation(self.writer, conversation, contact)
                cluster = person.person_id
                if conversation.is_anonymous:
                    cluster = f"{person.person_id}-{contact.contact_id[-6:]}"
                self._truth_of(conversation, cluster, not conversation.is_anonymous)
        orders = [order for order in self.orders if order.t <= END]
        for order in orders:
            shopify.write_order(self.writer, order)
            self._truth_of_order(order)
        if person.customer_id is not None:
            shopify.write_customer(
                self.writer,
                person,
                sorted((order.t, order.total) for order in orders if not order.is_guest),
            )
            self.tell_who("shopify", "customer", person.customer_id, person.person_id, True)
        if self.requester_id is not None:
            zendesk.write_requester(self.writer, person, self.requester_id, self.ticket_times)
            self.tell_who("zendesk", "user", self.requester_id, person.person_id, True)
        for key, contact in self.contacts.items():
            intercom.write_contact(self.writer, contact)
            known = key.startswith("known")
            self.tell_who(
                "intercom",
                "contact",
                contact.contact_id,
                person.person_id if known else f"{person.person_id}-{contact.contact_id[-6:]}",
                known,
            )

    def tell_who(
        self, system: str, kind: str, record_id: int | str, cluster: str, identifiable: bool
    ) -> None:
        """The truth of a record that stands for the person."""
        person = self.person
        self.truth.add(
            "customers",
            person_id=person.person_id,
            cluster_id=cluster.removesuffix("B"),
            source_system=system,
            record_kind=kind,
            record_id=record_id,
            is_identifiable=identifiable,
            identity_profile="shared_pickup_phone"
            if person.shares_pickup_phone
            else ("family_phone" if person.is_family else person.profile),
        )

    def _truth_of(self, conversation: Conversation, cluster: str, identifiable: bool) -> None:
        scenario = conversation.scenario
        seen = [event for event in conversation.events if event.t <= END]
        bot = any(e.actor == "bot" and e.text is not None for e in seen)
        human = any(e.actor == "agent" and e.act in ANSWERS for e in seen)
        why_out = scenario.out_of_scope_why
        if conversation.merged_into is not None:
            why_out = "merged"
        mature = conversation.is_mature
        resolved, unknown = "unknown", ""
        if why_out:
            resolved = ""
        elif not mature:
            unknown = "immature"
        elif not identifiable:
            unknown = "unobservable"
        else:
            resolved = "true" if scenario.resolved else "false"
        deflected: str | bool = "" if why_out else (bot and not human if mature else "unknown")
        self.truth.add(
            "conversations",
            source_system=scenario.system,
            conversation_id=conversation.conversation_id,
            person_id=self.person.person_id,
            cluster_id=cluster,
            scenario=scenario.name,
            topic=conversation.topic,
            is_tagged=conversation.is_tagged,
            in_scope=not why_out,
            out_of_scope_why=why_out,
            was_bot_involved=bot,
            was_human_replied=human,
            was_deflected=deflected,
            was_helped=None if why_out else scenario.helped,
            expected_is_resolved=resolved,
            unknown_why=unknown,
            false_deflection_reason=scenario.reason if resolved == "false" else "",
            recontact_of=conversation.recontact_of,
            caused_order_id=conversation.caused_order_id,
        )

    def _truth_of_order(self, order: Order) -> None:
        why_out = order.out_of_scope_why()
        if order.outcome == "cancelled_unpaid" and order.cancelled_at > END:
            why_out = ""  # still authorised at the end of the period
        if order.outcome == "voided" and order.t + DAY > END:
            why_out = ""
        if order.outcome == "deleted" and order.deleted_at > END:
            why_out = ""
        order.refunds = [refund for refund in order.refunds if refund.t <= END]
        gross, net = order.gross_sales, order.net_sales
        refunded = order.refunded_sales()
        is_undone = order.outcome == "cancelled_refunded" and order.cancelled_at <= END
        self.truth.add(
            "orders",
            source_system="shopify",
            order_id=order.order_id,
            person_id=order.person.person_id,
            currency=order.currency,
            is_in_scope=not why_out,
            out_of_scope_why=why_out,
            is_sale=not why_out and gross > 0 and not is_undone,
            gross_sales=cents(gross),
            net_sales=cents(net),
            refunded_sales=cents(refunded),
            net_revenue=cents(net - refunded),
            caused_by_conversation_id=order.caused_by,
        )
        if (order.is_guest or order.outcome == "test") and why_out != "deleted":
            # a test order is nobody's, whatever staff wrote on it
            nobody = order.outcome == "test" or order.person.profile == "visitor"
            self.tell_who(
                "shopify",
                "guest_order",
                order.order_id,
                f"{order.person.person_id}-{order.order_id}" if nobody else order.person.person_id,
                not nobody,
            )


def live_unit(
    unit: int, seed: int, writer: ExportWriter, truth: Truth, pickup_phone: bool
) -> list[Life]:
    """Simulates and writes one unit; its draws depend on the seed and its number only."""
    rng = Random(seed * 1_000_003 + unit)
    ids = Ids(unit)
    person = make_person(unit, rng, ids, pickup_phone)
    life = Life(person, rng, writer, truth)
    life.live()
    life.write()
    lives = [life]
    if person.is_family:
        partner = make_partner(person)
        other = Life(partner, rng, writer, truth)
        other.buy(max(START, person.joined) + int(rng.random() * 20 * DAY))
        other.buy(END - 30 * DAY - int(rng.random() * 30 * DAY))
        other.write()
        lives.append(other)
    return lives


def live_last_minute(seed: int, writer: ExportWriter, truth: Truth) -> None:
    """Somebody who is still awake when the period ends.

    Each system's newest event then lies in the last minutes, so that the exports of all three
    have been observed for the same time and the truth does not hang on who wrote last.
    """
    rng = Random(seed)
    person = Person(
        person_id="P0000000",
        unit=0,
        profile="one_email",
        country="IE",
        first="Nora",
        last="Night",
        email="nora.night@example.com",
        helpdesk_email="nora.night@example.com",
        phone="",
        joined=START,
        ids=Ids(0),
    )
    life = Life(person, rng, writer, truth)
    life.conversations += [
        stage(BY_NAME["bot_greeted_only"], person, "product_question", END - 50, rng),
        stage(BY_NAME["email_never_answered"], person, "account", END - 70, rng),
    ]
    life.buy(END - 40)
    life.write()
