"""Writes conversations, contacts and admins in the shape of Intercom's API."""

from __future__ import annotations

import html
from typing import Any

from .clock import END, START, month_of
from .conversations import CUSTOMER_REQUESTS, Conversation, Event
from .people import Person
from .scenarios import TOPICS
from .writer import ExportWriter
from .zendesk import last_of_each_month

WORKSPACE = "nl7electronics"
FIN_ID = "8400001"
OPERATOR_ID = "8400002"
TEAM_ID = 5_017_691
RATINGS = ("rate_good", "rate_bad", "offer_rating")
# (id, name): the first five talk to customers, the last two are the bots
ADMINS: tuple[tuple[str, str], ...] = (
    ("8400011", "Dervla Keane"),
    ("8400012", "Eoin Tully"),
    ("8400013", "Aine Roche"),
    ("8400014", "Barry Lowe"),
    ("8400015", "Helen Moran"),
)


def _email(name: str) -> str:
    return f"{name.split()[0].lower()}@example.com"


def write_admins(writer: ExportWriter) -> None:
    """Teammates and bots, exported once."""
    for admin_id, name in ADMINS:
        writer.write(
            "intercom",
            "admins",
            START,
            {
                "type": "admin",
                "id": admin_id,
                "name": name,
                "email": _email(name),
                "away_mode_enabled": False,
                "away_mode_reassign": False,
                "has_inbox_seat": True,
                "team_ids": [TEAM_ID],
            },
        )
    for admin_id, name in ((FIN_ID, "Fin"), (OPERATOR_ID, "Operator")):
        writer.write(
            "intercom",
            "admins",
            START,
            {
                "type": "bot",
                "id": admin_id,
                "name": name,
                "email": f"operator+{WORKSPACE}@example.com",
                "away_mode_enabled": False,
                "away_mode_reassign": False,
                "has_inbox_seat": False,
                "team_ids": [],
            },
        )


class Contact:
    """An Intercom contact and when it was active."""

    def __init__(
        self,
        contact_id: str,
        person: Person,
        role: str,
        email: str | None,
        external_id: str | None,
        phone: str | None,
    ) -> None:
        self.contact_id, self.person, self.role = contact_id, person, role
        self.email, self.external_id, self.phone = email, external_id, phone
        self.times: list[int] = []

    def author(self) -> dict[str, Any]:
        """How the contact stands as the author of a message."""
        return {
            "type": self.role,
            "id": self.contact_id,
            "name": self.person.name if self.email else None,
            "email": self.email,
        }

    def reference(self) -> dict[str, Any]:
        """How a conversation refers to the contact."""
        return {"type": "contact", "id": self.contact_id, "external_id": self.external_id}


def write_contact(writer: ExportWriter, contact: Contact) -> None:
    """The contact, anew in every month in which it was active."""
    created_at = contact.times[0]
    uk = contact.person.country == "GB"
    for updated_at in last_of_each_month(contact.times):
        writer.write(
            "intercom",
            "contacts",
            updated_at,
            {
                "type": "contact",
                "id": contact.contact_id,
                "workspace_id": WORKSPACE,
                "external_id": contact.external_id,
                "role": contact.role,
                "email": contact.email,
                "phone": contact.phone,
                "name": contact.person.name if contact.email else None,
                "has_hard_bounced": False,
                "marked_email_as_spam": False,
                "unsubscribed_from_emails": contact.person.unit % 7 == 0,
                "created_at": created_at,
                "updated_at": updated_at,
                "signed_up_at": created_at if contact.role == "user" else None,
                "last_seen_at": updated_at,
                "last_replied_at": updated_at,
                "browser": "chrome" if contact.person.unit % 3 else "safari",
                "os": "Android" if contact.person.unit % 2 else "iOS",
                "location": {
                    "type": "location",
                    "country": "United Kingdom" if uk else "Ireland",
                    "region": None,
                    "city": "Belfast" if uk else "Dublin",
                    "country_code": "GBR" if uk else "IRL",
                    "continent_code": "EU",
                },
                "custom_attributes": {},
                "tags": {"type": "list", "data": [], "total_count": 0, "has_more": False},
            },
        )


def _bot(operator: bool = False) -> dict[str, Any]:
    return {
        "type": "bot",
        "id": OPERATOR_ID if operator else FIN_ID,
        "name": "Operator" if operator else "Fin",
        "email": f"operator+{WORKSPACE}@example.com",
    }


