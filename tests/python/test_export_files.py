"""The inspection of export files: what it counts, and what it keeps."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from warehouse import publishing
from warehouse.export_files import copies, csv_rows, file_text, inspection, listing

BOM = b"\xef\xbb\xbf"


def write(folder: Path, name: str, content: bytes | str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def inspected(folder: Path, name: str, content: bytes | str) -> dict[str, Any]:
    return inspection.inspect(write(folder, name, content), "orders")


def copied(path: str) -> list[str]:
    """The lines of a file's readable copy."""
    found = inspection.inspect(path, "orders")
    copy = copies.readable_copy(path, found["record_format"], found["delimiter"], "orders")
    return Path(copy).read_text().split("\n")[:-1]


# --- Every way to write the same records ------------------------------------------------------

# Each example overwrites the files of the one before.
FAST = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
RECORDS = st.lists(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), TEXT | st.integers() | st.none()),
    max_size=8,
)
WAYS = [
    (suffix, encoding, end, archive)
    for suffix in ("jsonl", "json")
    for encoding in ("utf-8", "utf-8-sig", "utf-16")
    for end in ("\n", "\r\n", "mixed", "blank")
    for archive in (False, True)
]


@pytest.mark.parametrize("suffix, encoding, end, archive", WAYS)
@settings(FAST, max_examples=12)
@given(records=RECORDS, is_ascii=st.booleans(), ends_with_newline=st.booleans())
def test_every_record_is_counted_and_kept(
    *,
    tmp_path: Path,
    suffix: str,
    encoding: str,
    end: str,
    archive: bool,
    records: list[dict[str, Any]],
    is_ascii: bool,
    ends_with_newline: bool,
) -> None:
    # Not in this list: a record that looks like a loader's envelope. Keys are of a, b and c only.
    if suffix == "json":
        text = json.dumps(records, ensure_ascii=is_ascii, indent=None if end == "\n" else 1)
    else:
        text = ""
        for number, record in enumerate(records):
            text += json.dumps(record, ensure_ascii=is_ascii)
            text += {"mixed": ("\n", "\r\n")[number % 2], "blank": "\n \n\n"}.get(end, end)
        text = text if ends_with_newline else text.rstrip("\r\n ")
    content = text.encode(encoding)
    name, packed = (
        (f"a.{suffix}.gz", gzip.compress(content)) if archive else (f"a.{suffix}", content)
    )
    path = write(tmp_path, name, packed)

    found = inspection.inspect(path, "orders")
    assert found["problem"] is None
    assert found["record_count"] == len(records)
    kept = [line for line in copied(path) if line.strip(" \t\r")]
    assert [json.loads(line) for line in kept] == records
    if found["needs_copy"]:
        assert found["line_count"] == len(copied(path))
        assert found["longest_line_bytes"] >= max((len(line.encode()) for line in kept), default=0)
    else:
        pieces = text.split("\n")
        assert found["line_count"] == len(pieces) - (not pieces[-1])
        assert found["longest_line_bytes"] >= max(map(len, content.split(b"\n"))) - len(BOM)


@settings(FAST, max_examples=60)
@example(content=b"\x0b")
@example(content=b"\xa0\n\x85")
@given(content=st.binary(max_size=300))
def test_no_bytes_stop_the_inspection(tmp_path: Path, content: bytes) -> None:
    for name in ("a.jsonl", "a.json", "a.csv", "a.jsonl.gz"):
        path = write(tmp_path, name, content)
        found = inspection.inspect(path, "orders")
        if not found["problem"] and found["needs_copy"]:
            lines = copied(path)
            assert found["line_count"] == len(lines), name
            assert found["record_count"] == sum(1 for line in lines if line.strip(" \t\r")), name


FIELD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=12)


