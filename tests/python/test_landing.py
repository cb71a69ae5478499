"""Landing over exports that are broken on purpose, by real builds.

Each case is a few small files of one instance (`generic@<case>/…`), so that one build holds them
all, apart from each other. What a case expects is everything that became of its records: those in
use, those superseded or deleted, those rejected with file, line and reasons, and the values listed
as issues. Nothing else may have become of them, and their sum is what the files hold.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, RECORD_QUALITY, Content, Project, Warehouse, as_bytes

from warehouse.export_files.listing import SAMPLE_BYTES, content_hash

Record = dict[str, Any]

# How a record in use shows: by its id, and a word that tells its versions apart.
OBJECTS = {
    ("generic", "orders"): ("stg_generic__orders", "order_id", "sales_channel"),
    ("generic", "order_lines"): ("stg_generic__order_lines", "order_id", "line_id"),
    ("generic", "conversations"): ("stg_generic__conversations", "conversation_id", "status"),
    ("generic", "customers"): ("stg_generic__customers", "customer_id", "attributes"),
    ("shopify", "orders"): ("stg_shopify__orders", "order_id", "source_name"),
    ("zendesk", "tickets"): ("stg_zendesk__tickets", "ticket_id", "status"),
    ("intercom", "conversations"): ("stg_intercom__conversations", "conversation_id", "state"),
}
MODELS = [
    name
    for (system, object_name), (staged, *_) in OBJECTS.items()
    for name in (f"land_{system}__{object_name}", staged)
]
QUALITY = ["landed_files", *RECORD_QUALITY]
ORDERS = [*QUALITY, "land_generic__orders", "stg_generic__orders"]


def order(order_id: str = "1", **fields: Any) -> Record:
    """An order of the open format that nothing is wrong with, but for what a case changes."""
    return {
        "order_id": order_id,
        "currency_code": "EUR",
        "gross_sales_amount": "10.00",
        "ordered_at": "2025-03-01T10:00:00Z",
        **fields,
    }


def shop_order(order_id: int = 1, **fields: Any) -> Record:
    """A Shopify order with one line."""
    return {
        "id": order_id,
        "currency": "EUR",
        "total_price": "10.00",
        "created_at": "2025-03-01T10:00:00+00:00",
        "line_items": [{"id": 1, "quantity": 1, "price": "10.00", "tax_lines": [{"price": "1"}]}],
        **fields,
    }


def chat(chat_id: str = "1", **fields: Any) -> Record:
    """An Intercom conversation."""
    return {"id": chat_id, "created_at": 1740823200, "updated_at": 1740823200, **fields}


def lines(*records: Record | str, end: str = "\n") -> str:
    """JSON lines; a text is a line as it is."""
    texts = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    return "".join(text + end for text in texts)


def airbyte(record: Any, emitted_at: int = 1741000000000) -> Record:
    """A line of Airbyte's files."""
    return {"stream": "orders", "data": record, "emitted_at": emitted_at}


def csv_rows(*rows: str, end: str = "\n") -> str:
    """A CSV of orders by the given rows."""
    return end.join((REGULAR, *rows)) + end


REGULAR = "order_id,currency_code,gross_sales_amount,ordered_at"
ROW = "{},EUR,10.00,2025-03-01T10:00:00Z"


REST_MISSING = "currency_code: missing; gross_sales_amount: missing; ordered_at: missing"
ALL_MISSING = f"order_id: missing; {REST_MISSING}"


@dataclass
class Case:
    """Files of one instance, and everything that must have become of what is in them."""

    files: Mapping[str, Content]
    used: Sequence[str] = ()
    superseded: int = 0
    deleted: int = 0
    after_as_of: int = 0
    rejected: Mapping[str, str] = field(default_factory=dict)  # "file:line": "reasons"
    issues: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)  # file: how its problem begins
    system: str = "generic"
    object_name: str = "orders"


def lines_case(
    *records: Record | str,
    used: Sequence[str],
    rejected: Mapping[int, str] | None = None,
    **rest: Any,
) -> Case:
    """A case of one file of JSON lines; rejected and issues by line."""
    name = f"{rest.get('object_name', 'orders')}.jsonl"
    issues = {f"{name}:{line}": text for line, text in rest.pop("issues", {}).items()}
    faults = {f"{name}:{line}": text for line, text in (rejected or {}).items()}
    return Case({name: lines(*records)}, used, rejected=faults, issues=issues, **rest)


CASES: dict[str, Case] = {}

# --- Values that cannot be read -----------------------------------------------------------------

CASES["truncated_line"] = lines_case(
    order("1"), '{"order_id": "2", "curr', order("3"),
    used=["1", "3"], rejected={2: "record: not JSON"},
)  # fmt: skip

MONEY = {
    "abc": False, "12.34567": False, "1e3": False, "1_000": False, "NaN": False, "0x1F": False,
    "1,50": False, "12.": False, ".5": False, "1 000": False, "€5": False, "infinity": False,
    "123456789012345": False, "12.5": True, " 7.25 ": True, "-3": True, "+4.0000": True,
    "12.500000": True, "999999999999.9999": True, "1000000000000": True, "1000000000000.01": False,
    "99999999999999.9999": False,
}  # fmt: skip
MONEY_FAULTS = {"NaN": "missing", "1000000000000.01": "out of range"}
MONEY_FAULTS["99999999999999.9999"] = "out of range"
CASES["money"] = lines_case(
    *(order(str(n), gross_sales_amount=text) for n, text in enumerate(MONEY, 1)),
    used=[str(n) for n, good in enumerate(MONEY.values(), 1) if good],
    rejected={
        n: f"gross_sales_amount: {MONEY_FAULTS.get(text, 'not a decimal')}: '{text}'"
        for n, (text, good) in enumerate(MONEY.items(), 1)
        if not good
    },
)

# JSON numbers are no text: 1e3 is a thousand, and so is 1000.0; binary noise is not rounded away.
CASES["money_as_json_number"] = lines_case(
    *(
        json.dumps(order(str(n))).replace('"10.00"', number)
        for n, number in enumerate(["12.5", "1e3", "7", "19.990000000000002", "NaN", "true"], 1)
    ),
    used=["1", "2", "3"],
    rejected={
        4: "gross_sales_amount: not a decimal: '19.990000000000002'",
        5: "gross_sales_amount: missing: 'NaN'",
        6: "gross_sales_amount: not a decimal: 'true'",
    },
)  # fmt: skip

CASES["optional_money"] = lines_case(
    order("1", discount_amount="free"), order("2", discount_amount=""), order("3", tax_amount=None),
    order("4", discount_amount="none"),
    used=["2", "3", "4"], rejected={1: "discount_amount: not a decimal: 'free'"},
    issues={4: "discount_amount: a word for nothing: 'none'"},
)  # fmt: skip

TIMES = {
    "2025-13-01": "not a timestamp", "0000-00-00": "not a timestamp",
    "0000-00-00T00:00:00Z": "not a timestamp", "1740823200": "not a timestamp",
    "2025-02-29T00:00:00Z": "not a timestamp", "2025-03-01T25:00:00Z": "not a timestamp",
    "2025-03-01T10:00:00+99:99": "not a timestamp", "01/03/2025": "not a timestamp",
    "yesterday": "not a timestamp", "Sat, 01 Mar 2025 10:00:00 +0000": "not a timestamp",
    "1999-12-31T23:59:59Z": "implausible", "0001-01-01T00:00:00Z": "implausible",
    "2025-03-01": None, "2025-03-01 10:00:00": None, "2025-03-01T10:00": None,
    "2025-03-01 10:00:00 UTC": None, "2025-03-01T10:00:00.123456Z": None,
    "2025-03-01T10:00:00+02:00": None, "2025-03-01T10:00:00-0530": None,
}  # fmt: skip
CASES["times"] = lines_case(
    *(order(str(n), ordered_at=text) for n, text in enumerate(TIMES, 1)),
    used=[str(n) for n, fault in enumerate(TIMES.values(), 1) if not fault],
    rejected={
        n: f"ordered_at: {fault}: '{text}'"
        for n, (text, fault) in enumerate(TIMES.items(), 1)
        if fault
    },
)

CASES["epoch_times"] = lines_case(
    chat("1"), chat("2", created_at="2025-03-01T10:00:00Z"), chat("3", created_at=1740823200.5),
    chat("4", created_at=1740823200000), chat("5", created_at=0),
    used=["1", "3"], system="intercom", object_name="conversations",
    rejected={
        2: "created_at: not a timestamp: '2025-03-01T10:00:00Z'",
        4: "created_at: not a timestamp: '1740823200000'",
        5: "created_at: implausible: '0'",
    },
)  # fmt: skip

CASES["missing"] = lines_case(
    {"currency_code": "EUR", "gross_sales_amount": "1", "ordered_at": "2025-03-01"},
    *(order(text) for text in (None, "", "   ", "\t", "\r\n")),  # type: ignore[arg-type]
    {"order_id": "7"}, order("8"),
    used=["8"],
    rejected={
        **dict.fromkeys(range(1, 7), "order_id: missing"),
        7: REST_MISSING,
    },
)  # fmt: skip

CASES["issues"] = lines_case(
    *(
        {"conversation_id": str(n), "channel": "chat", "started_at": "2025-03-01", **fields}
        for n, fields in enumerate(
            [
                {"status": "Solved"}, {"status": "in limbo"}, {"status": "other"}, {"status": ""},
                {"bot_answer_count": "5.7"}, {"is_spam": "perhaps"}, {"is_spam": "YES"},
                {"channel": "Web Form"}, {"channel": "fax"}, {"status": "N/A"}, {"subject": "None"},
                {"started_by": "End-User"},
            ], 1,
        )
    ),
    used=["1 solved", "10", "11", "12", "2 other", "3 other", "4", "5", "7", "8", "9"],
    rejected={6: "is_spam: not a boolean: 'perhaps'"},
    issues={
        2: "status: unknown value: 'in limbo'",
        5: "bot_answer_count: not an integer: '5.7'",
        9: "channel: unknown value: 'fax'",
        10: "status: a word for nothing: 'N/A'",
    },
    object_name="conversations",
)  # fmt: skip

