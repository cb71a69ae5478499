"""Writes tickets and what belongs to them in the shape of Zendesk Support's API."""

from __future__ import annotations

from typing import Any

from .clock import DAY, END, START, iso_z, month_of, office_minutes
from .conversations import Conversation, Event
from .people import Person, national
from .scenarios import TOPICS
from .writer import ExportWriter

BASE_URL = "https://northlight-electronics.zendesk.com/api/v2"
SUPPORT_ADDRESS = "support@example.com"
SYSTEM_USER = -1
GROUP_ID = 360_001_000_001
BRAND_ID = 360_001_000_002
FORM_ID = 360_001_000_003
ACK_TRIGGER = {"id": 360_001_000_010, "title": "Notify requester of received request"}
CLOSE_AUTOMATION = {
    "id": 360_001_000_011,
    "title": "Close ticket 4 days after status is set to solved",
}
RATING_AUTOMATION = {"id": 360_001_000_012, "title": "Request customer satisfaction rating"}
AGENTS: tuple[tuple[int, str, str], ...] = (
    (359_999_999_001, "Dervla Keane", "agent"),
    (359_999_999_002, "Eoin Tully", "agent"),
    (359_999_999_003, "Fergal Ward", "agent"),
    (359_999_999_004, "Grainne Shaw", "agent"),
    (359_999_999_005, "Helen Moran", "admin"),
)
CLOSE_AFTER = 4 * DAY


def write_agents(writer: ExportWriter) -> None:
    """The support team, exported once."""
    for user_id, name, role in AGENTS:
        writer.write(
            "zendesk",
            "users",
            START,
            _user(
                user_id,
                name,
                f"{name.split()[0].lower()}@example.com",
                None,
                role,
                START - 400 * DAY,
                START - 30 * DAY,
            ),
        )


def _user(
    user_id: int,
    name: str,
    email: str | None,
    phone: str | None,
    role: str,
    created_at: int,
    updated_at: int,
) -> dict[str, Any]:
    return {
        "id": user_id,
        "url": f"{BASE_URL}/users/{user_id}.json",
        "name": name,
        "email": email,
        "created_at": iso_z(created_at),
        "updated_at": iso_z(updated_at),
        "time_zone": "Dublin",
        "iana_time_zone": "Europe/Dublin",
        "phone": phone,
        "shared_phone_number": None if phone is None else False,
        "locale_id": 1176,
        "locale": "en-IE",
        "organization_id": None,
        "role": role,
        "verified": True,
        "external_id": None,
        "tags": [],
        "active": True,
        "suspended": False,
    }


def write_requester(writer: ExportWriter, person: Person, user_id: int, times: list[int]) -> None:
    """The end user behind a person's tickets; a new version in every month with a ticket."""
    phone: str | None = person.phone or None
    if phone is not None and person.country == "IE" and person.unit % 3 == 0:
        phone = national(phone)
    for updated_at in last_of_each_month(times):
        writer.write(
            "zendesk",
            "users",
            updated_at,
            _user(
                user_id,
                person.name,
                person.helpdesk_email,
                phone,
                "end-user",
                times[0],
                updated_at,
            ),
        )


def last_of_each_month(times: list[int]) -> list[int]:
    """The newest of ``times`` in each month, within the period."""
    latest: dict[str, int] = {}
    for t in sorted(times):
        if t <= END:
            latest[month_of(t)] = t
    return list(latest.values())


def _rule(source: dict[str, Any], rel: str) -> dict[str, Any]:
    return {
        "channel": "rule",
        "source": {"to": {}, "from": {**source, "deleted": False}, "rel": rel},
    }


