"""The records of a survey tool and of the shop's own visit log, in the open `generic` format.

They are told of lives that are already lived: nothing here draws from the generator of a life, and
each object has one of its own, so that no record of another system or object ever changes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from .clock import DAY, END, HOUR, MINUTE, START, iso_z, local_day
from .conversations import Conversation
from .life import Life
from .orders import Order
from .truth import Truth
from .writer import ExportWriter

SYSTEM = "generic"
# Nothing happens here in the last minutes: the other systems decide how long was observed.
LAST = END - 10 * MINUTE
COLUMNS: dict[str, tuple[str, ...]] = {
    "survey_responses": (
        "response_id",
        "survey_type",
        "survey_id",
        "customer_id",
        "customer_email",
        "invited_at",
        "responded_at",
        "score",
        "score_min",
        "score_max",
        "question",
        "answer",
        "comment",
    ),
    "survey_funnels": (
        "survey_id",
        "survey_date",
        "survey_type",
        "invited_count",
        "started_count",
        "completed_count",
    ),
}
POPUP = "exit-popup"
_POPUP_ANSWERS = (
    "Price",
    "Shipping cost",
    "Just looking",
    "Delivery takes too long",
    "Not sure yet",
)
_HEARD_OF_US = ("Google", "Instagram", "A friend", "Podcast", "Newsletter", "I walked past")
_DEVICES = ("mobile", "mobile", "desktop", "desktop", "tablet")
_REFERRERS = ("search", "direct", "social", "email", "advert")
_QUIZ: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Which products interest you most?",
        ("Audio", "Gaming|TV", "Smartphones", "Laptops|Tablets", "Drones"),
    ),
    ("How much would you like to spend?", ("Under 100", "100 to 300", "Over 300", "No idea")),
    ("What should we call you?", ("Captain", "Boss", "Sunshine", "Doc")),
)
_INTERESTS = (["audio"], ["gaming", "tv"], ["smart home"], ["phones", "wearables"], ["drones"])


class Surveys:
    """What one worker's people answer. Its counts by day are the only thing it keeps."""

    def __init__(self, seed: int, writer: ExportWriter, truth: Truth) -> None:
        self.seed, self.writer, self.truth = seed, writer, truth
        # the day's counts are one record: workers must not write versions of the same one
        self.popup = POPUP + writer.suffix
        self._shown: dict[str, list[int]] = {}

    def write(self, life: Life) -> None:
        """Everything the tool and the log know of one person."""
        _Respondent(self, life).write()

    def count(self, t: int, stage: int) -> None:
        """A popup was shown (0), begun (1) or completed (2)."""
        counts = self._shown.setdefault(local_day(t), [0, 0, 0])
        counts[stage] += 1

    def close(self) -> None:
        """Writes the counts by day."""
        for day, (invited, started, completed) in sorted(self._shown.items()):
            self.writer.write_alone(
                SYSTEM,
                "survey_funnels",
                {
                    "survey_id": self.popup,
                    "survey_date": day,
                    "survey_type": "exit_intent",
                    "invited_count": invited,
                    "started_count": started,
                    "completed_count": completed,
                },
                COLUMNS["survey_funnels"],
            )