# What stands where there is nothing; a record is not one because a word says so.
NOTHING = (
    "NaN",
    "nan",
    "null",
    "None",
    "N/A",
    "undefined",
    "-",
    "\\N",
    "(not set)",
    "<NA>",
    " n/a ",
)
CASES["words_for_nothing"] = lines_case(
    *(order(text) for text in NOTHING),
    *(order(str(n), customer_id=text) for n, text in enumerate(NOTHING, 1)),
    order("email", customer_email="null"), order("phone", customer_phone="N/A"),
    order("cart", cart_token="None"), order("test", is_test="NULL"), order("time", cancelled_at="NaT"),
    order("status", status="None", sales_channel="none"), order("currency", currency_code="null"),
    used=[
        *(str(n) for n in range(1, len(NOTHING) + 1)), "cart", "email", "phone", "status none", "test",
        "time",
    ],
    rejected={
        **{n: f"order_id: missing: '{text}'" for n, text in enumerate(NOTHING, 1)},
        2 * len(NOTHING) + 7: "currency_code: missing: 'null'",
    },
    issues={
        **{
            n: f"customer_id: a word for nothing: '{text}'"
            for n, text in enumerate(NOTHING, len(NOTHING) + 1)
        },
        **{
            n: f"{field}: a word for nothing: '{text}'"
            for n, (field, text) in enumerate(
                [
                    ("customer_email", "null"), ("customer_phone", "N/A"), ("cart_token", "None"),
                    ("is_test", "NULL"), ("cancelled_at", "NaT"),
                ],
                2 * len(NOTHING) + 1,
            )
        },
    },
)  # fmt: skip

CURRENCIES = {"eur": True, " USD ": True, "EURO": False, "€": False, "E UR": False}
CASES["currencies"] = lines_case(
    *(order(str(n), currency_code=text) for n, text in enumerate(CURRENCIES, 1)),
    used=["1", "2"],
    rejected={
        n: f"currency_code: not a currency code: '{text}'"
        for n, (text, good) in enumerate(CURRENCIES.items(), 1)
        if not good
    },
)

# --- Versions and deletions ---------------------------------------------------------------------

CASES["same_id_twice_in_a_file"] = lines_case(
    order("1", sales_channel="first"),
    order("1", sales_channel="last"),
    used=["1 last"],
    superseded=1,
)
CASES["same_file_under_two_names"] = Case(
    {
        "orders/a.jsonl": lines(order("1"), order("2")),
        "orders/b.jsonl": lines(order("1"), order("2")),
    },
    used=["1", "2"],
    superseded=2,
)
CASES["older_version_in_a_later_file"] = Case(
    {
        "orders/1.jsonl": [order("1", updated_at="2025-03-03T00:00:00Z", sales_channel="new")],
        "orders/2.jsonl": [order("1", updated_at="2025-03-02T00:00:00Z", sales_channel="old")],
        "orders/3.jsonl": [order("1", sales_channel="undated")],
    },
    used=["1 new"],
    superseded=2,
)
CASES["same_update_emitted_twice"] = Case(
    {
        "orders/1.jsonl": [airbyte(order("1", sales_channel="late"), 1741000009000)],
        "orders/2.jsonl": [airbyte(order("1", sales_channel="early"), 1741000001000)],
    },
    used=["1 late"],
    superseded=1,
)
CASES["rejected_version_supersedes_nothing"] = lines_case(
    order("1", updated_at="2025-03-02T00:00:00Z"),
    order("1", updated_at="2025-03-03T00:00:00Z", gross_sales_amount="x"),
    used=["1"], rejected={2: "gross_sales_amount: not a decimal: 'x'"},
)  # fmt: skip

UPDATED = {"updated_at": "2025-03-02T00:00:00Z"}
for _mark in ("deleted_at", "_ab_cdc_deleted_at", "_sdc_deleted_at"):
    CASES[f"tombstone_by_{_mark}"] = lines_case(
        {"order_id": "1", _mark: "2025-03-03T00:00:00Z"}, order("1", **UPDATED),
        order("2", **{_mark: None}), order("3", **{_mark: ""}),
        used=["2", "3"], superseded=1, deleted=1,
    )  # fmt: skip
CASES["tombstone_without_time"] = lines_case(
    {"id": 1, "status": "deleted"},
    {"id": 1, "status": "open", "created_at": "2025-03-01", "updated_at": "2025-03-09T00:00:00Z"},
    used=[], superseded=1, deleted=1, system="zendesk", object_name="tickets",
)  # fmt: skip
CASES["tombstone_by_status"] = lines_case(
    {"id": 1, "status": "open", "created_at": "2025-03-01", "updated_at": "2025-03-02T00:00:00Z"},
    {"id": 1, "status": "deleted", "updated_at": "2025-03-03T00:00:00Z"},
    {"id": 2, "status": "open", "created_at": "2025-03-01", "updated_at": "2025-03-02T00:00:00Z"},
    used=["2 open"], superseded=1, deleted=1, system="zendesk", object_name="tickets",
)  # fmt: skip
CASES["tombstone_of_something_unknown"] = lines_case(
    {"order_id": "9", "deleted_at": "2025-03-03T00:00:00Z"}, order("1"), used=["1"], deleted=1
)
CASES["tombstone_without_key"] = lines_case(
    {"deleted_at": "2025-03-03T00:00:00Z"}, used=[],
    rejected={
        1: ALL_MISSING
    },
)  # fmt: skip
CASES["resurrected"] = lines_case(
    order("1", updated_at="2025-03-02T00:00:00Z", sales_channel="before"),
    {"order_id": "1", "deleted_at": "2025-03-03T00:00:00Z"},
    order("1", updated_at="2025-03-04T00:00:00Z", sales_channel="after"),
    used=["1 after"], superseded=2,
)  # fmt: skip
CASES["key_of_two_parts"] = lines_case(
    *(
        {"order_id": first, "line_id": second, "quantity": 1, "unit_price_amount": "1"}
        for first, second in (("a|b", "c"), ("a", "b|c"), ("a\\", "b"), ("a", "\\b"), ("a", "b|c"))
    ),
    used=["a b|c", "a \\b", "a\\ b", "a|b c"], superseded=1, object_name="order_lines",
)  # fmt: skip

# --- What loaders wrap around a record ----------------------------------------------------------

CASES["airbyte_files"] = lines_case(
    airbyte(order("1")), airbyte(order("2", gross_sales_amount="x")), airbyte({"order_id": "3"}),
    used=["1"],
    rejected={
        2: "gross_sales_amount: not a decimal: 'x'",
        3: REST_MISSING,
    },
)  # fmt: skip
CASES["airbyte_messages"] = lines_case(
    {"type": "LOG", "log": {"level": "INFO", "message": "started"}},
    {"type": "TRACE", "trace": {"type": "STREAM_STATUS", "emitted_at": 1.5}},
    {"type": "RECORD", "record": airbyte(order("1"))},
    {"type": "STATE", "state": {"data": {}}},
    {"type": "RECORD", "record": airbyte(order("2"))},
    used=["1", "2"],
)
CASES["airbyte_tables"] = lines_case(
    {
        "_airbyte_raw_id": "u1", "_airbyte_extracted_at": "2025-03-05 10:00:00.000 +0000",
        "_airbyte_loaded_at": None, "_airbyte_data": order("1", sales_channel="new"),
        "_airbyte_meta": {},
    },
    {
        "_airbyte_ab_id": "u2", "_airbyte_emitted_at": 1741000000000,
        "_airbyte_data": json.dumps(order("1", sales_channel="old")),
    },
    used=["1 new"], superseded=1,
)  # fmt: skip
CASES["singer"] = lines_case(
    {"type": "SCHEMA", "stream": "orders", "schema": {"properties": {}}, "key_properties": ["id"]},
    {"type": "RECORD", "stream": "orders", "record": order("1"), "time_extracted": "2025-03-05"},
    {"type": "STATE", "value": {"bookmarks": {}}},
    {"type": "RECORD", "stream": "orders", "record": order("2", ordered_at="x"), "version": 7},
    {"type": "ACTIVATE_VERSION", "stream": "orders", "version": 7},
    used=["1"], rejected={4: "ordered_at: not a timestamp: 'x'"},
)  # fmt: skip
CASES["singer_delivered_twice"] = Case(
    {
        "orders/1.jsonl": [
            {"type": "SCHEMA", "stream": "orders", "schema": {}, "key_properties": []},
            {
                "type": "RECORD", "stream": "orders", "time_extracted": "2025-03-06T00:00:00Z",
                "record": order("1", sales_channel="late"),
            },
        ],
        "orders/2.jsonl": [
            {
                "type": "RECORD", "stream": "orders", "time_extracted": "2025-03-05T00:00:00Z",
                "record": order("1", sales_channel="early"),
            },
        ],
    },
    used=["1 late"], superseded=1,
)  # fmt: skip
CASES["envelope_after_a_broken_line"] = lines_case(
    '{"stream": "ord', airbyte(order("1")), used=["1"], rejected={1: "record: not JSON"}
)
CASES["envelope_with_nothing_in_it"] = lines_case(
    airbyte(order("1")), airbyte(None), "[1]", "3", airbyte("text"),
    used=["1"],
    rejected={
        2: ALL_MISSING,
        3: "record: not a JSON object",
        4: "record: not a JSON object",
        5: "record: not JSON",
    },
)  # fmt: skip
CASES["envelope_emitted_at_no_time"] = lines_case(
    airbyte(order("1"), 999999999999999999), airbyte(order("2"), "soon"),  # type: ignore[arg-type]
    used=["1", "2"],
)  # fmt: skip
CASES["record_with_a_key_of_an_envelope"] = lines_case(
    order("1", data={"order_id": "wrong"}, type="RECORD", stream="orders"),
    order("2", record={"order_id": "wrong"}),
    used=["1", "2"],
)
CASES["record_with_a_key_of_an_envelope_among_envelopes"] = lines_case(
    airbyte(order("1")), order("2", data={"order_id": "wrong"}), used=["1", "2"]
)
CASES["record_of_a_type_that_loaders_have"] = lines_case(
    order("1", type="LOG"), order("2", type="STATE"), used=["1", "2"]
)
CASES["record_of_a_type_that_loaders_have_among_envelopes"] = lines_case(
    airbyte(order("1")), order("2", type="LOG"), {"type": "LOG", "log": {}}, used=["1", "2"]
)

# --- Bytes --------------------------------------------------------------------------------------

