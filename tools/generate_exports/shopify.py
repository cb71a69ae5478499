"""Writes orders, customers, checkouts and products in the shape of Shopify's REST Admin API."""

from __future__ import annotations

from typing import Any

from .catalogue import FREE_SAMPLE, GIFT_CARD, PRODUCTS
from .clock import DAY, END, START, iso_dublin
from .orders import VAT, Line, Order, Refund
from .people import CITIES, Person, national
from .truth import cents
from .writer import ExportWriter
from .zendesk import last_of_each_month

VENDOR = "Northlight"


def write_products(writer: ExportWriter) -> None:
    """The catalogue, exported once."""
    for product in (*PRODUCTS, GIFT_CARD, FREE_SAMPLE):
        created_at = iso_dublin(START - 300 * DAY + product.number * DAY)
        writer.write(
            "shopify",
            "products",
            START,
            {
                "id": product.product_id,
                "title": product.title,
                "body_html": f"<p>{product.title}</p>",
                "vendor": VENDOR,
                "product_type": product.product_type,
                "created_at": created_at,
                "handle": product.sku.lower(),
                "updated_at": iso_dublin(START - 10 * DAY),
                "published_at": created_at,
                "status": "active",
                "tags": product.product_type,
                "variants": [
                    {
                        "id": product.variant_id,
                        "product_id": product.product_id,
                        "title": "Default Title",
                        "price": cents(product.price),
                        "sku": product.sku,
                        "position": 1,
                        "taxable": not product.is_gift_card,
                        "grams": product.grams,
                        "requires_shipping": not product.is_gift_card,
                        "inventory_quantity": 40,
                    }
                ],
            },
        )


def _phone(person: Person) -> str | None:
    if not person.phone:
        return None
    return national(person.phone) if person.unit % 4 == 0 else person.phone


def _address(person: Person) -> dict[str, Any]:
    uk = person.country == "GB"
    return {
        "first_name": person.first,
        "last_name": person.last,
        "address1": f"{1 + person.unit % 120} Example Street",
        "city": "Belfast" if uk else CITIES[person.unit % len(CITIES)],
        "zip": "BT1 1AA" if uk else f"D{1 + person.unit % 24:02d} X000",
        "country": "United Kingdom" if uk else "Ireland",
        "country_code": person.country,
        "phone": _phone(person),
    }


def write_customer(writer: ExportWriter, person: Person, purchases: list[tuple[int, int]]) -> None:
    """The customer account, anew in every month with a purchase (time and amount spent)."""
    times = [person.customer_since, *(t for t, _ in purchases)]
    for updated_at in last_of_each_month(times):
        done = [amount for t, amount in purchases if t <= updated_at]
        writer.write(
            "shopify",
            "customers",
            updated_at,
            {
                "id": person.customer_id,
                "email": person.email.title() if person.unit % 17 == 0 else person.email,
                "created_at": iso_dublin(person.customer_since),
                "updated_at": iso_dublin(updated_at),
                "first_name": person.first,
                "last_name": person.last,
                "orders_count": len(done),
                "state": "enabled" if person.profile == "logged_in" else "disabled",
                "total_spent": cents(sum(done)),
                "note": None,
                "verified_email": True,
                "tax_exempt": False,
                "tags": "",
                "currency": person.currency,
                "phone": _phone(person),
                "default_address": {
                    "customer_id": person.customer_id,
                    **_address(person),
                    "default": True,
                },
            },
        )


def _customer(person: Person) -> dict[str, Any]:
    return {
        "id": person.customer_id,
        "email": person.email,
        "created_at": iso_dublin(person.customer_since),
        "first_name": person.first,
        "last_name": person.last,
        "state": "enabled" if person.profile == "logged_in" else "disabled",
        "currency": person.currency,
        "phone": _phone(person),
        "tags": "",
    }


def _tax_lines(amount: int, currency: str, is_taxable: bool = False) -> list[dict[str, Any]]:
    """A taxable line keeps its rate even if it is given away, as Shopify's do."""
    if not amount and not is_taxable:
        return []
    title, rate = VAT[currency]
    return [{"title": title, "price": cents(amount), "rate": rate / 100}]


def _line_item(line: Line, order: Order, fulfilled: bool) -> dict[str, Any]:
    product = line.product
    return {
        "id": line.line_id,
        "product_id": product.product_id,
        "variant_id": product.variant_id,
        "title": product.title,
        "sku": product.sku,
        "quantity": line.quantity,
        "price": cents(line.price),
        "discount_allocations": (
            [{"amount": cents(line.discount), "discount_application_index": 0}]
            if line.discount
            else []
        ),
        "tax_lines": _tax_lines(line.tax, order.currency, not product.is_gift_card),
        "gift_card": product.is_gift_card,
        "requires_shipping": not product.is_gift_card,
        "grams": product.grams,
        "fulfillment_status": "fulfilled" if fulfilled else None,
    }