@settings(FAST, max_examples=80)
@given(
    rows=st.lists(st.tuples(st.integers(0, 99).map(str), FIELD, FIELD), max_size=8),
    delimiter=st.sampled_from(csv_rows.DELIMITERS),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_csv_row_is_kept(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str, end: str
) -> None:
    def quoted(value: str) -> str:
        special = set(value) & {delimiter, '"', "\n"} or not value
        return '"' + value.replace('"', '""') + '"' if special else value

    table = [("id", "first", "second"), *rows]
    text = "".join(delimiter.join(map(quoted, row)) + end for row in table)
    path = write(tmp_path, "a.csv", text)
    found = inspection.inspect(path, "orders")
    assert (found["problem"], found["delimiter"]) == (None, delimiter)
    assert found["header"] == ["id", "first", "second"]
    assert found["record_count"] == len(rows)
    kept = {
        number: tuple(json.loads(line).values())
        for number, line in enumerate(copied(path), 2)
        if line
    }
    # Each on the line where it begins.
    expected, number = {}, 2
    for row in rows:
        expected[number] = row
        number += 1 + sum(value.count("\n") for value in row)
    assert kept == expected


# --- Counting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, line_count, record_count, needs_copy",
    [
        (b"", 0, 0, False),
        (BOM, 0, 0, False),
        (BOM + b"\n{}\n", 2, 1, False),
        (b"\n \n\t\n", 3, 0, False),
        (b"{}\n\n{}", 3, 2, False),
        (b"{}\r\n\r\n{}\r\n", 3, 2, False),
        (b"{}\r\n{}", 2, 2, False),
        (b"{}\r\n{}\n", 2, 2, True),
        (b"{}\r{}\n", 1, 1, True),
        (b"{}\n\r", 2, 1, True),
        (b"{\x00}\n", 1, 1, True),
        (b'"\xff"\n', 1, 1, True),
        ('"é"\n'.encode(), 1, 1, False),
        ('"é"\n\n'.encode("utf-16"), 2, 1, True),
        ("\xa0\n".encode("utf-16"), 1, 1, True),  # no blank for the database, so none here
    ],
)
def test_lines_are_counted_as_the_reader_yields_them(
    tmp_path: Path, content: bytes, line_count: int, record_count: int, needs_copy: bool
) -> None:
    found = inspected(tmp_path, "a.jsonl", content)
    assert found["problem"] is None
    assert (found["line_count"], found["record_count"], found["needs_copy"]) == (
        line_count,
        record_count,
        needs_copy,
    )


def test_a_line_end_between_two_chunks_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b'{"a": "0123456789"}\r\n' * 50
    for size in range(15, 30):
        monkeypatch.setattr(file_text, "CHUNK_BYTES", size)
        found = inspected(tmp_path, "a.jsonl", content)
        assert (found["line_count"], found["record_count"], found["needs_copy"]) == (50, 50, False)


def test_a_line_that_never_ends_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_text, "MAX_LINE_BYTES", 2 << 20)
    found = inspected(tmp_path, "a.jsonl", b"x" * (3 << 20))
    assert found["problem"] == "has a line longer than 2 MB; is one record on each line?"


# --- Loaders ------------------------------------------------------------------------------------

SCHEMA = '{"type": "SCHEMA", "stream": "a", "schema": {}, "key_properties": []}'
RECORD = '{"type": "RECORD", "stream": "a", "record": {"id": 1}}'


@pytest.mark.parametrize(
    "lines, is_enveloped, record_count",
    [
        ([SCHEMA, RECORD, '{"type": "STATE", "value": {}}'], True, 1),
        (["{", RECORD, SCHEMA], True, 2),  # a broken line is a record, and says nothing of the rest
        (['{"stream": "a", "data": {}, "emitted_at": 1}'], True, 1),
        (['{"_airbyte_raw_id": "u", "_airbyte_data": {}}'], True, 1),
        (['{"data": {}, "order_id": 1}', SCHEMA], False, 2),
        (['{"type": "LOG", "message_id": 1}', '{"type": "LOG"}'], False, 2),
        ([RECORD, '{"type": "LOG", "message_id": 1}', '{"type": "LOG", "log": {}}'], True, 2),
        ([RECORD, '{"type": ["STATE"]}'], True, 2),
        (['{"type": "x"}'], False, 1),
        (["[1]", "3", "null"], False, 3),
    ],
)
def test_a_loaders_own_lines_are_no_records(
    tmp_path: Path, lines: list[str], is_enveloped: bool, record_count: int
) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        found = inspected(tmp_path, "a.jsonl", "\n".join(lines).encode(encoding))
        said = (found["is_enveloped"], found["record_count"])
        assert said == (is_enveloped, record_count), encoding


# --- Damage -------------------------------------------------------------------------------------