GOOD = lines(order("1"), order("2")).encode()
NOT_JSON = "record: not JSON"
NOT_UTF_8 = "record: bytes that are no UTF-8"
OTHER_WIDTH = "record: more or fewer fields than the header"
CASES["archive"] = Case({"orders/a.jsonl.gz": gzip.compress(GOOD)}, used=["1", "2"])
CASES["archive_cut_off"] = Case(
    {
        "orders/a.jsonl.gz": gzip.compress(GOOD * 50)[:-20],
        "orders/b.jsonl": lines(order("3")),
    },
    used=["3"],
    unreadable={"orders/a.jsonl.gz": "is a damaged archive"},
)
CASES["archive_of_csv_cut_off"] = Case(
    {"orders/a.csv.gz": gzip.compress(csv_rows(*map(ROW.format, range(99))).encode())[:-9]},
    unreadable={"orders/a.csv.gz": "is a damaged archive"},
)
CASES["archive_with_a_wrong_checksum"] = Case(
    {
        "orders.jsonl.gz": gzip.compress(GOOD)[:-8]
        + b"\x01\x02\x03\x04"
        + len(GOOD).to_bytes(4, "little")
    },
    unreadable={"orders.jsonl.gz": "is a damaged archive"},
)
CASES["archive_in_name_only"] = Case(
    {"orders.jsonl.gz": GOOD}, unreadable={"orders.jsonl.gz": "is a damaged archive"}
)
CASES["archive_of_two_members"] = Case(
    {"orders.jsonl.gz": gzip.compress(GOOD) + gzip.compress(lines(order("3")).encode())},
    used=["1", "2", "3"],
)
CASES["archive_padded_with_zeros"] = Case(
    {"orders.jsonl.gz": gzip.compress(GOOD) + b"\x00" * 512}, used=["1", "2"]
)
CASES["empty_file"] = Case({"orders/a.jsonl": "", "orders/b.csv": "", "orders/c.json": ""})
CASES["empty_archive"] = Case({"orders/a.jsonl.gz": gzip.compress(b"")})
CASES["blank_lines_only"] = Case({"orders/a.jsonl": "\n \n\t\r\n\n", "orders/b.csv": "\n\n"})
CASES["blank_lines_between"] = Case(
    {
        "orders.jsonl": "\n\n"
        + lines(order("1"))
        + "\n  \n"
        + "{\n"
        + "\n"
        + lines(order("2"))
        + "\n"
    },
    used=["1", "2"],
    rejected={"orders.jsonl:6": NOT_JSON},
)
CASES["crlf"] = Case(
    {"orders.jsonl": lines(order("1"), "", "?", order("2"), end="\r\n")},
    used=["1", "2"],
    rejected={"orders.jsonl:3": NOT_JSON},
)
CASES["mixed_line_ends"] = Case(
    {
        "orders.jsonl": lines(order("1"), end="\r\n")
        + lines("", "?")
        + lines(order("2"), "?", end="\r\n")
    },
    used=["1", "2"],
    rejected={"orders.jsonl:3": NOT_JSON, "orders.jsonl:5": NOT_JSON},
)
CASES["stray_carriage_return"] = Case(
    {"orders.jsonl": '{"order_id": "1",\r' + lines(order("1"))[17:] + lines("?\r?", order("2"))},
    used=["1", "2"],
    rejected={"orders.jsonl:2": NOT_JSON},
)
CASES["nul"] = Case(
    {
        "orders.jsonl": lines(order("1")).encode()
        + b'{"order_id": "\x00"\n\x00\n'
        + lines(order("2")).encode()
    },
    used=["1", "2"],
    rejected={"orders.jsonl:2": NOT_JSON, "orders.jsonl:3": NOT_JSON},
)
CASES["no_utf_8"] = Case(
    {"orders.jsonl": lines(order("caf\xe9")).encode("latin-1") + lines(order("2"), "?").encode()},
    used=["2"],
    rejected={"orders.jsonl:1": NOT_UTF_8, "orders.jsonl:3": NOT_JSON},
)
# Read as one code page or the other it would be another key; with its letter lost, the key of others.
CASES["keys_that_are_no_utf_8"] = Case(
    {
        "orders/a.csv": csv_rows(*(ROW.format(key) for key in ("Mü1", "Mö1", "Z"))).encode("cp1252"),
        "orders/b.json": json.dumps([order("ß"), order("y")], ensure_ascii=False).encode("cp1250"),
        "orders/c.csv": f"größe,{REGULAR}\n".encode("cp1252"),
        "orders/d.jsonl": lines(order("M\ufffd1")),
    },
    used=["Z", "y"],
    rejected={
        **dict.fromkeys(("orders/a.csv:2", "orders/a.csv:3", "orders/b.json:1"), "record: bytes that are no UTF-8"),
        "orders/d.jsonl:1": "order_id: a character was lost: 'M\ufffd1'",
    },
    unreadable={"orders/c.csv": "has a header whose bytes are no UTF-8"},
)  # fmt: skip
# Only the program that copies a file says why a line is none, whatever the line says.
CASES["marks_of_a_copy"] = Case(
    {
        "orders/a.jsonl": lines("!anna@example.com\x1fx", "!not_utf_8\x1fx", order("1")),
        "orders/b.jsonl": lines("!anna@example.com\x1fx") + lines(order("2"), end="\r\n"),
        "orders/c.csv": csv_rows("!anna@example.com\x1fx", '"!anna@example.com\x1fx",2'),
    },
    used=["1", "2"],
    rejected={
        **dict.fromkeys(("orders/a.jsonl:1", "orders/a.jsonl:2", "orders/b.jsonl:1"), NOT_JSON),
        **dict.fromkeys(("orders/c.csv:2", "orders/c.csv:3"), OTHER_WIDTH),
    },
)
CASES["utf_16"] = Case(
    {
        "orders/little.jsonl": lines(order("é"), "", "?").encode("utf-16"),
        "orders/big.jsonl": b"\xfe\xff" + lines(order("2"), "\xa0").encode("utf-16-be"),
        "orders/enveloped.jsonl": lines(
            {"type": "SCHEMA", "stream": "orders", "schema": {}},
            {"type": "RECORD", "stream": "orders", "record": order("3")},
        ).encode("utf-16"),
        "orders/table.csv": csv_rows(ROW.format(4), "?").encode("utf-16"),
    },
    used=["2", "3", "4", "é"],
    rejected={
        "orders/big.jsonl:2": NOT_JSON,
        "orders/little.jsonl:3": NOT_JSON,
        "orders/table.csv:3": OTHER_WIDTH,
    },
)
BOM = b"\xef\xbb\xbf"
CASES["byte_order_mark"] = Case(
    {
        "orders/a.jsonl": BOM + lines(order("1"), "?").encode(),
        "orders/b.jsonl": BOM + b"\n" + lines(order("2"), "?").encode(),
        "orders/c.jsonl": BOM,
        "orders/d.csv": BOM + csv_rows(ROW.format(3)).encode(),
        "orders/e.jsonl": BOM + lines(airbyte(order("4"))).encode(),
        "orders/f.jsonl": lines(order("5"), "?"),
    },
    used=["1", "2", "3", "4", "5"],
    rejected={f"orders/{name}.jsonl:{n}": NOT_JSON for name, n in (("a", 2), ("b", 3), ("f", 2))},
)
CASES["emoji"] = lines_case(
    order("😀"), order("日本", sales_channel="👩‍👩‍👧"), used=["日本 👩‍👩‍👧", "😀"]
)
CASES["line_of_10_megabytes"] = Case(
    {
        "orders/a.jsonl": lines(order("1", note="x" * 10_000_000), "?"),
        "orders/b.jsonl": lines(order("2", note="y" * 3_000_000), "?").encode() + b'"\xff"\n',
        "orders/c.csv": csv_rows(ROW.format(3), ROW.format('"' + "z" * 3_000_000 + '"')),
        "orders/d.json": json.dumps([order("4", note="n" * 3_000_000)]),
        "orders/e.jsonl.gz": gzip.compress(lines(order("5", note="e" * 3_000_000)).encode()),
        "orders/f.jsonl": lines(order("6", note="z" * 3_000_000)).encode("utf-16"),
    },
    used=["1", "2", "3", "4", "5", "6", "z" * 3_000_000],
    rejected={
        "orders/a.jsonl:2": NOT_JSON,
        "orders/b.jsonl:2": NOT_JSON,
        "orders/b.jsonl:3": NOT_UTF_8,
    },
)
CASES["no_newline_at_the_end"] = Case(
    {
        "orders/a.jsonl": lines(order("1")).rstrip(),
        "orders/b.csv": csv_rows(ROW.format(2)).rstrip(),
    },
    used=["1", "2"],
)

# --- JSON ---------------------------------------------------------------------------------------