def _refund(refund: Refund, order: Order) -> dict[str, Any]:
    adjustments = []
    goods = sum(
        subtotal + (0 if order.taxes_included else tax) for _, _, _, subtotal, tax in refund.lines
    )
    if refund.is_goodwill:
        adjustments.append(
            {
                "id": refund.refund_id + 500_000_000_000,
                "order_id": order.order_id,
                "refund_id": refund.refund_id,
                "amount": cents(-refund.amount),
                "tax_amount": "0.00",
                "kind": "refund_discrepancy",
                "reason": "Refund discrepancy",
            }
        )
    elif refund.amount > goods:
        tax = order.shipping_tax
        shipping = refund.amount - goods - (0 if order.taxes_included else tax)
        adjustments.append(
            {
                "id": refund.refund_id + 500_000_000_000,
                "order_id": order.order_id,
                "refund_id": refund.refund_id,
                "amount": cents(-shipping),
                "tax_amount": cents(-tax),
                "kind": "shipping_refund",
                "reason": "Shipping refund",
            }
        )
    return {
        "id": refund.refund_id,
        "order_id": order.order_id,
        "created_at": iso_dublin(refund.t),
        "processed_at": iso_dublin(refund.t),
        "note": "Goodwill" if refund.is_goodwill else None,
        "restock": bool(refund.lines),
        "user_id": 79_000_000_001,
        "refund_line_items": [
            {
                "id": entry_id,
                "line_item_id": line.line_id,
                "quantity": quantity,
                "restock_type": "cancel" if order.cancelled_at else "return",
                "subtotal": cents(subtotal),
                "total_tax": cents(tax),
            }
            for entry_id, line, quantity, subtotal, tax in refund.lines
        ],
        "transactions": []
        if not refund.amount
        else [
            {
                "id": refund.refund_id + 6_000_000_000_000,
                "order_id": order.order_id,
                "amount": cents(refund.amount),
                "kind": "refund",
                "gateway": "shopify_payments",
                "status": "success",
                "created_at": iso_dublin(refund.t),
                "test": False,
                "currency": order.currency,
            }
        ],
        "order_adjustments": adjustments,
    }


def _financial_status(order: Order, as_of: int) -> str:
    if order.outcome == "pending" or order.outcome == "deleted":
        return "pending"
    if order.outcome == "voided":
        return "voided" if as_of >= order.t + DAY else "authorized"
    if order.outcome == "cancelled_unpaid":
        return "voided" if as_of >= order.cancelled_at else "authorized"
    refunds = [refund for refund in order.refunds if refund.t <= as_of]
    if not refunds:
        return "paid"
    refunded = sum(refund.amount for refund in refunds)
    shipping = order.shipping + (0 if order.taxes_included else order.shipping_tax)
    is_all = refunded >= order.total - shipping - order.tip
    return "refunded" if is_all else "partially_refunded"


def order_record(order: Order, as_of: int) -> dict[str, Any]:
    """The order as the API gave it at ``as_of``."""
    person = order.person
    fulfilled = 0 < order.fulfilled_at <= as_of
    cancelled = 0 < order.cancelled_at <= as_of
    discount = sum(line.discount for line in order.lines)
    email: str | None = person.email
    phone = _phone(person)
    if order.is_guest and person.profile == "visitor":
        email, phone = None, None
    if order.outcome == "test":
        email, phone = "test-orders@example.com", None
    has_account = not order.is_guest and order.outcome != "test"
    address = None if order.source == "pos" else _address(person)
    if address and order.is_guest and person.profile == "visitor":
        address["phone"] = None
    return {
        "id": order.order_id,
        "name": order.name,
        "order_number": order.number,
        "created_at": iso_dublin(order.t),
        "processed_at": iso_dublin(order.t),
        "updated_at": iso_dublin(as_of),
        "cancelled_at": iso_dublin(order.cancelled_at) if cancelled else None,
        "cancel_reason": "customer" if cancelled else None,
        "test": order.outcome == "test",
        "email": email,
        "phone": phone,
        "customer": _customer(person) if has_account else None,
        "currency": order.currency,
        "presentment_currency": order.currency,
        "taxes_included": order.taxes_included,
        "financial_status": _financial_status(order, as_of),
        "fulfillment_status": "fulfilled" if fulfilled else None,
        "source_name": order.source,
        "referring_site": "https://search.example.com/" if person.unit % 3 == 0 else "",
        "cart_token": order.cart_token,
        "checkout_id": order.checkout_id,
        "total_line_items_price": cents(sum(x.price * x.quantity for x in order.lines)),
        "total_discounts": cents(discount),
        "subtotal_price": cents(order.subtotal),
        "total_tax": cents(order.total_tax),
        "total_tip_received": cents(order.tip),
        "total_price": cents(order.total),
        "discount_codes": []
        if not discount
        else [{"code": order.discount_code, "amount": cents(discount), "type": "percentage"}],
        "tax_lines": _tax_lines(order.total_tax, order.currency),
        "payment_gateway_names": [
            "manual"
            if order.outcome in ("pending", "deleted")
            else "bogus"
            if order.outcome == "test"
            else "shopify_payments"
        ],
        "tags": "",
        "note": None,
        "shipping_address": address,
        "line_items": [_line_item(line, order, fulfilled) for line in order.lines],
        "shipping_lines": []
        if not order.shipping
        else [
            {
                "id": order.order_id + 1,
                "title": "Standard",
                "code": "Standard",
                "source": "shopify",
                "price": cents(order.shipping),
                "discounted_price": cents(order.shipping),
                "tax_lines": _tax_lines(order.shipping_tax, order.currency),
                "discount_allocations": [],
            }
        ],
        "fulfillments": []
        if not fulfilled
        else [
            {
                "id": order.order_id + 3_000_000_000,
                "order_id": order.order_id,
                "status": "success",
                "created_at": iso_dublin(order.fulfilled_at),
                "updated_at": iso_dublin(order.fulfilled_at),
                "tracking_company": "Example Post" if order.source != "pos" else None,
            }
        ],
        "refunds": [_refund(refund, order) for refund in order.refunds if refund.t <= as_of],
    }