class _Ticket:
    """One ticket while its history is replayed."""

    def __init__(self, conversation: Conversation, requester_id: int) -> None:
        self.conversation = conversation
        self.requester_id = requester_id
        self.ticket_id = conversation.conversation_id
        self.agent_id = AGENTS[conversation.agent][0]
        self.status = "new"
        topic_tag = TOPICS[conversation.topic][3]
        self.tags: list[str] = [topic_tag] if conversation.is_tagged else []
        self.channel = (
            "web"
            if conversation.scenario.extra == "shop_first"
            else ("web" if self.ticket_id % 7 < 2 else "email")
        )
        self.score = "unoffered"
        self.rating_id: int | None = None
        self.offered_at = 0
        self.assignee: int | None = None
        self.updated_at = self.created_at = conversation.start
        self.first_reply_at = self.first_solved_at = self.solved_at = 0
        self.assigned_at = self.requester_updated_at = self.assignee_updated_at = 0
        self.status_updated_at = self.latest_comment_at = self.created_at
        self.reopens = self.replies = 0
        self.closed = False

    def via(self, event: Event) -> dict[str, Any]:
        """How this step reached the helpdesk."""
        if event.actor == "rule":
            return _rule(ACK_TRIGGER, "trigger")
        if event.actor == "customer" and self.channel == "email":
            person = self.conversation.person
            return {
                "channel": "email",
                "source": {
                    "from": {"address": person.helpdesk_email, "name": person.name},
                    "to": {"address": SUPPORT_ADDRESS, "name": "Northlight Support"},
                    "rel": None,
                },
            }
        return {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}

    def record(self) -> dict[str, Any]:
        conversation = self.conversation
        first = conversation.events[0]
        submitter = self.requester_id if first.actor == "customer" else self.agent_id
        rating: dict[str, Any] = {"score": self.score}
        if self.score in ("good", "bad"):
            rating.update(id=self.rating_id, comment=conversation.remark)
        return {
            "url": f"{BASE_URL}/tickets/{self.ticket_id}.json",
            "id": self.ticket_id,
            "external_id": None,
            "via": self.via(first),
            "created_at": iso_z(self.created_at),
            "updated_at": iso_z(self.updated_at),
            "generated_timestamp": self.updated_at,
            "type": None,
            "subject": conversation.subject,
            "raw_subject": conversation.subject,
            "description": first.text,
            "priority": "normal" if self.ticket_id % 5 else "high",
            "status": self.status,
            "recipient": SUPPORT_ADDRESS if self.channel == "email" else None,
            "requester_id": self.requester_id,
            "submitter_id": submitter,
            "assignee_id": self.assignee,
            "organization_id": None,
            "group_id": GROUP_ID,
            "is_public": True,
            "tags": self.tags,
            "custom_fields": [],
            "satisfaction_rating": rating,
            "brand_id": BRAND_ID,
            "ticket_form_id": FORM_ID,
            "allow_channelback": False,
        }

    def metrics(self) -> dict[str, Any]:
        def minutes(until: int) -> dict[str, int | None]:
            if not until:
                return {"calendar": None, "business": None}
            return {
                "calendar": (until - self.created_at) // 60,
                "business": office_minutes(self.created_at, until),
            }

        def when(t: int) -> str | None:
            return iso_z(t) if t else None

        metric_id = 4_000_000_000_000 + self.ticket_id
        record: dict[str, Any] = {
            "url": f"{BASE_URL}/ticket_metrics/{metric_id}.json",
            "id": metric_id,
            "ticket_id": self.ticket_id,
            "created_at": iso_z(self.created_at),
            "updated_at": iso_z(self.updated_at),
            "group_stations": 1,
            "assignee_stations": 1 if self.assignee else 0,
            "reopens": self.reopens,
            "replies": self.replies,
            "assignee_updated_at": when(self.assignee_updated_at),
            "requester_updated_at": when(self.requester_updated_at),
            "status_updated_at": iso_z(self.status_updated_at),
            "initially_assigned_at": when(self.assigned_at),
            "assigned_at": when(self.assigned_at),
            "latest_comment_added_at": iso_z(self.latest_comment_at),
            "reply_time_in_minutes": minutes(self.first_reply_at),
            "first_resolution_time_in_minutes": minutes(self.first_solved_at),
            "full_resolution_time_in_minutes": minutes(self.solved_at),
        }
        if self.solved_at:  # the vendor leaves the key out while a ticket is unsolved
            record["solved_at"] = iso_z(self.solved_at)
        return record