class _Thread:
    """One conversation while its history is replayed."""

    def __init__(self, conversation: Conversation, contact: Contact) -> None:
        self.conversation, self.contact = conversation, contact
        admin_id, name = ADMINS[conversation.agent]
        self.admin = {"type": "admin", "id": admin_id, "name": name, "email": _email(name)}
        self.admin_id = int(admin_id)
        self.parts: list[dict[str, Any]] = []
        self.source: dict[str, Any] = {}
        self.updated_at = conversation.start
        self.open = True
        self.assignee: int | None = None
        self.team: int | None = None
        self.rating: dict[str, Any] | None = None
        self.ai_answered_at = 0
        self.bot_answered = False
        self.waiting_since: int | None = None
        self.first_request_at = self.last_request_at = 0
        self.first_admin_at = self.last_admin_at = 0
        self.assigned_at = 0
        self.first_close_at = self.last_close_at = 0
        self.closed_by: str | None = None
        self.reopens = self.assignments = 0

    def author(self, event: Event) -> dict[str, Any]:
        if event.actor == "customer":
            return self.contact.author()
        if event.actor == "bot":
            return _bot()
        return _bot(operator=True) if event.actor == "rule" else self.admin

    def record(self) -> dict[str, Any]:
        conversation = self.conversation
        number = conversation.conversation_id
        topics: dict[str, Any] = {}
        tags: list[dict[str, Any]] = []
        if conversation.is_tagged and self.first_request_at:
            name = TOPICS[conversation.topic][4]
            position = list(TOPICS).index(conversation.topic) + 1
            topics = {
                "type": "topic.list",
                "topics": [{"type": "topic", "id": 91_000 + position, "name": name}],
                "total_count": 1,
            }
            if number % 3 == 0:
                tags = [
                    {
                        "type": "tag",
                        "id": str(7_000 + position),
                        "name": name,
                        "applied_at": self.first_request_at,
                        "applied_by": {"type": "admin", "id": ADMINS[4][0]},
                    }
                ]
        statistics = None
        if self.first_request_at:

            def since(t: int) -> int | None:
                return t - conversation.start if t else None

            def when(t: int) -> int | None:
                return t or None

            statistics = {
                "type": "conversation_statistics",
                "time_to_assignment": since(self.assigned_at),
                "time_to_admin_reply": (
                    self.first_admin_at - self.first_request_at if self.first_admin_at else None
                ),
                "time_to_first_close": since(self.first_close_at),
                "time_to_last_close": since(self.last_close_at),
                "first_contact_reply_at": self.first_request_at,
                "first_assignment_at": when(self.assigned_at),
                "first_admin_reply_at": when(self.first_admin_at),
                "first_close_at": when(self.first_close_at),
                "last_assignment_at": when(self.assigned_at),
                "last_contact_reply_at": self.last_request_at,
                "last_admin_reply_at": when(self.last_admin_at),
                "last_close_at": when(self.last_close_at),
                "last_closed_by_id": self.closed_by,
                "count_reopens": self.reopens,
                "count_assignments": self.assignments,
                "count_conversation_parts": len(self.parts),
            }
        has_fin = any(e.actor == "bot" and e.t <= self.updated_at for e in conversation.events)
        ai_agent = None
        if has_fin:
            ai_agent = {
                "source_type": "workflow",
                "source_title": "Fin over Messenger",
                "last_answer_type": "ai_answer" if self.bot_answered else None,
                "resolution_state": (conversation.scenario.claim if self.bot_answered else None),
                "rating": (
                    self.rating["rating"] if self.rating and not self.first_admin_at else None
                ),
                "rating_remark": (
                    self.rating["remark"] if self.rating and not self.first_admin_at else None
                ),
                "created_at": conversation.start,
                "updated_at": self.updated_at,
            }
        return {
            "type": "conversation",
            "id": str(number),
            "created_at": conversation.start,
            "updated_at": self.updated_at,
            "waiting_since": self.waiting_since,
            "source": self.source,
            "contacts": {"type": "contact.list", "contacts": [self.contact.reference()]},
            "first_contact_reply": None
            if not self.first_request_at
            else {"type": "conversation", "created_at": self.first_request_at, "url": None},
            "admin_assignee_id": self.assignee,
            "team_assignee_id": self.team,
            "open": self.open,
            "state": "open" if self.open else "closed",
            "tags": {"type": "tag.list", "tags": tags},
            "priority": "not_priority",
            "statistics": statistics,
            "conversation_rating": self.rating,
            "teammates": {
                "type": "admin.list",
                "teammates": (
                    [{"type": "admin", "id": self.admin["id"]}] if self.first_admin_at else []
                ),
            },
            "title": None,
            "custom_attributes": {},
            "topics": topics,
            "ai_agent": ai_agent,
            "ai_agent_participated": has_fin,
            "channel": {"initial": "messenger", "current": "messenger"},
            "conversation_parts": {
                "type": "conversation_part.list",
                "conversation_parts": self.parts,
                "total_count": len(self.parts),
            },
        }

    def add_part(
        self,
        event: Event,
        part_type: str,
        body: str | None,
        assigned_to: dict[str, Any] | None = None,
    ) -> None:
        self.parts.append(
            {
                "type": "conversation_part",
                "id": str(self.conversation.person.ids.next("part")),
                "part_type": part_type,
                "body": body,
                "created_at": event.t,
                "assigned_to": assigned_to,
                "author": self.author(event),
            }
        )


