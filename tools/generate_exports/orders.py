"""What is bought, returned and cancelled, in integer cents and free of the shop system's shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from .catalogue import FREE_SAMPLE, GIFT_CARD, PRODUCTS, Product
from .clock import DAY, HOUR, in_disruption
from .people import Person

VAT = {"EUR": ("VAT", 23), "GBP": ("VAT", 20)}
FREE_SHIPPING_FROM = 6000
SHIPPING = 495

# outcome of an order -> (weight, weight in the supply disruption)
OUTCOMES: dict[str, tuple[float, float]] = {
    "kept": (78.0, 66.0),
    "partly_returned": (6.0, 4.0),
    "returned": (4.5, 4.0),
    "goodwill_refund": (2.5, 6.0),  # money back without any line
    "cancelled_refunded": (2.0, 10.0),  # paid, then cancelled and paid back: counted, nets to zero
    "cancelled_unpaid": (1.2, 5.0),  # cancelled while only authorised: voided, no sale
    "voided": (0.8, 1.0),  # payment never captured
    "pending": (1.5, 1.5),  # bank transfer not yet in: counted
    "test": (1.4, 1.4),
    "free_sample": (1.0, 0.5),  # an order of 0
    "gift_card_only": (0.8, 0.5),
    "fully_discounted": (0.6, 0.6),  # goods for a 100 % voucher: a sale of 0 net
    "deleted": (0.7, 0.7),  # staff entered it twice and deleted one
}
SOURCES: dict[str, int] = {"web": 86, "pos": 7, "iphone": 5, "shopify_draft_order": 2}
DISCOUNTS: tuple[tuple[str, int], ...] = (("WELCOME10", 10), ("SPRING20", 20), ("NEWS5", 5))


@dataclass
class Line:
    """One line of an order; ``price`` is per piece and as written on the order."""

    line_id: int
    product: Product
    quantity: int
    price: int
    discount: int = 0
    tax: int = 0
    list_net: int = 0  # without tax and before discount
    net: int = 0  # without tax and after discount
    returned: int = 0


@dataclass
class Refund:
    """Money given back: by lines, or an amount without lines."""

    refund_id: int
    t: int
    lines: list[tuple[int, Line, int, int, int]]  # id, line, quantity, subtotal, tax
    amount: int
    is_goodwill: bool = False


@dataclass
class Order:
    """One order and what became of it."""

    order_id: int
    person: Person
    t: int
    outcome: str
    source: str
    currency: str
    taxes_included: bool
    lines: list[Line]
    cart_token: str | None
    checkout_id: int | None
    is_guest: bool
    shipping: int = 0
    tip: int = 0
    discount_code: str | None = None
    refunds: list[Refund] = field(default_factory=list)
    fulfilled_at: int = 0
    cancelled_at: int = 0
    deleted_at: int = 0
    paid_at: int = 0
    caused_by: str = ""

    @property
    def name(self) -> str:
        return f"#{self.number}"

    @property
    def number(self) -> int:
        return 1001 + self.order_id - 5_800_000_000_000

    @property
    def goods(self) -> list[Line]:
        return [line for line in self.lines if not line.product.is_gift_card]

    @property
    def gross_sales(self) -> int:
        return sum(line.list_net for line in self.goods)

    @property
    def net_sales(self) -> int:
        return sum(line.net for line in self.goods)

    @property
    def subtotal(self) -> int:
        return sum(line.price * line.quantity - line.discount for line in self.lines)

    @property
    def total_tax(self) -> int:
        return sum(line.tax for line in self.lines) + self.shipping_tax

    @property
    def shipping_tax(self) -> int:
        rate = VAT[self.currency][1]
        if self.taxes_included:
            return _share(self.shipping, rate, 100 + rate)
        return _share(self.shipping, rate, 100)

    @property
    def total(self) -> int:
        tax = 0 if self.taxes_included else self.total_tax
        return self.subtotal + self.shipping + tax + self.tip

    def refunded_sales(self) -> int:
        """Refunded goods without tax and shipping, as the simulator means it."""
        refunded = 0
        for refund in self.refunds:
            if refund.is_goodwill:
                refunded += _share(self.net_sales, refund.amount, max(self.total, 1))
            for _, line, quantity, _, _ in refund.lines:
                if not line.product.is_gift_card:
                    refunded += _share(line.net, quantity, line.quantity)
        return min(refunded, self.net_sales)

    def out_of_scope_why(self) -> str:
        """Why the order does not count, by construction of its outcome."""
        if self.outcome in ("test", "deleted", "voided"):
            return self.outcome
        return "cancelled" if self.outcome == "cancelled_unpaid" else ""


def _share(amount: int, part: int, whole: int) -> int:
    """``amount * part / whole`` rounded half up, in integers."""
    return (2 * amount * part + whole) // (2 * whole)


_OUTCOME_NAMES = tuple(OUTCOMES)
_USUAL = tuple(weights[0] for weights in OUTCOMES.values())
_DISRUPTED = tuple(weights[1] for weights in OUTCOMES.values())
_SOURCE_NAMES = tuple(SOURCES)
_SOURCE_WEIGHTS = tuple(SOURCES.values())


def _price(product: Product, currency: str, taxes_included: bool) -> int:
    price = product.price
    if currency == "GBP":
        price = _share(price, 86, 100)
    if not taxes_included and not product.is_gift_card:
        price = _share(price, 100, 100 + VAT[currency][1])
    return price


def settle(line: Line, currency: str, taxes_included: bool) -> None:
    """Fills in the line's tax and its amounts without tax."""
    listed = line.price * line.quantity
    paid = listed - line.discount
    if line.product.is_gift_card:
        line.tax, line.list_net, line.net = 0, listed, paid
        return
    rate = VAT[currency][1]
    if taxes_included:
        line.tax = _share(paid, rate, 100 + rate)
        line.net = paid - line.tax
        line.list_net = listed - _share(listed, rate, 100 + rate)
    else:
        line.tax = _share(paid, rate, 100)
        line.net, line.list_net = paid, listed