def _new_status(status: str, event: Event, is_first: bool) -> str:
    """The status after a step."""
    if event.actor == "customer" and event.text is not None:
        return "new" if is_first else ("open" if status in ("pending", "solved") else status)
    if event.act in ("answer_solve", "solve"):
        return "solved"
    if event.act in ("answer", "outbound"):
        return "pending"
    if event.act == "note":
        return "open" if status == "new" else status
    if event.act in ("auto_close", "merge"):
        return "closed"
    if event.act == "delete":
        return "deleted"
    return status


def write_ticket(writer: ExportWriter, conversation: Conversation, requester_id: int) -> None:
    """Replays a ticket: comments and audits once, the ticket anew in every month it changes."""
    ticket = _Ticket(conversation, requester_id)
    events = list(conversation.events)
    solved = 0
    for event in events:
        if event.act in ("answer_solve", "solve"):
            solved = event.t
        elif event.actor == "customer" and event.text is not None:
            solved = 0
    if solved and not any(e.act in ("merge", "delete") for e in events):
        events.append(Event(solved + CLOSE_AFTER, "rule", "auto_close", None))
        events.sort(key=lambda e: e.t)
    for number, event in enumerate(events):
        if event.t > END:
            break
        if month_of(event.t) != month_of(ticket.updated_at):
            _emit(writer, ticket)
        _apply(writer, ticket, event, number == 0)
    _emit(writer, ticket)


def _emit(writer: ExportWriter, ticket: _Ticket) -> None:
    writer.write("zendesk", "tickets", ticket.updated_at, ticket.record())
    writer.write("zendesk", "ticket_metrics", ticket.updated_at, ticket.metrics())


