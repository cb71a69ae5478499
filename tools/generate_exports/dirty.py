"""A handful of damaged records, so that the sample shows what is done with them."""

from __future__ import annotations

from .truth import Truth
from .writer import ExportWriter, encode

# (system, object, month, line, what is wrong with it)
_ORDER = {
    "name": "#9000001",
    "created_at": "2025-06-11T10:00:00+01:00",
    "updated_at": "2025-06-11T10:00:00+01:00",
    "currency": "EUR",
    "test": False,
    "cancelled_at": None,
    "financial_status": "paid",
    "email": "broken.record@example.com",
    "customer": None,
    "taxes_included": True,
    "source_name": "web",
    "total_price": "129.00",
    "refunds": [],
    "shipping_lines": [],
}
_LINE = {
    "id": 13_000_000_000_001,
    "product_id": 8_100_000_000_031,
    "quantity": 1,
    "price": "129.00",
    "title": "Wireless Headphones H200",
    "gift_card": False,
    "tax_lines": [],
    "discount_allocations": [],
}

DIRTY: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "shopify",
        "orders",
        "2025-06",
        encode({"id": 5_700_000_000_001, **_ORDER, "total_price": "abc", "line_items": [_LINE]}),
        "total_price is not a decimal: 'abc'",
    ),
    (
        "shopify",
        "orders",
        "2025-06",
        encode(
            {
                "id": 5_700_000_000_002,
                **_ORDER,
                "name": "#9000002",
                "line_items": [{**_LINE, "id": 13_000_000_000_002, "price": "abc"}],
            }
        ),
        "the price of a line is not a decimal: 'abc'",
    ),
    (
        "zendesk",
        "tickets",
        "2025-07",
        encode(
            {
                "created_at": "2025-07-08T09:15:00Z",
                "updated_at": "2025-07-08T09:15:00Z",
                "subject": "No id",
                "description": "A ticket without an id.",
                "status": "open",
                "requester_id": 360_000_000_008,
                "tags": [],
                "via": {"channel": "email"},
            }
        ),
        "id is missing",
    ),
    (
        "intercom",
        "conversations",
        "2025-06",
        '{"type":"conversation","id":"215300000001","created_at":1749636000,"updated_at":17496',
        "the line is cut off",
    ),
)


def write_dirty(writer: ExportWriter, truth: Truth) -> None:
    """Appends the damaged records, each to the file of its month."""
    for system, obj, month, line, why in DIRTY:
        file, number = writer.write_line(system, obj, month, line)
        truth.add(
            "dirty_records",
            source_system=system,
            object=obj,
            file=file,
            line=number,
            what_is_wrong=why,
        )