CASES["array"] = Case(
    {
        "orders/a.json": json.dumps([order("1"), order("2", gross_sales_amount="x")], indent=2),
        "orders/b.json": json.dumps([order("3")]),
        "orders/c.json": "[]",
        "orders/d.json": " [ \n ] \n",
        "orders/e.json": lines(order("4"), order("5")),
        "orders/f.json": json.dumps(order("6"), indent=2),
        "orders/g.json.gz": gzip.compress(json.dumps([order("7")] * 2).encode()),
    },
    used=["1", "3", "4", "5", "6", "7"],
    superseded=1,
    rejected={"orders/a.json:2": "gross_sales_amount: not a decimal: 'x'"},
)
CASES["array_cut_off"] = Case(
    {
        "orders/a.json": json.dumps([order("1"), order("2")], indent=1)[:-30],
        "orders/b.json": json.dumps([order("3")])[:-1],
        "orders/c.json": "[",
        "orders/d.json": json.dumps([order("4")]) + " and more",
    },
    used=["1", "3", "4"],
    rejected={
        "orders/a.json:2": NOT_JSON,
        "orders/b.json:2": "record: the array is not closed, the file is cut off",
        "orders/c.json:1": "record: the array is not closed, the file is cut off",
        "orders/d.json:2": "record: text after the end of the array",
    },
)
PAGE = {"next_page": "https://shop.example/orders?page=2", "count": 40}
CASES["pages_of_an_api"] = Case(
    {
        "orders/a.json": json.dumps({"orders": [order("1"), order("2", tax_amount=1e-3)], **PAGE}),
        "orders/b.json": json.dumps({"orders": [order("3")], "customers": [{}], **PAGE}, indent=2),
        "orders/c.jsonl": lines(
            {"orders": [order("4"), order("5")]}, {"orders": []}, {**PAGE, "orders": [order("6")]}
        ),
        "orders/d.json": json.dumps([{"data": [order("7")]}, {"data": [order("8")], "has_more": False}]),
        "orders/e.jsonl.gz": gzip.compress(lines({"order": order("9")}).encode()),
        "orders/f.jsonl": lines({"orders": [order("10")], "note": "no page"}),
        "orders/g.json": '{"orders": [' + json.dumps(order("11")).replace('"10.00"', "19.990000000000002") + "]}",
    },
    used=[*map(str, range(1, 10))],
    rejected={
        "orders/f.jsonl:1": ALL_MISSING,
        "orders/g.json:1": "gross_sales_amount: not a decimal: '19.990000000000002'",
    },
)  # fmt: skip
CASES["pages_of_conversations"] = Case(
    {
        "conversations.json": json.dumps(
            {
                "type": "conversation.list", "pages": {"type": "pages", "page": 1}, "total_count": 2,
                "conversations": [chat("1", type="conversation"), chat("2", tags={"tags": []})],
            }
        )
    },
    used=["1", "2"], system="intercom", object_name="conversations",
)  # fmt: skip
CASES["pages_with_a_broken_one"] = Case(
    {"orders.jsonl": lines({"orders": [order("1")]}, '{"orders": [', order("2"))},
    used=["1", "2"],
    rejected={"orders.jsonl:2": NOT_JSON},
)
CASES["array_of_something_else"] = Case(
    {"orders.json": json.dumps([order("1"), 3, None, [order("2")], "x"])},
    used=["1"],
    rejected={f"orders.json:{n}": "record: not a JSON object" for n in (2, 3, 4, 5)},
)
CASES["no_objects"] = lines_case(
    "null", "[1]", '"x"', "3", "true", order("1"), "{}", "{'order_id': 1}",
    used=["1"],
    rejected={
        **dict.fromkeys(range(1, 6), "record: not a JSON object"),
        7: ALL_MISSING,
        8: NOT_JSON,
    },
)  # fmt: skip
DEEP = "[" * 50_000 + "]" * 50_000
CASES["deeply_nested"] = Case(
    {
        "orders/a.jsonl": lines(
            json.dumps(order("1"))[:-1] + f', "note": {DEEP}}}', order("2"), DEEP
        ),
        "orders/b.json": "[" + json.dumps(order("3")) + ', {"note": ' + DEEP + "}]",
    },
    used=["1", "2", "3"],
    rejected={"orders/a.jsonl:3": "record: not a JSON object", "orders/b.json:2": NOT_JSON},
)
# Which of two values counts is for nobody to say; it is the first, every time.
CASES["duplicated_keys"] = lines_case(
    '{"sales_channel": "first", "sales_channel": "second", ' + json.dumps(order())[1:],
    used=["1 first"],
)  # fmt: skip
LINE = {"id": 1, "quantity": 1, "price": "1"}
CASES["lists"] = lines_case(
    shop_order(1), shop_order(2, line_items="x"), shop_order(3, line_items={"id": 1}),
    shop_order(4, line_items=[1, {"id": 2, "quantity": 1, "price": "x"}]),
    shop_order(5, line_items=None), shop_order(6, line_items=[]),
    shop_order(7, line_items=[{**LINE, "tax_lines": "x"}]),
    shop_order(8, line_items=[{**LINE, "tax_lines": [{"price": "y"}]}]),
    airbyte(shop_order(9)),
    shop_order(10, line_items=[{"id": n, "quantity": 1, "price": "x"} for n in (1, 2)]),
    used=["1", "5", "6"], system="shopify",
    rejected={
        2: "line_items: not a list",
        3: "line_items: not a list",
        4: "line_items[0].id: missing; line_items[0].quantity: missing; "
        "line_items[0].price: missing; line_items[1].price: not a decimal: 'x'; "
        "line_items: an item is not an object",
        7: "line_items[].tax_lines: not a list",
        8: "line_items[0].tax_lines[0].price: not a decimal: 'y'",
        9: "id: missing; currency: missing; total_price: missing; created_at: missing",
        10: "line_items[0].price: not a decimal: 'x'; line_items[1].price: not a decimal: 'x'",
    },
)  # fmt: skip
CASES["lists_in_envelopes"] = lines_case(
    airbyte(shop_order(1)), airbyte(shop_order(2, line_items="x")),
    used=["1"], rejected={2: "line_items: not a list"}, system="shopify",
)  # fmt: skip
CASES["list_without_required_fields"] = lines_case(
    chat("1", tags={"tags": [{"name": "a"}]}), chat("2", tags={"tags": ["a", "b"]}),
    chat("3", tags={"tags": "a"}), chat("4", tags={"tags": []}), chat("5", tags={"tags": [{}]}),
    used=["1", "4", "5"], system="intercom", object_name="conversations",
    rejected={2: "tags: an item is not an object", 3: "tags: not a list"},
)  # fmt: skip

# --- CSV ----------------------------------------------------------------------------------------

CASES["csv"] = Case(
    {
        "orders/a.csv": csv_rows(ROW.format(1), "2,EUR,ten,2025-03-01", ROW.format(3)),
        "orders/b.csv": csv_rows(
            ROW.format(4), ",EUR,1,2025-03-01", "NULL,EUR,1,2025-03-01", "A,EUR,1,2025-03-01"
        ),
        "orders/c.csv.gz": gzip.compress(csv_rows(ROW.format(5)).encode()),
        "orders/d.csv": csv_rows(),
        "orders/e.csv": csv_rows(ROW.format(6), "?,?,?,2025-03-01", end="\r\n"),
    },
    used=["1", "3", "4", "5", "6", "A"],
    rejected={
        "orders/b.csv:4": "order_id: missing: 'NULL'",
        "orders/a.csv:3": "gross_sales_amount: not a decimal: 'ten'",
        "orders/b.csv:3": "order_id: missing",
        "orders/e.csv:3": "order_id: missing: '?'; currency_code: missing: '?'; "
        "gross_sales_amount: missing: '?'",
    },
)
for _name, _mark in (("semicolon", ";"), ("tab", "\t"), ("pipe", "|")):
    CASES[f"csv_by_{_name}"] = Case(
        {"orders.csv": csv_rows(ROW.format(1), ROW.format(2)).replace(",", _mark)}, used=["1", "2"]
    )
CASES["csv_quoted"] = Case(
    {
        "orders/a.csv": csv_rows(
            '"1","EUR","10.00","2025-03-01"', '"a, ""b""\nc",EUR,1,2025-03-01',
            "3,EUR,x,2025-03-01",
            '"4\r\n\r\n",EUR,x,2025-03-01', "5,EUR,x,2025-03-01",
        ),
    },
    used=["1", 'a, "b"\nc'],
    rejected={
        f"orders/a.csv:{n}": "gross_sales_amount: not a decimal: 'x'" for n in (5, 6, 9)
    },
)  # fmt: skip
CASES["csv_quote_never_closed"] = Case(
    {
        "orders/a.csv": csv_rows(
            ROW.format(1), '2,EUR,1,"2025-03-01', ROW.format(3), ROW.format(4)
        ),
        "orders/b.csv": csv_rows(ROW.format(5), '6,EUR,1,"2025-03-01'),
        "orders/c.csv": '"order_id,currency_code\n1,EUR\n',
    },
    used=["1", "3", "4", "5"],
    rejected={f"orders/{name}.csv:3": "record: a quote is never closed" for name in "ab"},
    unreadable={"orders/c.csv": "has a quote in its header that is never closed"},
)
CASES["csv_of_other_widths"] = Case(
    {
        "orders.csv": csv_rows(
            ROW.format(1), "2,EUR", ROW.format(3) + ",more,", "", ",,,", ROW.format(4)
        )
    },
    used=["1", "4"],
    rejected={
        "orders.csv:3": OTHER_WIDTH,
        "orders.csv:4": OTHER_WIDTH,
        "orders.csv:6": ALL_MISSING,
    },
)
CASES["csv_columns"] = Case(
    {
        "orders/extra.csv": f"note,{REGULAR}\nhi,{ROW}\n".format(2),
        "orders/missing.csv": "order_id,gross_sales_amount,ordered_at\n3,5,2025-03-01\n",
        "orders/reordered.csv": "gross_sales_amount,order_id,ordered_at,currency_code\n"
        "5,1,2025-03-01,EUR\n",
        "orders/unnamed.csv": f"{REGULAR},,\n{ROW},,\n".format(4),
        "orders/spaced.csv": f"{REGULAR.replace(',', ' , ')}\n{ROW}\n".format(5),
        "orders/cases.csv": f"ORDER_ID,{REGULAR}\nx,{ROW}\n".format(6),
        "orders/twice.csv": f"order_id,{REGULAR}\n7,{ROW}\n".format(8),
        "orders/odd'name.csv": f"it's,{REGULAR}\nx,{ROW}\n".format(9),
    },
    used=["1", "2", "4", "5", "6", "9"],
    rejected={"orders/missing.csv:2": "currency_code: missing"},
    unreadable={"orders/twice.csv": "names a column twice in its header"},
)
CASES["csv_blank_lines"] = Case(
    {
        "orders.csv": "\n\n"
        + csv_rows(ROW.format(1), "", "  ", ROW.format("a").replace("10.00", "x"), "")
    },
    used=["1"],
    rejected={"orders.csv:7": "gross_sales_amount: not a decimal: 'x'"},
)
CASES["csv_bytes"] = Case(
    {
        "orders/cr.csv": csv_rows(ROW.format("1\r"), ROW.format(2)),
        "orders/nul.csv": csv_rows(ROW.format("\\u0000"), ROW.format("3\x00")),
        "orders/latin.csv": csv_rows(ROW.format("é")).encode("latin-1"),
        "orders/mac.csv": csv_rows(ROW.format(5), end="\r"),
        "orders/mixed.csv": csv_rows(ROW.format(6), end="\r\n") + ROW.format(7) + "\n",
    },
    used=["1", "2", "6", "7", "\\u0000"],
    rejected={
        "orders/latin.csv:2": NOT_UTF_8,
        "orders/nul.csv:3": "order_id: a character was lost: '3\ufffd'",
    },
    unreadable={"orders/mac.csv": "ends its lines with \\r"},
)
CASES["csv_with_json"] = Case(
    {
        "customers.csv": 'customer_id,attributes\n1,"{""size"": ""M""}"\n2,\n3,tall\n',
        "customers.jsonl": [{"customer_id": "4", "attributes": {"a": [1]}}],
    },
    used=['1 {"size": "M"}', "2", '3 "tall"', '4 {"a":[1]}'],
    object_name="customers",
)

# --- Ids ---------------------------------------------------------------------------------------

CASES["ids_written_in_two_ways"] = lines_case(
    order("1 "), order("\t2"), order("3.0"), order("v1.0"), order("0"), order("5.62183E+12"),
    order("AE+12"), order("7", customer_id="0"), order("8", customer_id="5.6e+11"),
    used=["1", "2", "3", "v1.0", "0", "AE+12", "7", "8"],
    rejected={6: "order_id: a number in scientific notation: '5.62183E+12'"},
    issues={
        9: "customer_id: a number in scientific notation: '5.6e+11'",
    },
)  # fmt: skip
CASES["one_row_a_line_item"] = lines_case(
    order("1"), order("1"), order("2", gross_sales_amount="60"),
    order("2", gross_sales_amount="40"),
    used=["1", "2"], superseded=2,
)  # fmt: skip
CASES["newer_version_unreadable"] = lines_case(
    order("1", updated_at="2025-03-02T10:00:00Z"),
    order("1", updated_at="2025-03-03T10:00:00Z", refunded_amount="1,250.00"),
    used=["1"], rejected={2: "refunded_amount: not a decimal: '1,250.00'"},
)  # fmt: skip
CASES["the_first_page"] = Case(
    {
        "orders/1.json": json.dumps({"orders": [order("1")], "has_more": True}),
        "orders/2.json": json.dumps({"orders": [order("2")], "next_page": "https://shop/3"}),
    },
    used=["1", "2"],
)
CASES["all_pages"] = Case(
    {
        "orders/1.json": json.dumps({"orders": [order("1")], "has_more": True}),
        "orders/2.json": json.dumps({"orders": [order("2")], "has_more": False}),
    },
    used=["1", "2"],
)
CASES["numbers_where_names_should_be"] = Case(
    {
        "order_lines.csv": "order_id,line_id,quantity,unit_price_amount,product_name\n"
        "1,1,1,1,Card to anna.byrne (at) example.com\n1,2,1,1,Call +353 86 777 0001\n"
        "1,3,1,1,Anna 086 777 0001\n1,4,1,1,Lego 10281 (at home)\n1,5,1,1,Poster 50+70 cm\n"
        "1,6,1,1,0012345678905\n"
    },
    used=[f"1 {n}" for n in range(1, 7)],
    issues={
        f"order_lines.csv:{n}": f"product_name: an address where a name should be: '{said}'"
        for n, said in enumerate(
            ("Card to anna.byrne (at) example.com", "Call +353 86 777 0001", "Anna 086 777 0001"), 2
        )
    },
    object_name="order_lines",
)