ARCHIVE = gzip.compress(b'{"a": 1}\n' * 9, mtime=0)
DAMAGED = {
    "cut in its checksum": ARCHIVE[:-1],
    "cut before it": ARCHIVE[:-9],
    "cut at its beginning": ARCHIVE[:12],
    "no archive": b"{}\n",
    "another checksum": ARCHIVE[:-8] + b"\x00\x01" * 4,
}


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz", "a.csv.gz"])
@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_archive_is_found(tmp_path: Path, name: str, content: bytes) -> None:
    assert str(inspected(tmp_path, name, content)["problem"]).startswith("is a damaged archive")


def test_a_sound_archive_is_none(tmp_path: Path) -> None:
    assert inspected(tmp_path, "a.jsonl.gz", ARCHIVE)["record_count"] == 9
    assert inspected(tmp_path, "b.jsonl.gz", ARCHIVE * 2)["record_count"] == 18
    assert not inspected(tmp_path, "b.jsonl.gz", ARCHIVE * 2)["needs_copy"]
    padded = inspected(tmp_path, "c.jsonl.gz", ARCHIVE + b"\x00" * 99)
    assert (padded["record_count"], padded["needs_copy"]) == (9, True)


def test_what_is_no_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").mkdir()
    (tmp_path / "b.jsonl").symlink_to(tmp_path / "nothing")
    problems = {
        name: inspection.inspect(str(tmp_path / name), "orders")["problem"]
        for name in ("a.jsonl", "b.jsonl")
    }
    assert problems == {
        "a.jsonl": "is a directory; put the files it holds one level up or rename it",
        "b.jsonl": "cannot be read (No such file or directory)",
    }


@pytest.mark.parametrize(
    "content, problem",
    [
        (
            "a,b,a\n1,2,3\n",
            "names a column twice in its header (column 3 as one before); rename one",
        ),
        ('"a,b\n1,2\n', "has a quote in its header that is never closed; close it"),
        ("a,b\r1,2\r", "ends its lines with \\r, as old Macs did; save it with \\n"),
        ("a,,\n1,2,3\n", None),
    ],
)
def test_a_csv_without_a_usable_header_is_a_problem(
    tmp_path: Path, content: str, problem: str | None
) -> None:
    assert inspected(tmp_path, "a.csv", content)["problem"] == problem


def test_a_csv_is_copied_only_if_it_must_be(tmp_path: Path) -> None:
    regular = inspected(tmp_path, "a.csv", "a,b\n1,2\n3,4\n")
    assert (regular["needs_copy"], regular["line_count"], regular["record_count"]) == (False, 2, 2)
    for content in (
        'a,b\n1,"2"\n', "a,b\n1\n", "a,b\n\n1,2\n", "\na,b\n1,2\n", "a,\n1,2\n", "a,A\n1,2\n",
        "a,b\r\n1,2\n", "a,b\n1,\r2\n", "a\tb\n\t\n1\t2\n",
    ):  # fmt: skip
        assert inspected(tmp_path, "a.csv", content)["needs_copy"], content


def test_a_header_is_read_in_any_case(tmp_path: Path) -> None:
    """Spreadsheets write `Order ID`; a column that is there as the contract names it stays that."""
    content = "Order ID,discount-Amount,Status,status,STATUS,channel \n1,2,3,4,5,6\n"
    wanted = ["order_id", "discount_amount", "Status", "status", "STATUS", "channel"]
    assert inspected(tmp_path, "a.csv", content)["header"] == wanted
    copy = copies.readable_copy(write(tmp_path, "a.csv", content), "csv", ",", "orders")
    assert list(json.loads(Path(copy).read_text(encoding="utf-8"))) == wanted


@pytest.mark.parametrize(
    ("said", "is_continued"),
    [
        ({}, False),
        ({"has_more": True}, True),
        ({"has_more": False, "next_page": "https://shop/2"}, False),
        ({"meta": {"has_more": True}}, True),
        ({"next_page": "https://shop/2", "end_of_stream": True}, False),
        ({"next_page": None, "links": {"next": "https://shop/2"}}, True),
        ({"pages": {"type": "pages", "next": None}}, False),
        ({"pages": {"type": "pages", "next": {"page": 2}}}, True),
    ],
)
def test_a_page_says_whether_another_follows(
    tmp_path: Path, said: dict[str, Any], is_continued: bool
) -> None:
    page = json.dumps({"orders": [{"id": 1}], **said})
    for name in ("a.json", "a.jsonl"):
        found = inspection.inspect(write(tmp_path, name, page), "orders")
        assert (found["record_format"], found["is_continued"]) == ("pages", is_continued)