def _apply(writer: ExportWriter, ticket: _Ticket, event: Event, is_first: bool) -> None:
    ids = ticket.conversation.person.ids
    audit_id = ids.next("audit")
    t = event.t
    author = {"customer": ticket.requester_id, "agent": ticket.agent_id}.get(
        event.actor, SYSTEM_USER
    )
    via = ticket.via(event)
    changes: list[dict[str, Any]] = []

    def change(field: str, value: Any, previous: Any) -> None:
        entry: dict[str, Any] = {"id": ids.next("audit"), "field_name": field, "value": value}
        if is_first:
            entry["type"] = "Create"
        else:
            entry.update(type="Change", previous_value=previous)
        changes.append(entry)

    status = _new_status(ticket.status, event, is_first)
    text = event.text
    if event.act == "ack":
        # Most accounts only send a notification; every third of ours also leaves a comment.
        changes.append(
            {
                "id": ids.next("audit"),
                "type": "Notification",
                "via": via,
                "subject": f"[Request received] {ticket.conversation.subject}",
                "body": text,
                "recipients": [ticket.requester_id],
            }
        )
        if ticket.ticket_id % 3:
            text = None
    if event.act == "merge":
        target = ticket.conversation.merged_into
        assert target is not None
        via = {
            "channel": "system",
            "source": {
                "from": {"ticket_id": target.conversation_id, "subject": target.subject},
                "to": {},
                "rel": "merge",
            },
        }
        text = (
            f"This request was closed and merged into request #{target.conversation_id}"
            f' "{target.subject}".'
        )
        previous = " ".join(ticket.tags)
        ticket.tags = [*ticket.tags, "closed_by_merge"]
        change("tags", " ".join(ticket.tags), previous)
    elif event.act == "merge_target":
        source_id, body = ticket.conversation.extra["merged_id"], ticket.conversation.extra["body"]
        source_subject = ticket.conversation.extra["merged_subject"]
        via = {
            "channel": "system",
            "source": {
                "from": {"ticket_id": int(source_id), "subject": source_subject},
                "to": {},
                "rel": "merge",
            },
        }
        text = (
            f'Request #{source_id} "{source_subject}" was closed and merged into this'
            f" request. Last comment in request #{source_id}:\n\n{body}"
        )
    elif event.act == "auto_close":
        via = _rule(CLOSE_AUTOMATION, "automation")
    elif event.act == "offer_rating":
        via = _rule(RATING_AUTOMATION, "automation")
        _rate(writer, ticket, t, "offered")
        changes.append(
            {
                "id": ids.next("audit"),
                "type": "Notification",
                "via": via,
                "subject": "How would you rate the support you received?",
                "body": "How would you rate the support you received?",
                "recipients": [ticket.requester_id],
            }
        )
    elif event.act in ("rate_good", "rate_bad"):
        _rate(writer, ticket, t, event.act[5:])
        changes.append(
            {
                "id": ids.next("audit"),
                "type": "SatisfactionRating",
                "score": ticket.score,
                "body": ticket.conversation.remark,
                "assignee_id": ticket.assignee,
            }
        )

    if text is not None:
        private = event.act in ("note", "merge", "merge_target")
        comment_id = ids.next("comment")
        changes.append(
            {
                "id": comment_id,
                "type": "Comment",
                "public": not private,
                "body": text,
                "author_id": author,
                "audit_id": audit_id,
            }
        )
        writer.write(
            "zendesk",
            "ticket_comments",
            t,
            {
                "id": comment_id,
                "type": "Comment",
                "ticket_id": ticket.ticket_id,
                "author_id": author,
                "body": text,
                "plain_body": text,
                "public": not private,
                "attachments": [],
                "audit_id": audit_id,
                "via": via,
                "created_at": iso_z(t),
                "metadata": {"system": {"location": "Dublin, L, Ireland"}, "custom": {}},
            },
        )
        ticket.latest_comment_at = t
    if event.actor == "agent":
        if ticket.assignee is None and event.act not in ("delete", "merge"):
            change("assignee_id", str(ticket.agent_id), None)
            ticket.assignee, ticket.assigned_at = ticket.agent_id, t
        ticket.assignee_updated_at = t
        if event.act in ("answer", "answer_solve", "outbound"):
            ticket.replies += 1
            if not is_first:
                ticket.first_reply_at = ticket.first_reply_at or t
    elif event.actor == "customer":
        ticket.requester_updated_at = t
    if is_first:
        change("subject", ticket.conversation.subject, None)
        change("status", status, None)
    elif status != ticket.status:
        change("status", status, ticket.status)
        ticket.status_updated_at = t
        if status == "solved":
            ticket.first_solved_at = ticket.first_solved_at or t
            ticket.solved_at = t
        elif ticket.status == "solved" and status == "open":
            ticket.reopens += 1
            ticket.solved_at = 0
        elif status == "closed" and not ticket.solved_at:
            ticket.first_solved_at = ticket.solved_at = t
    ticket.status = status
    ticket.updated_at = t
    writer.write(
        "zendesk",
        "ticket_audits",
        t,
        {
            "id": audit_id,
            "ticket_id": ticket.ticket_id,
            "created_at": iso_z(t),
            "author_id": author,
            "metadata": {"system": {}, "custom": {}},
            "events": changes,
            "via": via,
        },
    )


def _rate(writer: ExportWriter, ticket: _Ticket, t: int, score: str) -> None:
    if ticket.rating_id is None:
        ticket.rating_id = ticket.conversation.person.ids.next("rating")
        ticket.offered_at = t
    ticket.score = score
    writer.write(
        "zendesk",
        "satisfaction_ratings",
        t,
        {
            "id": ticket.rating_id,
            "url": f"{BASE_URL}/satisfaction_ratings/{ticket.rating_id}.json",
            "assignee_id": ticket.assignee,
            "group_id": GROUP_ID,
            "requester_id": ticket.requester_id,
            "ticket_id": ticket.ticket_id,
            "score": score,
            "comment": None if score == "offered" else ticket.conversation.remark,
            "reason": None if score != "bad" else "No reason provided",
            "created_at": iso_z(ticket.offered_at),
            "updated_at": iso_z(t),
        },
    )