def make_lines(person: Person, rng: Random, currency: str, taxes_included: bool) -> list[Line]:
    """A basket of one to four products."""
    count = 1 + (rng.random() < 0.38) + (rng.random() < 0.16) + (rng.random() < 0.06)
    chosen: dict[int, Line] = {}
    for _ in range(count):
        product = PRODUCTS[int(rng.random() ** 0.8 * len(PRODUCTS))]
        if product.number in chosen:
            chosen[product.number].quantity += 1
            continue
        chosen[product.number] = Line(
            person.ids.next("line"),
            product,
            1 + (product.price < 5000 and rng.random() < 0.25),
            _price(product, currency, taxes_included),
        )
    return list(chosen.values())


def make_order(
    person: Person,
    t: int,
    rng: Random,
    is_guest: bool,
    cart_token: str | None = None,
    checkout_id: int | None = None,
    lines: list[Line] | None = None,
    caused_by: str = "",
) -> Order:
    """One order with its whole later history."""
    disrupted = in_disruption(t)
    outcome = rng.choices(_OUTCOME_NAMES, _DISRUPTED if disrupted else _USUAL)[0]
    source = rng.choices(_SOURCE_NAMES, _SOURCE_WEIGHTS)[0]
    if caused_by or cart_token is not None:
        # what a chat caused is a plain order on the web
        source = "web"
        if outcome in ("test", "deleted", "voided", "free_sample", "gift_card_only"):
            outcome = "kept"
    if is_guest and person.profile == "visitor":
        source = "pos"
    if outcome in ("pending", "deleted"):
        source = "shopify_draft_order"
    currency = person.currency
    taxes_included = source != "shopify_draft_order" and rng.random() < 0.85
    if outcome == "free_sample":
        lines = [Line(person.ids.next("line"), FREE_SAMPLE, 1, 0)]
    elif outcome == "gift_card_only":
        lines = [Line(person.ids.next("line"), GIFT_CARD, 1, GIFT_CARD.price)]
    elif lines is None:
        lines = make_lines(person, rng, currency, taxes_included)
        if rng.random() < 0.03:
            lines.append(Line(person.ids.next("line"), GIFT_CARD, 1, GIFT_CARD.price))
    else:
        taxes_included = True  # a cart of the web shop
    order = Order(
        person.ids.next("order"),
        person,
        t,
        outcome,
        source,
        currency,
        taxes_included,
        lines,
        cart_token,
        checkout_id,
        is_guest,
        caused_by=caused_by,
    )
    if outcome == "fully_discounted":
        order.discount_code = "SORRY100"
        for line in order.goods:
            line.discount = line.price * line.quantity
    elif outcome != "free_sample" and rng.random() < 0.18:
        code, percent = DISCOUNTS[int(rng.random() * len(DISCOUNTS))]
        order.discount_code = code
        for line in order.goods:
            line.discount = _share(line.price * line.quantity, percent, 100)
    for line in order.lines:
        settle(line, currency, taxes_included)
    needs_shipping = source != "pos" and outcome not in ("gift_card_only", "free_sample")
    if needs_shipping and order.subtotal < FREE_SHIPPING_FROM:
        order.shipping = SHIPPING
    if source == "pos" and rng.random() < 0.05:
        order.tip = 200
    _schedule(order, rng, disrupted)
    return order