# --- Names and places ---------------------------------------------------------------------------

NAMES = (
    "it's", "a b", "😀", "raw[1]", "raw1", "x*", "xyz", "y?", 'quote"', "{a,b}", "%20", "$(id)",
)  # fmt: skip
CASES["names"] = Case(
    {f"orders/{name}.jsonl": lines(order(str(n)), "?") for n, name in enumerate(NAMES)},
    used=[str(n) for n in range(len(NAMES))],
    rejected={f"orders/{name}.jsonl:2": NOT_JSON for name in NAMES},
)
CASES["file_name_that_is_no_text"] = Case(
    {"orders/\udcff.jsonl": lines(order("1")), "orders/a.jsonl": lines(order("2"))},
    used=["2"],
    unreadable={"orders/?.jsonl": "cannot be read"},
)
CASES["folder_named_like_a_file"] = Case(
    {"orders/day.jsonl/a.jsonl": lines(order("1")), "orders/b.jsonl": lines(order("2"))},
    used=["1", "2"],
    unreadable={"orders/day.jsonl": "is a directory"},
)
CASES["many_files"] = Case(
    {
        f"orders/{n:03}.jsonl": lines(order(str(n)), *["?"] * (n % 100 == 7), *[""] * (n % 3))
        for n in range(500)
    },
    used=sorted(str(n) for n in range(500)),
    rejected={f"orders/{n:03}.jsonl:2": NOT_JSON for n in range(7, 500, 100)},
)


def random_case(seed: int) -> Case:
    """Files of good lines, bad lines and blank lines, written in every way a file can be."""
    dice = random.Random(seed)
    files: dict[str, bytes] = {}
    used: list[str] = []
    rejected: dict[str, str] = {}
    for number in range(60):
        name = f"orders/{number:02}.jsonl"
        texts = []
        for line in range(1, dice.randint(1, 12)):
            kind = dice.choice(["good", "good", "blank", "bad", "scalar"])
            if kind == "good":
                used.append(f"{number}.{line}")
                texts.append(json.dumps(order(used[-1]), ensure_ascii=dice.random() < 0.5))
            elif kind == "blank":
                texts.append(dice.choice(["", " ", "\t"]))
            else:
                texts.append("{é" if kind == "bad" else "1")
                fault = NOT_JSON if kind == "bad" else "record: not a JSON object"
                rejected[f"{name}:{line}"] = fault
        ends = dice.choice([["\n"], ["\r\n"], ["\n", "\r\n"]])
        text = "".join(text + dice.choice(ends) for text in texts)
        if dice.random() < 0.3:
            text = text.rstrip("\r\n")
        content = dice.choice([text.encode(), BOM + text.encode(), text.encode("utf-16")])
        if dice.random() < 0.3:
            name_of_archive = name + ".gz"
            rejected = {
                k.replace(name + ":", name_of_archive + ":"): v for k, v in rejected.items()
            }
            name, content = name_of_archive, gzip.compress(content)
        files[name] = content
    return Case(files, sorted(used), rejected=rejected)


CASES |= {f"random_{seed}": random_case(seed) for seed in range(3)}


def became(warehouse: Warehouse) -> dict[tuple[str, str], dict[str, Any]]:
    """Everything that became of the records of each instance of each system."""
    found: dict[tuple[str, str], dict[str, Any]] = {}

    def of(system: str, instance: str) -> dict[str, Any]:
        nothing: dict[str, Any] = {"used": [], "rejected": {}, "issues": {}, "unreadable": {}}
        counts = {"superseded": 0, "deleted": 0, "counted": (0, 0, 0), "after_as_of": 0}
        return found.setdefault((system, instance), nothing | counts)

    def within(file: str) -> str:
        return file.split("/", 1)[1]

    for system, instance, *counts in warehouse.query(
        "select source_system, source_instance, sum(superseded_rows), sum(deleted_rows),"
        " sum(after_as_of_rows), sum(exported_rows), sum(current_rows), sum(quarantined_rows)"
        " from marts.source_accounting group by all"
    ):
        superseded, deleted, after_as_of, *counted = (int(count) for count in counts)
        of(system, instance).update(
            superseded=superseded, deleted=deleted, after_as_of=after_as_of, counted=tuple(counted)
        )
    for (system, _), (model, key, word) in OBJECTS.items():
        for instance, said in warehouse.query(
            f"select source_instance, concat_ws(' ', {key}, {word}) as said from staging.{model}"
            " order by said"
        ):
            of(system, instance)["used"].append(said)
    for kind, sql in {
        "rejected": "source_line, reasons from marts.quarantined_records",
        "issues": "source_line, issue from marts.landing_issues",
        "unreadable": "null, problem from landing.landed_files where file_state = 'unreadable'",
    }.items():
        for system, instance, file, line, said in warehouse.query(
            f"select source_system, source_instance, source_file, {sql}"
        ):
            place = f"{within(file)}:{line}" if line else within(file)
            of(system, instance)[kind][place] = said
    return found


def expected_of(case: Case) -> dict[str, Any]:
    """What must have become of them."""
    exported = (
        len(case.used) + case.superseded + case.deleted + case.after_as_of + len(case.rejected)
    )
    return {
        "used": sorted(case.used, key=lambda said: said.encode()),
        "superseded": case.superseded,
        "deleted": case.deleted,
        "rejected": dict(case.rejected),
        "issues": dict(case.issues),
        "unreadable": dict(case.unreadable),
        "counted": (exported, len(case.used), len(case.rejected)),
        "after_as_of": case.after_as_of,
    }


