"""Who the people are and which identifiers each system knows of them (all obviously fake)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar

from .clock import DAY, END, START

FIRST_NAMES = (
    "Aoife",
    "Ciara",
    "Conor",
    "Darragh",
    "Emma",
    "Fiona",
    "Grace",
    "Hannah",
    "Isla",
    "Jack",
    "James",
    "Kate",
    "Liam",
    "Lucy",
    "Maeve",
    "Mark",
    "Niamh",
    "Noah",
    "Oisin",
    "Orla",
    "Patrick",
    "Rachel",
    "Roisin",
    "Ryan",
    "Saoirse",
    "Sean",
    "Sinead",
    "Sophie",
    "Tadhg",
    "Zoe",
)
LAST_NAMES = (
    "Brennan",
    "Burke",
    "Byrne",
    "Carroll",
    "Clarke",
    "Collins",
    "Daly",
    "Doherty",
    "Doyle",
    "Duffy",
    "Dunne",
    "Farrell",
    "Fitzgerald",
    "Flynn",
    "Gallagher",
    "Hayes",
    "Healy",
    "Hughes",
    "Kavanagh",
    "Kelly",
    "Kennedy",
    "Lynch",
    "Maguire",
    "Moore",
    "Murphy",
    "Murray",
    "Nolan",
    "Quinn",
    "Reilly",
    "Ryan",
    "Sheehan",
    "Smith",
    "Sweeney",
    "Walsh",
    "Whelan",
)
CITIES = ("Dublin", "Cork", "Galway", "Limerick", "Waterford", "Sligo", "Kilkenny", "Athlone")

# identity profile -> weight. What links the records of one person:
PROFILES: dict[str, int] = {
    "one_email": 34,  # the same e-mail everywhere
    "two_emails_one_phone": 20,  # writes to the helpdesk from another e-mail; the phone links
    "logged_in": 26,  # chats signed in: the contact carries the shop's customer id
    "guest": 12,  # never has an account; the e-mail on the order links
    "visitor": 8,  # chats without any identifier
}

# One number that many people leave (a pick-up point). It must not make them one person.
PICKUP_PHONE = "+353209199999"
PICKUP_EVERY = 40
# Every so many-th unit is a couple who share one phone and order separately.
FAMILY_EVERY = 90
UK_EVERY = 16


def phone_of(unit: int) -> tuple[str, str]:
    """Country and a fictitious number (E.164), or '' where the fictitious range is used up.

    Irish numbers come from 020 91x xxxx, British ones from 07700 900xxx; both are reserved for
    fiction. Uniqueness matters more than coverage: a repeated number would join strangers.
    """
    if unit % UK_EVERY == 5:
        number = unit // UK_EVERY
        return "GB", f"+447700900{number:03d}" if number < 1000 else ""
    return "IE", f"+3532091{unit:05d}" if unit < 99_000 else ""


def national(phone: str) -> str:
    """The same number as people in the country write it."""
    if phone.startswith("+35320"):
        return f"020 {phone[6:9]} {phone[9:]}"
    return f"0{phone[3:7]} {phone[7:]}"


class Ids:
    """Native ids out of blocks that belong to one unit, so that units can be made in any order."""

    _BLOCKS: ClassVar[dict[str, tuple[int, int]]] = {
        "zendesk_user": (360_000_000_000, 8),
        "ticket": (10_000, 64),
        "comment": (1_900_000_000_000, 1024),
        "audit": (1_700_000_000_000, 2048),
        "rating": (8_400_000_000, 64),
        "conversation": (215_400_000_000, 64),
        "part": (30_000_000_000, 1024),
        "contact": (0, 64),
        "customer": (7_100_000_000_000, 4),
        "order": (5_800_000_000_000, 64),
        "line": (14_000_000_000_000, 512),
        "checkout": (31_000_000_000_000, 128),
        "refund": (910_000_000_000, 128),
    }

    def __init__(self, unit: int) -> None:
        self.unit = unit
        self._used: dict[str, int] = {}

    def next(self, kind: str) -> int:
        """The next id of this kind for this unit."""
        base, width = self._BLOCKS[kind]
        used = self._used.get(kind, 0)
        if used >= width:
            raise OverflowError(f"unit {self.unit} needs more than {width} ids of kind {kind}")
        self._used[kind] = used + 1
        return base + self.unit * width + used

    def left(self, kind: str) -> int:
        """How many ids of this kind the unit still has."""
        return self._BLOCKS[kind][1] - self._used.get(kind, 0)

    def next_hex(self, kind: str) -> str:
        """A 24-digit hexadecimal id, as Intercom contacts have."""
        return f"6762f0d0{self.next(kind) + 0x1BB6_0000_0000:016x}"


@dataclass
class Person:
    """One real person with what each system knows."""

    person_id: str
    unit: int
    profile: str
    country: str
    first: str
    last: str
    email: str
    helpdesk_email: str
    phone: str
    joined: int
    ids: Ids
    shares_pickup_phone: bool = False
    is_family: bool = False
    is_prospect: bool = False
    # state that grows while the person lives
    customer_id: int | None = None
    customer_since: int = 0

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def currency(self) -> str:
        return "GBP" if self.country == "GB" else "EUR"


def is_guest(person: Person) -> bool:
    """Whether the person buys without an account."""
    return person.profile in ("guest", "visitor")


_PROFILE_NAMES = tuple(PROFILES)
_PROFILE_WEIGHTS = tuple(PROFILES.values())


def make_person(unit: int, rng: Random, ids: Ids, pickup_phone: bool) -> Person:
    """The person of a unit; every draw comes from the unit's own generator."""
    country, phone = phone_of(unit)
    first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    profile = rng.choices(_PROFILE_NAMES, _PROFILE_WEIGHTS)[0]
    shares_pickup = pickup_phone and unit % PICKUP_EVERY == 7 and country == "IE"
    is_family = unit % FAMILY_EVERY == 3 and bool(phone) and not shares_pickup
    if shares_pickup:
        profile, phone = "one_email", PICKUP_PHONE
    elif is_family or (not phone and profile == "two_emails_one_phone"):
        profile = "one_email"
    email = f"{first}.{last}.{unit}@example.com".lower()
    helpdesk = email
    if profile == "two_emails_one_phone":
        helpdesk = f"{first[0]}{last}{unit}@example.org".lower()
    is_prospect = rng.random() < 0.10 and not (shares_pickup or is_family)
    joined = START - 120 * DAY + int(rng.random() * (END - START + 60 * DAY))
    keeps_phone = profile == "two_emails_one_phone" or shares_pickup or is_family
    if rng.random() < 0.35 and not keeps_phone:
        phone = ""
    return Person(
        person_id=f"P{unit:07d}",
        unit=unit,
        profile=profile,
        country=country,
        first=first,
        last=last,
        email=email,
        helpdesk_email=helpdesk,
        phone=phone,
        joined=joined,
        ids=ids,
        shares_pickup_phone=shares_pickup,
        is_family=is_family,
        is_prospect=is_prospect,
    )


def make_partner(person: Person) -> Person:
    """The other half of a couple: own e-mail and account, the same phone."""
    return Person(
        person_id=f"{person.person_id}B",
        unit=person.unit,
        profile="one_email",
        country=person.country,
        first="Alex",
        last=person.last,
        email=f"alex.{person.last}.{person.unit}@example.com".lower(),
        helpdesk_email=f"alex.{person.last}.{person.unit}@example.com".lower(),
        phone=person.phone,
        joined=person.joined,
        ids=person.ids,
        is_family=True,
    )