def write_order(writer: ExportWriter, order: Order) -> None:
    """The order as it stood after its last change in each month; a deletion leaves a tombstone."""
    times = [order.t, order.fulfilled_at, order.cancelled_at, *(r.t for r in order.refunds)]
    if order.outcome == "voided":
        times.append(order.t + DAY)
    times = [t for t in times if t and (not order.deleted_at or t < order.deleted_at)]
    for as_of in last_of_each_month(times):
        writer.write("shopify", "orders", as_of, order_record(order, as_of))
    if 0 < order.deleted_at <= END:
        # as loaders write a deletion that they read from Shopify's events
        writer.write(
            "shopify",
            "orders",
            order.deleted_at,
            {
                "id": order.order_id,
                "updated_at": iso_dublin(order.deleted_at),
                "deleted_at": iso_dublin(order.deleted_at),
                "deleted_message": f"Staff deleted order {order.name}.",
                "deleted_description": "Order deleted",
            },
        )


def last_change(order: Order) -> int:
    """When the order last changed within the period."""
    times = [order.t, order.fulfilled_at, order.cancelled_at, *(r.t for r in order.refunds)]
    return max(t for t in times if t <= END)


def write_checkout(
    writer: ExportWriter,
    person: Person,
    checkout_id: int,
    token: str,
    t: int,
    completed_at: int,
    lines: list[Line],
    is_guest: bool,
    source: str,
) -> None:
    """A checkout; ``completed_at`` 0 means abandoned. Completed later means two versions."""
    times = [t] if not completed_at else [t, completed_at]
    total = sum(line.price * line.quantity for line in lines)
    rate = VAT[person.currency][1]
    shipping = 0 if total >= 6000 else 495
    for as_of in last_of_each_month(times):
        done = 0 < completed_at <= as_of
        writer.write(
            "shopify",
            "checkouts",
            as_of,
            {
                "id": checkout_id,
                "token": f"{checkout_id:x}",
                "cart_token": token,
                "name": f"#{checkout_id}",
                "email": person.email,
                "phone": None,
                "created_at": iso_dublin(t),
                "updated_at": iso_dublin(as_of),
                "completed_at": iso_dublin(completed_at) if done else None,
                "currency": person.currency,
                "presentment_currency": person.currency,
                "taxes_included": True,
                "total_line_items_price": cents(total),
                "total_discounts": "0.00",
                "subtotal_price": cents(total),
                "total_tax": cents((total + shipping) * rate // (100 + rate)),
                "total_price": cents(total + shipping),
                "source_name": source,
                "abandoned_checkout_url": f"https://shop.example.com/checkouts/{checkout_id}/recover",
                "customer": None if is_guest else {"id": person.customer_id, "email": person.email},
                "line_items": [
                    {
                        "key": str(line.line_id),
                        "product_id": line.product.product_id,
                        "variant_id": line.product.variant_id,
                        "title": line.product.title,
                        "sku": line.product.sku,
                        "quantity": line.quantity,
                        "price": cents(line.price),
                    }
                    for line in lines
                ],
            },
        )