class _Respondent:
    """One person as the tool sees him."""

    def __init__(self, surveys: Surveys, life: Life) -> None:
        self.surveys, self.life, self.person = surveys, life, life.person
        self.orders: list[Order] = [
            order
            for order in life.orders
            if order.t <= LAST and order.outcome not in ("test", "deleted")
        ]
        draws = self._rng("customers")
        # whoever the shop can name: by an account, or by the e-mail on an order
        self.is_known = self.person.customer_id is not None or (
            self.person.profile == "guest" and bool(self.orders)
        )
        self.is_member = self.is_known and draws.random() < 0.6
        self.member_id = f"mem-{self.person.person_id}"
        self._draws = draws
        self._responses = 0

    def _rng(self, obj: str) -> Random:
        return Random(f"{self.surveys.seed}/{SYSTEM}/{obj}/{self.person.person_id}")

    def write(self) -> None:
        if self.is_member:
            self._write_customers()
        rng = self._rng("survey_responses")
        for t, is_own in self._write_sessions():
            self._leave(t, is_own, rng)
        if self.is_known:
            for number, order in enumerate(sorted(self.orders, key=lambda each: each.t)):
                self._ask_of_order(order, number == 0, rng)
            for conversation in self.life.conversations:
                self._ask_of_conversation(conversation, rng)
        if self.is_member:
            self._ask_quiz(rng)

    # --- customers -------------------------------------------------------------------------------

    def _write_customers(self) -> None:
        rng, person = self._draws, self.person
        since = min(max(person.joined, START), LAST - 30 * DAY) + int(rng.random() * 20 * DAY)
        attributes: dict[str, Any] = {}
        if rng.random() < 0.45:
            attributes["interests"] = rng.choice(_INTERESTS)
            if rng.random() < 0.6:
                attributes["budget"] = rng.choice(("low", "medium", "high", "it depends"))
            if rng.random() < 0.3:
                attributes["contact_preference"] = rng.choice(("email", "sms", "none"))
        if rng.random() < 0.12:  # told, and nobody else's business
            attributes["birthday"] = f"{1 + int(rng.random() * 12):02d}-{person.unit % 28 + 1:02d}"
        self._write_customer(self.member_id, since, attributes)
        if person.unit % 25 == 4:  # signed up twice, and thinks otherwise by now
            self._write_customer(f"{self.member_id}-2", since + 9 * DAY, {"budget": "high"})

    def _write_customer(self, customer_id: str, since: int, attributes: dict[str, Any]) -> None:
        person = self.person
        record: dict[str, Any] = {
            "customer_id": customer_id,
            "email": person.email,
            "country_code": person.country,
            "created_at": iso_z(since),
            "updated_at": iso_z(since),
        }
        if attributes:
            record["attributes"] = attributes
        self.surveys.writer.write_alone(SYSTEM, "customers", record)
        self.life.tell_who(SYSTEM, "customer", customer_id, person.person_id, True)

    # --- visits ----------------------------------------------------------------------------------

    def _write_sessions(self) -> Iterator[tuple[int, bool]]:
        """Writes the visits; gives those at whose end a popup asked why."""
        rng, person = self._rng("sessions"), self.person
        visits = [
            (max(START, order.t - (4 + int(rng.random() * 40)) * MINUTE), True)
            for order in self.orders
            if order.source == "web"
        ]
        first = max(START, person.joined)
        if first < LAST:
            for _ in range(1 + int(rng.random() * 4)):
                visits.append((first + int(rng.random() * (LAST - first)), False))
        for number, (t, is_purchase) in enumerate(sorted(visits)):
            is_own = self.is_member and (is_purchase or rng.random() < 0.4)
            record: dict[str, Any] = {"session_id": f"v-{person.person_id}-{number}"}
            if is_own:
                record["customer_id"] = self.member_id
            elif is_purchase and self.is_known:
                record["customer_email"] = person.email
            has_exit_intent = not is_purchase and rng.random() < 0.45
            record.update(
                started_at=iso_z(t),
                device_type=rng.choice(_DEVICES),
                referrer_channel=rng.choice(_REFERRERS),
                has_exit_intent=has_exit_intent,
            )
            self.surveys.writer.write_alone(SYSTEM, "sessions", record)
            if has_exit_intent:
                yield t, is_own

    # --- surveys ---------------------------------------------------------------------------------

    def _leave(self, t: int, is_own: bool, rng: Random) -> None:
        """A popup at the end of a visit. The tool counts who saw it, and keeps only answers."""
        shown_at = t + MINUTE + int(rng.random() * 5 * MINUTE)
        self.surveys.count(shown_at, 0)
        draw = rng.random()
        if draw < 0.64:
            self.surveys.count(shown_at, 1)
        if draw < 0.55:
            self.surveys.count(shown_at, 2)
            self._respond(
                "exit_intent",
                self.surveys.popup,
                shown_at,
                shown_at + 20,
                question="What kept you from ordering today?",
                answer=rng.choice(_POPUP_ANSWERS),
                is_named=is_own,
            )

    def _ask_of_order(self, order: Order, is_first: bool, rng: Random) -> None:
        """How they heard of the shop, at once; whether they would recommend it, two weeks later."""
        if is_first and rng.random() < 0.7:
            invited_at = order.t + MINUTE
            answered = rng.random() < 0.4
            self._respond(
                "post_purchase",
                "heard-of-us",
                invited_at,
                invited_at + 2 * MINUTE if answered else 0,
                question="How did you hear about us?",
                answer=rng.choice(_HEARD_OF_US),
            )
        if rng.random() < 0.5:
            invited_at = order.t + 14 * DAY
            answered_at = 0
            if rng.random() < 0.42:
                answered_at = invited_at + HOUR + int(rng.random() * 3 * DAY)
            score = self._recommends(invited_at, rng)
            if self.person.country == "GB":  # their app asks with stars: no NPS can be made of it
                self._respond("nps", "nps-stars", invited_at, answered_at, score // 2, 0, 5)
                return
            changes = rng.random() < 0.06 and 0 < answered_at <= LAST - HOUR
            self._respond("nps", "nps", invited_at, answered_at, score, 0, 10, not changes)
            if changes:  # and then thinks better of it
                self._respond(
                    "nps", "nps", invited_at, answered_at + HOUR, min(score + 2, 10), 0, 10
                )

    def _recommends(self, t: int, rng: Random) -> int:
        """0 to 10; who was not helped before detracts."""
        let_down = any(
            conversation.scenario.resolved is False and conversation.start < t
            for conversation in self.life.conversations
        )
        return rng.choice(
            (0, 2, 4, 5, 6, 6, 7, 8) if let_down else (6, 7, 8, 8, 9, 9, 9, 10, 10, 10)
        )

    def _ask_of_conversation(self, conversation: Conversation, rng: Random) -> None:
        """How much effort it was. The tool knows the person, not the helpdesk's conversation."""
        scenario = conversation.scenario
        if conversation.is_anonymous or scenario.helped is None or rng.random() >= 0.35:
            return
        invited_at = conversation.end + 2 * HOUR
        answered_at = invited_at + int(rng.random() * DAY) if rng.random() < 0.45 else 0
        top = 5 if scenario.system == "intercom" else 7
        score = top - int(rng.random() * 2) if scenario.helped else 1 + int(rng.random() * 3)
        self._respond("ces", f"ces-{top}", invited_at, answered_at, score, 1, top)

    def _ask_quiz(self, rng: Random) -> None:
        """What they like. Some take it again later: the later answers are theirs."""
        if rng.random() >= 0.35:
            return
        invited_at = START + int(rng.random() * (LAST - START))
        if rng.random() >= 0.6:
            self._respond("zero_party", "taste-quiz", invited_at, 0)
            return
        times = [invited_at]
        if rng.random() < 0.2:
            times.append(invited_at + 20 * DAY)
        for asked_at in times:
            for number, (question, answers) in enumerate(_QUIZ):
                if rng.random() < 0.85:
                    self._respond(
                        "zero_party",
                        "taste-quiz",
                        asked_at,
                        asked_at + (number + 1) * 15,
                        question=question,
                        answer=rng.choice(answers),
                    )

    def _respond(
        self,
        survey_type: str,
        survey_id: str,
        invited_at: int,
        responded_at: int,
        score: int | None = None,
        lowest: int | None = None,
        highest: int | None = None,
        counts: bool = True,
        question: str = "",
        answer: str = "",
        is_named: bool = True,
    ) -> None:
        """One row of the tool; who has not answered by the end has 0 as time of the answer."""
        if invited_at > LAST:
            return
        if responded_at > LAST:
            responded_at = 0
        self._responses += 1
        response_id = f"res-{self.person.person_id}-{self._responses}"
        record: dict[str, Any] = {
            "response_id": response_id,
            "survey_type": survey_type,
            "survey_id": survey_id,
        }
        if is_named and self.is_member:
            record["customer_id"] = self.member_id
        elif is_named:
            record["customer_email"] = self.person.email
        record["invited_at"] = iso_z(invited_at)
        if highest is not None:
            record.update(score_min=lowest, score_max=highest)
        if responded_at:
            record.update(
                responded_at=iso_z(responded_at), question=question, answer=answer, score=score
            )
        self.surveys.writer.write_alone(
            SYSTEM, "survey_responses", record, COLUMNS["survey_responses"]
        )
        is_counted = bool(responded_at) and counts
        group = ""
        if is_counted and survey_type == "nps" and highest == 10 and score is not None:
            group = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
        self.surveys.truth.add(
            "surveys",
            source_system=SYSTEM,
            response_id=response_id,
            cluster_id=self.person.person_id.removesuffix("B") if is_named else "",
            survey_type=survey_type,
            is_answered=bool(responded_at),
            is_counted=is_counted,
            nps_group=group,
        )