def _delivered_as(event: Event) -> str:
    return {
        "customer": "customer_initiated",
        "bot": "operator_initiated",
        "rule": "campaigns_initiated",
    }.get(event.actor, "admin_initiated")


def write_conversation(writer: ExportWriter, conversation: Conversation, contact: Contact) -> None:
    """Replays a conversation; it is written anew in every month in which it changes."""
    thread = _Thread(conversation, contact)
    # a chat is short: only now and then does an export run while it goes on
    is_caught = conversation.conversation_id % 23 == 3
    halfway = len(conversation.events) // 2 if is_caught else -1
    for number, event in enumerate(conversation.events):
        if event.t > END:
            break
        if month_of(event.t) != month_of(thread.updated_at):
            writer.write("intercom", "conversations", thread.updated_at, thread.record())
        _apply(thread, event, number == 0)
        following = conversation.events[number + 1 : number + 2]
        if number == halfway and following and month_of(following[0].t) == month_of(event.t):
            writer.write("intercom", "conversations", thread.updated_at, thread.record())
    writer.write("intercom", "conversations", thread.updated_at, thread.record())


def _apply(thread: _Thread, event: Event, is_first: bool) -> None:
    t = event.t
    thread.updated_at = t
    body = None if event.text is None else f"<p>{html.escape(event.text, quote=False)}</p>"
    if is_first:
        thread.source = {
            "type": "conversation",
            "id": str(thread.conversation.person.ids.next("part")),
            "delivered_as": _delivered_as(event),
            "subject": "",
            "body": body,
            "author": thread.author(event),
            "attachments": [],
            "url": "https://shop.example.com/" if event.actor == "customer" else None,
            "redacted": False,
        }
    elif event.act in ("close", "solve"):
        thread.add_part(event, "close", None)
        thread.open = False
        thread.waiting_since = None
        thread.first_close_at = thread.first_close_at or t
        thread.last_close_at = t
        thread.closed_by = thread.author(event)["id"]
    elif event.act == "assign":
        thread.team, thread.assigned_at = TEAM_ID, t
        thread.assignments += 1
        thread.add_part(event, "assignment", None, {"type": "team", "id": str(TEAM_ID)})
    elif event.act in RATINGS:
        pass
    elif event.act == "note":
        thread.add_part(event, "note", body)
    else:
        thread.add_part(event, "comment", body)

    if event.act in RATINGS:
        admin = thread.first_admin_at > 0
        answered = event.act != "offer_rating"
        thread.rating = {
            "rating": thread.conversation.stars if answered else None,
            "remark": thread.conversation.remark if answered else None,
            # when it was asked for, which is when the conversation was closed
            "created_at": thread.last_close_at or t,
            "contact": thread.contact.reference(),
            "teammate": {
                "type": "admin" if admin else "bot",
                "id": thread.admin["id"] if admin else FIN_ID,
            },
        }
    elif event.actor == "customer":
        if not thread.open:
            thread.open = True
            thread.reopens += 1
        thread.first_request_at = thread.first_request_at or t
        thread.last_request_at = t
        if event.act in CUSTOMER_REQUESTS:
            thread.waiting_since = thread.waiting_since or t
    elif event.actor == "agent" and event.act != "close":
        if thread.assignee is None:
            thread.assignee = thread.admin_id
        if event.act == "answer":
            thread.waiting_since = None
            if thread.first_request_at:
                thread.first_admin_at = thread.first_admin_at or t
                thread.last_admin_at = t
    elif event.actor == "bot" and event.act == "answer":
        thread.waiting_since = None
        thread.bot_answered = True
        thread.ai_answered_at = t