# --- Listing ------------------------------------------------------------------------------------


def test_listing_follows_links_but_not_back(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    write(root, "a/x.jsonl", "{}")
    write(elsewhere, "y.jsonl", "{}")
    for link, target in {"b": elsewhere, "c": elsewhere, "a/up": root}.items():
        (root / link).symlink_to(target)
    (elsewhere / "back").symlink_to(root / "a")
    (root / "a.jsonl").mkdir()
    listed = [file["source_file"] for file in listing.list_files(str(root))]
    assert listed == [
        "a.jsonl", "a/x.jsonl", "b/back/x.jsonl", "b/y.jsonl", "c/back/x.jsonl", "c/y.jsonl",
    ]  # fmt: skip
    assert listing.folder_path(str(root)) == str(root)
    assert listing.folder_path(str(root / "a/x.jsonl")) is None


def test_listing_tells_versions_apart(tmp_path: Path) -> None:
    path = Path(write(tmp_path, "a.jsonl", "{}"))
    os.utime(path, ns=(0, 1_700_000_000_123_456_789))
    (file,) = listing.list_files(str(tmp_path))
    assert file == {
        "source_file": "a.jsonl",
        **dict.fromkeys(["source_system", "source_instance", "object_name"]),
        "file_path": str(path),
        "size_bytes": 2,
        "modified_us": 1_700_000_000_123_456,
        "content_hash": listing.content_hash(str(path)),
    }


@pytest.mark.parametrize("place", [0, 5 * listing.SAMPLE_BYTES, -1])
def test_a_file_that_keeps_size_and_time_is_told_apart(tmp_path: Path, place: int) -> None:
    text = bytearray(b"x" * 10 * listing.SAMPLE_BYTES)
    before = listing.content_hash(write(tmp_path, "a.jsonl", text.decode()))
    assert before == listing.content_hash(write(tmp_path, "b.jsonl", text.decode()))
    text[place] = ord("y")
    assert before != listing.content_hash(write(tmp_path, "a.jsonl", text.decode()))
    assert listing.content_hash(str(tmp_path / "none")) is None


@pytest.mark.parametrize(
    ("source_file", "place"),
    [
        ("shopify/orders.jsonl", ("shopify", "main", "orders")),
        ("shopify@uk-2/orders/2025/03.ndjson.gz", ("shopify", "uk-2", "orders")),
        ("shopify/orders.2025.csv", None),
        ("shopify/orders/2025.csv", ("shopify", "main", "orders")),
        ("shopify@/orders.json", None),
        ("Shopify/orders.json", None),
        ("orders.json", None),
        ("shopify/orders.JSON", None),
        ("shopify/orders.json.zip", None),
        ("shopify/orders/a\nb.json", None),
    ],
)
def test_a_path_says_whose_export_it_is(
    source_file: str, place: tuple[str, str, str] | None
) -> None:
    assert tuple(listing.place_of(source_file).values()) == (place or (None, None, None))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.JSONL.gz", "lines"), (".csv", "csv"), ("csv", None), ("a.csv.zip", None), ("a.gz", None)],
)
def test_a_name_says_how_records_are_written(name: str, kind: str | None) -> None:
    assert listing.export_kind(name) == kind


# --- Publishing ---------------------------------------------------------------------------------


def test_a_published_folder_holds_the_new_files_alone(tmp_path: Path) -> None:
    write(tmp_path, "next/a", "new")
    write(tmp_path, "now/a", "old")
    write(tmp_path, "now/b", "old")
    publishing.replace_folder(str(tmp_path / "next"), str(tmp_path / "now"))
    assert {path.name: path.read_text() for path in (tmp_path / "now").iterdir()} == {"a": "new"}
    assert not (tmp_path / "next").exists()
    publishing.replace_file(str(tmp_path / "now/a"), str(tmp_path / "deep/er/a"))
    assert (tmp_path / "deep/er/a").read_text() == "new"