@pytest.fixture(scope="session")
def broken(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """All cases, each an instance of its own, in one build from nothing."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("broken"))
    for name, case in CASES.items():
        warehouse.write({f"{case.system}@{name}/{file}": text for file, text in case.files.items()})
    warehouse.build(["landing"], command="run").built()
    return warehouse.build([*QUALITY, *MODELS]).built()


@pytest.fixture(scope="session")
def broken_became(broken: Warehouse) -> dict[tuple[str, str], dict[str, Any]]:
    """What became of all cases."""
    return became(broken)


@pytest.mark.parametrize("name", CASES)
def test_every_record_is_used_or_explained(
    broken_became: dict[tuple[str, str], dict[str, Any]], name: str
) -> None:
    case = CASES[name]
    found = broken_became[case.system, name]
    for file, beginning in case.unreadable.items():
        if found["unreadable"].get(file, "").startswith(beginning):
            found["unreadable"][file] = beginning
    assert found == expected_of(case)


def test_only_what_is_broken_fails(broken: Warehouse) -> None:
    """A damaged file stops neither the other files nor the accounting; each failure says why."""
    assert broken.not_green() == {
        "assert_every_export_file_can_be_read": "fail",
        "assert_records_of_one_key_do_not_contradict_each_other": "fail",
        "assert_rejections_stay_below_quarantine_error_rate": "fail",
    }
    assert broken.status()["source_accounting_holds"] == "pass"
    assert "An export file cannot be read, or holds nothing any more" in broken.output
    assert "generic@archive_cut_off/orders/a.jsonl.gz is a damaged archive" in broken.output
    assert "; see quarantined_records" in broken.output


def test_what_versions_decide_in_silence_is_said(broken: Warehouse) -> None:
    for sentence in (
        "generic.orders (one_row_a_line_item): 1 of 4 records are not used, since others of the "
        "same key follow in the same file and say something else, e.g. at "
        "generic@one_row_a_line_item/orders.jsonl line 3",
        "generic/orders (newer_version_unreadable): 1 records quarantined, of which an older version"
        " is in use, e.g. generic@newer_version_unreadable/orders.jsonl line 2",
        "generic/orders (the_first_page): no last page: each page that is there says that another "
        "one follows, e.g. generic@the_first_page/orders/2.json",
    ):
        assert sentence in broken.output
    assert "(all_pages): no last page" not in broken.output


def test_a_quarantined_record_carries_its_text(broken: Warehouse) -> None:
    texts = {
        (file, line): text
        for file, line, text in broken.query(
            "select source_file, source_line, record from marts.quarantined_records"
        )
    }
    for name, case in CASES.items():
        for place in case.rejected:
            file, line = place.rsplit(":", 1)
            said = texts[f"{case.system}@{name}/{file}", int(line)]
            content = as_bytes(case.files[file])
            if file.endswith(".gz"):
                content = gzip.decompress(content)
            is_utf_16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
            encoding = "utf-16" if is_utf_16 else "utf-8-sig"
            text = content.decode(encoding, "replace" if is_utf_16 else "backslashreplace")
            if ".json" in file and ".jsonl" not in file:  # an array: no line, but its text
                assert "".join(said.split()) in "".join(text.split()), place
                continue
            exported = text.split("\n")[int(line) - 1].rstrip("\r")
            exported = exported.replace("\r", " ").replace("\x00", "\ufffd")
            if ".csv" in file:  # a row that has the header's fields shows as JSON
                assert exported in said or all(
                    json.dumps(value, ensure_ascii=False) in said or not value
                    for value in exported.split(",")
                    if '"' not in value
                ), place
            else:
                assert said == exported, place


def test_values_are_what_was_written(broken: Warehouse) -> None:
    """Times in UTC, money to the last digit."""

    def landed(instance: str, column: str) -> dict[str, Any]:
        return dict(
            broken.query(
                f"select order_id, cast({column} as varchar) from landing.land_generic__orders"
                " where source_instance = ? and record_reject_reasons is null",
                instance,
            )
        )

    times = landed("times", "ordered_at")
    numbers = {text: str(n) for n, text in enumerate(TIMES, 1)}
    assert {text: times[n] for text, n in numbers.items() if n in times} == {
        "2025-03-01": "2025-03-01 00:00:00",
        "2025-03-01 10:00:00": "2025-03-01 10:00:00",
        "2025-03-01T10:00": "2025-03-01 10:00:00",
        "2025-03-01 10:00:00 UTC": "2025-03-01 10:00:00",
        "2025-03-01T10:00:00.123456Z": "2025-03-01 10:00:00.123456",
        "2025-03-01T10:00:00+02:00": "2025-03-01 08:00:00",
        "2025-03-01T10:00:00-0530": "2025-03-01 15:30:00",
    }
    amounts = landed("money", "gross_sales_amount")
    numbers = {text: str(n) for n, text in enumerate(MONEY, 1)}
    assert {text: amounts[n] for text, n in numbers.items() if n in amounts} == {
        "12.5": "12.5000",
        " 7.25 ": "7.2500",
        "-3": "-3.0000",
        "+4.0000": "4.0000",
        "12.500000": "12.5000",
        "999999999999.9999": "999999999999.9999",
        "1000000000000": "1000000000000.0000",
    }
    assert landed("money_as_json_number", "gross_sales_amount") == {
        "1": "12.5000",
        "2": "1000.0000",
        "3": "7.0000",
    }


def test_reasons_are_counted_by_record_and_without_values(broken: Warehouse) -> None:
    reasons = dict(
        broken.query(
            "select reason, record_count from marts.rejections_by_reason"
            " where source_instance = 'lists' and reason like 'line_items%'"
        )
    )
    assert reasons == {
        "line_items: not a list": 2,
        "line_items: an item is not an object": 1,
        "line_items[].id: missing": 1,
        "line_items[].quantity: missing": 1,
        "line_items[].price: missing": 1,
        "line_items[].price: not a decimal": 2,  # two records, one of them with two such items
        "line_items[].tax_lines: not a list": 1,
        "line_items[].tax_lines[].price: not a decimal": 1,
    }
    assert not broken.query(
        "select reason from marts.rejections_by_reason where reason like '%''%'"
    )


# --- The landing zone itself --------------------------------------------------------------------

Build = Callable[..., Warehouse]


def test_files_without_a_place_are_listed(build_warehouse: Build, tmp_path: Path) -> None:
    raw_dir = tmp_path / "zone"
    (raw_dir / "generic").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.jsonl").write_text(lines(order("9")))
    for link, target in {
        "generic@uk": raw_dir / "generic",  # a second instance of the same files
        "generic/orders@old": elsewhere,
        "generic/orders": elsewhere,
        "generic/loop": raw_dir,
    }.items():
        (raw_dir / link).symlink_to(target)
    warehouse = build_warehouse(
        {
            "readme.txt": "hello",
            "generic/ordres/a.jsonl": lines(order("1")),
            "generic/orders.parquet": b"PAR1",
            "gladly/tickets/a.jsonl": "{}",
            "Generic/orders/a.jsonl": lines(order("2")),
            "orders.jsonl": lines(order("3")),
        },
        ORDERS,
        raw_dir=raw_dir,
    )
    listed = dict(warehouse.query("select source_file, file_state from landing.landed_files"))
    assert listed == {
        "generic/orders/a.jsonl": "landed",
        "generic@uk/orders/a.jsonl": "landed",
        **dict.fromkeys(
            [
                "readme.txt", "orders.jsonl", "gladly/tickets/a.jsonl", "Generic/orders/a.jsonl",
                "generic/ordres/a.jsonl", "generic/orders.parquet", "generic/orders@old/a.jsonl",
                "generic@uk/ordres/a.jsonl", "generic@uk/orders.parquet",
                "generic@uk/orders@old/a.jsonl",
            ],
            "unrecognised",
        ),
    }  # fmt: skip
    assert warehouse.not_green() == {
        "assert_every_file_of_a_known_system_has_a_known_place": "warn"
    }
    assert "generic/ordres/a.jsonl is not used: no known source system" in warehouse.output
    assert {key: found["used"] for key, found in became(warehouse).items()} == {
        ("generic", "main"): ["9"],
        ("generic", "uk"): ["9"],
    }


def test_instances_are_kept_apart(build_warehouse: Build) -> None:
    files = {
        f"shopify@{instance}/orders.jsonl": [shop_order(1, source_name=instance)]
        for instance in ("uk", "us")
    }
    warehouse = build_warehouse(files, [*QUALITY, "land_shopify__orders", "stg_shopify__orders"])
    assert warehouse.not_green() == {}
    assert {key: found["used"] for key, found in became(warehouse).items()} == {
        ("shopify", "uk"): ["1 uk"],
        ("shopify", "us"): ["1 us"],
    }


def test_a_landing_zone_may_have_any_name(build_warehouse: Build, tmp_path: Path) -> None:
    """Read as a pattern, `raw[1]` would be `raw1`."""
    decoy = tmp_path / "it's a raw1 😀" / "generic"
    decoy.mkdir(parents=True)
    (decoy / "orders.jsonl").write_text(lines(order("wrong")))
    (decoy / "orders.csv").write_text(csv_rows(ROW.format("wrong too")))
    warehouse = build_warehouse(
        {"generic/orders.jsonl": lines(order("1")), "generic/orders.csv": csv_rows(ROW.format(2))},
        ORDERS,
        raw_dir=tmp_path / "it's a raw[1] 😀",
    )
    assert warehouse.not_green() == {}
    assert became(warehouse)["generic", "main"]["used"] == ["1", "2"]


def test_a_partition_in_a_path_is_no_column(build_warehouse: Build) -> None:
    """Where all files lie in such folders, the reader would take `line` from the path."""
    warehouse = build_warehouse(
        {
            "generic/orders/line=7/a.jsonl": lines(order("1")),
            "generic/orders/column_1=9/b.csv": csv_rows(ROW.format(2)),
        },
        ORDERS,
    )
    assert warehouse.not_green() == {}
    assert became(warehouse)["generic", "main"]["used"] == ["1", "2"]


def test_a_landing_zone_that_is_not_there_stops_with_a_sentence(
    project: Project, tmp_path: Path
) -> None:
    warehouse = Warehouse(project, tmp_path, tmp_path / "nowhere").build(ORDERS)
    assert warehouse.status()["landed_files"] == "error"
    assert set(warehouse.status().values()) == {"error", "skipped"}
    assert (
        f"The landing zone '{tmp_path}/nowhere' is not a folder: set RAW_DIR (or the var raw_dir)"
        in warehouse.output
    )
    (tmp_path / "nowhere").write_text("a file")
    assert "is not a folder" in warehouse.build(["landed_files"]).output


def test_an_empty_landing_zone_is_a_loud_warning(build_warehouse: Build) -> None:
    warehouse = build_warehouse({}, ORDERS)
    assert warehouse.result.success, warehouse.output
    assert warehouse.not_green() == {}
    assert "holds no file at all: every model will be empty." in warehouse.output
    assert became(warehouse) == {}


def test_an_empty_landing_zone_replaces_nothing_that_is_published(
    project: Project, tmp_path: Path
) -> None:
    """A wrong RAW_DIR is no reason to show an empty shop to whoever looks at the marts."""
    warehouse = Warehouse(project, tmp_path)
    warehouse.raw_dir.mkdir()
    published = tmp_path / "warehouse.published.duckdb"
    published.write_text("the last good build")
    warehouse.build().built()
    assert warehouse.result.success, warehouse.output
    assert published.read_text() == "the last good build"
    assert "Nothing is published anew: no record in" in warehouse.output


def test_a_landing_zone_one_level_too_high_fails_with_a_sentence(build_warehouse: Build) -> None:
    """Its files are there, and none is recognised."""
    warehouse = build_warehouse({"exports/generic/orders.jsonl": lines(order("1"))}, ORDERS)
    test = "assert_a_landing_zone_with_files_has_a_usable_record"
    assert warehouse.not_green()[test] == "fail"
    assert "e.g. exports/generic/orders.jsonl, belong to no known" in warehouse.output
    assert "is RAW_DIR one level too high or too low?" in warehouse.output


def test_another_landing_zone_is_not_mixed_in(build_warehouse: Build, tmp_path: Path) -> None:
    """Files that are gone keep their rows, so two shops' exports would become one."""
    files = {
        "generic/orders/1.jsonl": lines(order("1")),
        "generic/orders/2.jsonl": lines(order("2")),
    }
    warehouse = build_warehouse(files, ORDERS)
    (warehouse.raw_dir / "generic/orders/2.jsonl").unlink()
    before, moved = warehouse.raw_dir, tmp_path / "moved"
    shutil.copytree(before, moved)
    warehouse.raw_dir = moved
    warehouse.build(ORDERS)
    assert warehouse.status()["landed_files"] == "error"
    assert (
        f"This database holds the exports of '{before}', and the landing zone is now '{moved}'"
        in (warehouse.output)
    )
    for variables in ({"adopt_raw_dir": True}, {}):  # adopted once, it is the landing zone
        warehouse.build(ORDERS, variables)
        assert warehouse.not_green() == {}, warehouse.output
        assert became(warehouse)["generic", "main"]["used"] == ["1", "2"]
    warehouse.raw_dir = before
    assert "This database holds the exports of" in warehouse.build(["landed_files"]).output


def test_too_many_rejections_fail_with_a_sentence(build_warehouse: Build) -> None:
    orders = [order(str(n)) for n in range(18)]
    warehouse = build_warehouse(
        {
            "generic/orders.jsonl": lines(*orders, order("18"), "?"),  # 1 of 20 is not above 5 %
            "generic@uk/orders.jsonl": lines(*orders, "?", "?"),
        },
        ORDERS,
    )
    assert warehouse.not_green() == {"assert_rejections_stay_below_quarantine_error_rate": "fail"}
    sentences = [text for text in warehouse.messages if "; see quarantined" in text]
    assert [text.strip() for text in sentences] == [
        "generic.orders (uk): 2 of 20 records quarantined: record: not JSON (2); see "
        "quarantined_records"
    ]
    assert (
        "Too many records of an object cannot be used: read quarantined_records" in warehouse.output
    )
    assert warehouse.build(ORDERS, {"quarantine_error_rate": 0.1}).not_green() == {}


# --- The second build ---------------------------------------------------------------------------

Rows = list[tuple[Any, ...]]


@dataclass
class Rebuilt:
    """A warehouse built, its landing zone changed, and built again."""

    warehouse: Warehouse
    before: dict[str, Rows]
    after: dict[str, Rows]
    again: dict[str, Rows]
    became: dict[tuple[str, str], dict[str, Any]]
    states: dict[str, str]
    damaged: dict[str, str]


def landed_by_file(warehouse: Warehouse) -> dict[str, Rows]:
    """The landed rows of each file, with the version of the file they were read from."""
    found: dict[str, Rows] = {}
    for file, *row in warehouse.query(
        "select source_file, source_file_version, source_line, record_key, record_text"
        " from landing.land_generic__orders order by source_file, source_line"
    ):
        found.setdefault(file, []).append(tuple(row))
    return found


def rewrite_unseen(file: Path, text: str) -> None:
    """Change a file without a trace in its size, time, beginning, middle or end: whose rows change
    then is read twice. A file so changed is no export that anybody writes.
    """
    before, times = content_hash(str(file)), file.stat()
    assert len(text.encode()) == times.st_size, "another size would be seen"
    file.write_text(text)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert content_hash(str(file)) == before, "it is changed where anybody looks"


# So much before and after a record that it stands in no part that is looked at for changes.
FAR = " " * 2 * SAMPLE_BYTES


# A slice of two or three of the files below.
SLICED = {"landing_slice_bytes": 500}


@pytest.fixture(scope="module")
def rebuilt(
    project: Project, empty_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Rebuilt:
    """Each file of the landing zone meets a fate of its own between two builds."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("rebuilt"))
    shutil.copy(empty_warehouse.path, warehouse.path)
    two = lines(order("1"), order("2"), "?")
    names = ("same", "grown", "shrunk", "emptied", "gone", "renamed", "damaged", "back")
    warehouse.write({f"generic@{name}/orders.jsonl": two for name in names})
    warehouse.write(
        {
            "generic@csv/orders.csv": csv_rows(ROW.format(1)),
            "generic@damaged/orders.jsonl": b"",
            "generic@damaged/orders/a.jsonl.gz": gzip.compress(two.encode()),
            "generic@secret/orders.jsonl": FAR + two + FAR * 3,
            "generic@kept_time/orders.jsonl": two,
            "generic@blank/orders.jsonl": "\n\n",
            # The same as nobody's, or it would be taken for the one that is renamed.
            "generic@gone/orders.jsonl": two + "\n",
            "generic@back/orders.jsonl": two + "\n\n",
        }
    )
    before = landed_by_file(warehouse.build(ORDERS, SLICED).built())

    changed = two.replace('"1"', '"8"')
    rewrite_unseen(warehouse.raw_dir / "generic@secret/orders.jsonl", FAR + changed + FAR * 3)
    times = (warehouse.raw_dir / "generic@kept_time/orders.jsonl").stat()
    warehouse.write({"generic@kept_time/orders.jsonl": changed})
    os.utime(
        warehouse.raw_dir / "generic@kept_time/orders.jsonl",
        ns=(times.st_atime_ns, times.st_mtime_ns),
    )
    warehouse.write(
        {
            "generic@grown/orders.jsonl": two + lines(order("3")),
            "generic@shrunk/orders.jsonl": lines(order("2")),
            "generic@emptied/orders.jsonl": "",
            "generic@csv/orders.csv": "order_id,ordered_at,currency_code,gross_sales_amount\n"
            "5,2025-03-01,EUR,1\n6,2025-03-01,EUR,?\n",
            "generic@damaged/orders/a.jsonl.gz": gzip.compress(two.encode() * 9)[:-9],
            "generic@new/orders.jsonl": two + "\n\n\n",
        }
    )
    for name in ("gone", "back"):
        (warehouse.raw_dir / f"generic@{name}/orders.jsonl").unlink()
    (warehouse.raw_dir / "generic@renamed/orders.jsonl").rename(
        warehouse.raw_dir / "generic@renamed/orders_of_march.jsonl"
    )
    (warehouse.raw_dir / "generic@renamed/orders").mkdir()
    (warehouse.raw_dir / "generic@renamed/orders_of_march.jsonl").rename(
        warehouse.raw_dir / "generic@renamed/orders/march.jsonl"
    )
    after = landed_by_file(warehouse.build(ORDERS, SLICED).built())
    states = dict(warehouse.query("select source_file, file_state from landing.landed_files"))
    outcome, damaged = became(warehouse), warehouse.not_green()

    warehouse.write({"generic@back/orders.jsonl": two})
    warehouse.write(
        {"generic@damaged/orders/a.jsonl.gz": gzip.compress(lines(order("7")).encode())}
    )
    again = landed_by_file(
        warehouse.build(ORDERS, {"quarantine_error_rate": 1, "accept_empty_exports": True})
    )
    assert warehouse.not_green() == {}, warehouse.output
    return Rebuilt(warehouse, before, after, again, outcome, states, damaged)


def used(rebuilt: Rebuilt, instance: str) -> tuple[list[str], int, int]:
    """Records in use, superseded, rejected after the second build."""
    found = rebuilt.became["generic", instance]
    return found["used"], found["superseded"], len(found["rejected"])


def test_a_file_is_not_read_twice(rebuilt: Rebuilt) -> None:
    for name in ("same", "secret"):
        file = f"generic@{name}/orders.jsonl"
        assert [key for _, _, key, _ in rebuilt.before[file]] == ["1", "2", None]
        assert rebuilt.before[file] == rebuilt.after[file] == rebuilt.again[file]


def test_lines_are_numbered_within_their_file_whichever_slice_it_is_in(rebuilt: Rebuilt) -> None:
    for landed in (rebuilt.before, rebuilt.after):
        numbers = {file: [row[1] for row in rows] for file, rows in landed.items()}
        header = {file: file.endswith(".csv") for file in landed}
        wrong = {
            file: found
            for file, found in numbers.items()
            if found != list(range(1 + header[file], 1 + header[file] + len(found)))
        }
        assert not wrong, "lines_before in macros/landing/batch.sql miscounts"


def test_a_changed_file_replaces_its_rows(rebuilt: Rebuilt) -> None:
    assert used(rebuilt, "grown") == (["1", "2", "3"], 0, 1)
    assert used(rebuilt, "shrunk") == (["2"], 0, 0)
    assert used(rebuilt, "csv") == (["5"], 0, 1)
    assert used(rebuilt, "kept_time") == (["2", "8"], 0, 1), "its time is not all that tells"
    assert used(rebuilt, "new") == (["1", "2"], 0, 1)


def test_a_file_that_is_gone_keeps_its_rows(rebuilt: Rebuilt) -> None:
    file = "generic@gone/orders.jsonl"
    assert rebuilt.states[file] == "gone"
    assert rebuilt.before[file] == rebuilt.after[file] == rebuilt.again[file]
    assert used(rebuilt, "gone") == (["1", "2"], 0, 1)


def test_a_file_that_comes_back_is_one_file(rebuilt: Rebuilt) -> None:
    file = "generic@back/orders.jsonl"
    assert rebuilt.states[file] == "gone"
    rows = [row[1:] for row in rebuilt.again[file]]
    assert rows == [row[1:] for row in rebuilt.before[file]]


def test_a_renamed_file_counts_where_it_is(rebuilt: Rebuilt) -> None:
    assert rebuilt.states["generic@renamed/orders.jsonl"] == "moved"
    assert rebuilt.states["generic@renamed/orders/march.jsonl"] == "landed"
    assert used(rebuilt, "renamed") == (["1", "2"], 0, 1)
    assert "generic@renamed/orders.jsonl" not in rebuilt.after


def test_a_file_that_lost_its_records_keeps_its_rows(rebuilt: Rebuilt) -> None:
    file = "generic@emptied/orders.jsonl"
    assert rebuilt.states[file] == "unreadable"
    assert rebuilt.before[file] == rebuilt.after[file]
    assert used(rebuilt, "emptied") == (["1", "2"], 0, 1)
    assert file not in rebuilt.again, "the var accept_empty_exports says that it is meant"
    assert rebuilt.states["generic@blank/orders.jsonl"] == "landed", "it never held anything"


def test_a_file_that_became_unreadable_keeps_its_rows(rebuilt: Rebuilt) -> None:
    file = "generic@damaged/orders/a.jsonl.gz"
    assert rebuilt.states[file] == "unreadable"
    assert rebuilt.before[file] == rebuilt.after[file]
    assert used(rebuilt, "damaged") == (["1", "2"], 0, 1)
    assert rebuilt.damaged == {
        "assert_every_export_file_can_be_read": "fail",
        "assert_rejections_stay_below_quarantine_error_rate": "fail",
    }
    # Repaired, it is read anew.
    assert [key for _, _, key, _ in rebuilt.again[file]] == ["7"]


def test_a_renamed_folder_doubles_nothing(build_warehouse: Build) -> None:
    """Its rows move with it; two instances that hold the same stay two while both are there."""
    files = {"generic/orders.jsonl": lines(*(order(str(n)) for n in range(10)))}
    bots = {f"generic@{name}/agents.csv": "agent_id,kind\nbot,bot\n" for name in ("ie", "us")}
    select = [*ORDERS, "land_generic__agents"]
    warehouse = build_warehouse({**files, **bots}, select)
    (warehouse.raw_dir / "generic").rename(warehouse.raw_dir / "generic@ie2")
    (warehouse.raw_dir / "generic@us/agents.csv").unlink()
    for said in (True, False):  # once
        assert warehouse.build(select).not_green() == {}, warehouse.output
        assert (
            "generic/orders.jsonl is generic@ie2/orders.jsonl now" in warehouse.output
        ) == said
    assert warehouse.query(
        "select source_instance, object_name, exported_rows, current_rows"
        " from marts.source_accounting order by all"
    ) == [("ie", "agents", 1, 1), ("ie2", "orders", 10, 10), ("us", "agents", 1, 1)]


def test_an_account_that_is_there_twice_fails_with_a_sentence(build_warehouse: Build) -> None:
    """By another loader, say; a shop that has the same ids for other orders is another shop."""
    orders = [order(str(n), customer_email=f"{n}@example.com") for n in range(6)]
    others = [order(str(n), customer_email=f"{n}@example.org") for n in range(6)]
    warehouse = build_warehouse(
        {
            "generic@api/orders.jsonl": orders[1:],
            "generic@loader/orders.jsonl": [airbyte(record) for record in orders],
            "generic@other/orders.jsonl": others,
        },
        ["landing", *RECORD_QUALITY],
    )
    assert warehouse.not_green() == {"assert_no_account_is_exported_twice": "fail"}
    assert [text.strip() for text in warehouse.messages if "is it one account?" in text] == [
        "generic.orders: the instances api and loader hold 5 records that are the same, of 5 and 6: "
        "is it one account?"
    ]


def test_only_a_column_called_message_is_a_message(empty_warehouse: Warehouse) -> None:
    """A test may have a `message_count`: to ask it for its messages stops dbt."""
    failed = [
        {"status": "fail", "node": {"name": name, "resource_type": "test", "compiled_code": sql,
                                    "config": {}}}
        for name, sql in {
            "counts": "select 1 as message_count", "says": "select 'look here' as message",
        }.items()
    ]  # fmt: skip
    warehouse = Warehouse(empty_warehouse.project, empty_warehouse.home)
    assert warehouse.operate("explain_failures", results=failed).result.success, warehouse.output
    assert "FAIL counts" in warehouse.output and "look here" in warehouse.output


def test_half_an_export_is_said(build_warehouse: Build) -> None:
    """It is used, since a shop may mean it; it is said until the files change again."""
    name, whole = "generic@shop/orders.jsonl", [order(str(n)) for n in range(20)]
    warehouse = build_warehouse({name: whole}, ORDERS)
    warehouse.write({name: whole[:9]})
    for _ in range(2):
        warehouse.build(ORDERS)
        assert warehouse.not_green() == {"assert_no_export_lost_half_of_its_records": "warn"}
        assert (
            "generic.orders (shop): 9 records, where its files held 20 before they changed last, "
            "e.g. generic@shop/orders.jsonl" in warehouse.output
        )
    warehouse.write({name: whole[:10]})
    assert warehouse.build(ORDERS).not_green() == {}


@pytest.mark.parametrize(
    "broken", ["", "[]", '{"orders": []}', '{"orders": [], "count": 0}\n', "\n\n"]
)
def test_a_nightly_export_that_failed_empties_no_shop(
    build_warehouse: Build, broken: str
) -> None:
    name = "generic@shop/orders.json"
    warehouse = build_warehouse({name: json.dumps([order("1"), order("2")])}, ORDERS)
    warehouse.write({name: broken})
    for _ in range(2):
        warehouse.build(ORDERS)
        assert warehouse.not_green() == {"assert_every_export_file_can_be_read": "fail"}
        assert f"{name} holds no record, where there were 2 before" in warehouse.output
    assert warehouse.query("select exported_rows, current_rows from marts.source_accounting") == [
        (2, 2)
    ]


def test_an_object_can_be_landed_again(build_warehouse: Build) -> None:
    warehouse = build_warehouse(
        {f"generic/orders/{n}.jsonl": lines(order(str(n))) for n in (1, 2)}, ORDERS
    )
    before = landed_by_file(warehouse)
    assert warehouse.operate("reland", object="generic__orders").result.success, warehouse.output
    assert warehouse.build(ORDERS).not_green() == {}, warehouse.output
    assert landed_by_file(warehouse) == before

    (warehouse.raw_dir / "generic/orders/1.jsonl").unlink()
    warehouse.build(ORDERS)
    assert not warehouse.operate("reland", object="generic__orders").result.success
    assert "files that are gone, which could not be read again: generic/orders/1.jsonl" in (
        warehouse.output + str(warehouse.result.exception)
    )
    assert landed_by_file(warehouse) == before
    assert not warehouse.operate("reland", object="orders").result.success


# --- A changed contract -------------------------------------------------------------------------


@pytest.fixture
def changeable_project(tmp_path: Path) -> Project:
    """The landing of one object in a project of its own, whose contract a test may change."""
    folder = tmp_path / "changeable"
    for part in ("macros", "warehouse", "tests/generic"):
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copy(PROJECT / "dbt_project.yml", folder)
    landing = folder / "models/landing"
    (landing / "generic").mkdir(parents=True)
    for name in ("landed_files.sql", "landed_files.yml", "generic/land_generic__orders.sql"):
        shutil.copy(PROJECT / "models/landing" / name, landing / name)
    return Project(folder, tmp_path / "workspace")


def give_contract(project: Project, **changes: Record | None) -> None:
    """The contract of orders with these columns changed, added, or (None) taken away."""
    name = "models/landing/generic/_generic__sources.yml"
    contract = yaml.safe_load((PROJECT / name).read_text())
    (source,) = contract["sources"]
    source["tables"] = [table for table in source["tables"] if table["name"] == "orders"]
    (table,) = source["tables"]
    columns = {column["name"]: column for column in table["columns"]} | {
        column: change and {"name": column, **change} for column, change in changes.items()
    }
    table["columns"] = [column for column in columns.values() if column]
    (project.folder / name).write_text(yaml.safe_dump(contract))
    project.manifest = None


def test_a_changed_contract_lands_the_files_anew(
    changeable_project: Project, tmp_path: Path
) -> None:
    """Those still there; what is gone keeps its rows, unless its type would have to change."""
    project, select = changeable_project, ["landing"]
    warehouse = Warehouse(project, tmp_path / "warehouse")
    files = {
        "generic/orders/here.jsonl": lines(
            order("1", note="one"), order("2", gross_sales_amount="x")
        ),
        "generic/orders/gone.jsonl": lines(order("3", note="three")),
    }
    warehouse.write(files)
    give_contract(project)
    assert warehouse.build(select).not_green() == {}

    def rows(columns: str) -> Rows:
        return warehouse.query(
            f"select record_key, {columns} from landing.land_generic__orders"
            " order by source_file desc, record_key"
        )

    assert rows("record_reject_reasons is null") == [("1", True), ("2", False), ("3", True)]

    # A column taken away, with a file that could not be read without it.
    (warehouse.raw_dir / "generic/orders/gone.jsonl").unlink()
    give_contract(project, note={"data_type": "varchar"}, gross_sales_amount=None)
    warehouse.build(select)
    assert warehouse.status()["land_generic__orders"] == "error"
    assert "changes gross_sales_amount, but these files are gone" in warehouse.output
    assert "generic/orders/gone.jsonl. Put them back, or give the new column another name." in (
        warehouse.output
    )
    assert rows("gross_sales_amount") == [("1", 10), ("2", None), ("3", 10)], "rows were lost"

    # A column more, and what is gone cannot have it.
    give_contract(project, note={"data_type": "varchar"})
    assert warehouse.build(select).not_green() == {}, warehouse.output
    assert rows("note") == [("1", "one"), ("2", None), ("3", None)]

    # Another type, with every file at hand.
    warehouse.write({"generic/orders/gone.jsonl": files["generic/orders/gone.jsonl"]})
    give_contract(
        project, note={"data_type": "varchar"}, gross_sales_amount={"data_type": "varchar"}
    )
    assert warehouse.build(select).not_green() == {}, warehouse.output
    assert rows("note, gross_sales_amount") == [
        ("1", "one", "10.00"), ("2", None, "x"), ("3", "three", "10.00"),
    ]  # fmt: skip


# --- As of --------------------------------------------------------------------------------------

AS_OF = "2025-03-10 12:00:00"


def at(day: int, clock: str = "00:00:00") -> str:
    """A time of March 2025."""
    return f"2025-03-{day:02}T{clock}Z"


AS_OF_CASES = {
    "not_yet": lines_case(
        order("1", ordered_at=at(11)), order("2", ordered_at=at(10, "12:00:01")),
        order("3", ordered_at=at(10, "12:00:00")),
        used=["3"], after_as_of=2,
    ),
    "earlier_version": lines_case(
        order("1", updated_at=at(2), sales_channel="oldest"),
        order("1", updated_at=at(5), sales_channel="then"),
        order("1", updated_at=at(12), sales_channel="now"),
        used=["1 then"], superseded=2,
    ),
    # Exported only as it was later: better so than not at all.
    "only_later_versions": lines_case(
        order("1", updated_at=at(14), sales_channel="later"),
        order("1", updated_at=at(12), sales_channel="earliest"),
        order("2", updated_at=at(12)),
        used=["1 earliest", "2"], superseded=1,
    ),
    "deleted_later": lines_case(
        order("1", updated_at=at(2)), {"order_id": "1", "deleted_at": at(12)},
        used=["1"], after_as_of=1,
    ),
    # A deletion mark that still has the record's fields counts from the deletion.
    "deleted_later_with_all_fields": lines_case(
        order("1", updated_at=at(2)), order("1", updated_at=at(2), deleted_at=at(12)),
        order("2", updated_at=at(2), deleted_at=at(12)),
        used=["1"], after_as_of=2,
    ),
    "deleted_before": lines_case(
        order("1", updated_at=at(2)), {"order_id": "1", "deleted_at": at(9)},
        used=[], superseded=1, deleted=1,
    ),
    "rejected": lines_case(
        order("1", ordered_at=at(11), gross_sales_amount="x"), order("2"),
        used=["2"], rejected={1: "gross_sales_amount: not a decimal: 'x'"},
    ),
    "epoch": lines_case(
        chat("1", state="open"), chat("2", created_at=1741608001),
        chat("1", state="closed", updated_at=1741608001),
        used=["1 open"], superseded=1, after_as_of=1,
        system="intercom", object_name="conversations",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def as_of(
    project: Project, empty_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Warehouse:
    """All cases as they looked at that time."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("as_of"))
    shutil.copy(empty_warehouse.path, warehouse.path)
    for name, case in AS_OF_CASES.items():
        warehouse.write({f"{case.system}@{name}/{file}": text for file, text in case.files.items()})
    select = [*ORDERS, "land_intercom__conversations", "stg_intercom__conversations"]
    return warehouse.build(select, {"as_of": AS_OF, "quarantine_error_rate": 1}).built()


@pytest.mark.parametrize("name", AS_OF_CASES)
def test_what_came_later_is_invisible(as_of: Warehouse, name: str) -> None:
    case = AS_OF_CASES[name]
    assert as_of.not_green() == {}
    assert became(as_of)[case.system, name] == expected_of(case)


# --- Settings as people write them --------------------------------------------------------------


def test_a_day_without_quotes_is_a_day(project: Project, tmp_path: Path) -> None:
    """YAML makes a date of it."""
    warehouse = Warehouse(project, tmp_path)
    warehouse.write({"generic/orders.jsonl": [order("1", ordered_at="1997-01-02")]})
    warehouse.result = project.run(
        "run", "--select", "landed_files", "land_generic__orders",
        "--vars", "{earliest_plausible_date: 1990-01-01, quarantine_error_rate: '0.05'}",
        home=tmp_path, raw_dir=warehouse.raw_dir, manifest=project.parsed(),
    )  # fmt: skip
    assert warehouse.result.success, warehouse.result.messages
    assert warehouse.query("select record_reject_reasons from landing.land_generic__orders") == [
        (None,)
    ]


@pytest.mark.parametrize(
    "variable, value, sentence",
    [
        ("earliest_plausible_date", "long ago", "it has to be a day like '2000-01-01'."),
        ("as_of", "yesterday", "it has to be a UTC time like '2025-06-30 00:00:00'."),
        ("default_country_code", False, "a country code in quotes like 'NO'"),
        ("reporting_currency", "euro", "it has to be a currency code like 'EUR'."),
        ("resolution_window_hours", "72 h", "it has to be a number, without a unit"),
    ],
)
def test_a_setting_that_is_none_stops_with_a_sentence(
    project: Project, tmp_path: Path, variable: str, value: Any, sentence: str
) -> None:
    warehouse = Warehouse(project, tmp_path)
    warehouse.raw_dir.mkdir()
    warehouse.build(["landed_files"], {variable: value})
    said = f"{warehouse.output} {warehouse.result.exception}"
    assert f"The var {variable} is '{value}': " in said and sentence in said, said