def _schedule(order: Order, rng: Random, disrupted: bool) -> None:
    t, outcome = order.t, order.outcome
    order.paid_at = 0 if outcome in ("pending", "voided", "cancelled_unpaid") else t + 60
    delay = (8 + rng.random() * 10) if disrupted else (0.6 + rng.random() * 2.4)
    if outcome not in ("cancelled_refunded", "cancelled_unpaid", "voided", "deleted", "pending"):
        order.fulfilled_at = t + (60 if order.source == "pos" else int(delay * DAY))
    ids = order.person.ids
    if outcome == "cancelled_unpaid":
        order.cancelled_at = t + int((1 + rng.random() * 30) * HOUR)
    elif outcome == "deleted":
        order.deleted_at = t + int((0.5 + rng.random() * 4) * DAY)
    elif outcome == "cancelled_refunded":
        order.cancelled_at = t + int((1 + rng.random() * (160 if disrupted else 30)) * HOUR)
        _return_lines(order, order.cancelled_at, order.lines, whole=True)
    elif outcome == "returned":
        _return_lines(order, order.fulfilled_at + _days(rng, 5, 20), order.lines, whole=True)
    elif outcome == "partly_returned":
        _return_lines(order, order.fulfilled_at + _days(rng, 5, 20), order.lines[:1], whole=False)
    elif outcome == "goodwill_refund":
        amount = _share(order.total, rng.choice((10, 15, 20, 50)), 100)
        if amount:
            order.refunds.append(
                Refund(
                    ids.next("refund"),
                    order.fulfilled_at + _days(rng, 1, 10),
                    [],
                    amount,
                    is_goodwill=True,
                )
            )


def _days(rng: Random, low: int, high: int) -> int:
    return int((low + rng.random() * (high - low)) * DAY)


def _return_lines(order: Order, t: int, lines: list[Line], whole: bool) -> None:
    ids = order.person.ids
    entries = []
    amount = 0
    for line in lines:
        quantity = line.quantity if whole else 1
        paid = line.price * line.quantity - line.discount
        subtotal = _share(paid, quantity, line.quantity)
        tax = _share(line.tax, quantity, line.quantity)
        entries.append((ids.next("refund"), line, quantity, subtotal, tax))
        amount += subtotal + (0 if order.taxes_included else tax)
        line.returned += quantity
    if whole:
        amount = order.total - order.tip if order.cancelled_at else amount
    if entries:
        order.refunds.append(Refund(ids.next("refund"), t, entries, amount))
