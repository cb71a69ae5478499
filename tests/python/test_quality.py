"""The Great Expectations suites: pass on what is good, and say in one line what is not.

Each fault is planted in otherwise good data, so every line below is one that can appear, and would
be missing here if its expectation could not fail.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.filterwarnings("ignore:`schema_name` is deprecated")

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from quality.__main__ import main  # noqa: E402

Record = dict[str, Any]
Check = Callable[..., tuple[int, str]]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run the command in this process; its exit code and what it printed."""

    def run(
        *arguments: str, raw_dir: Path | None = None, root: Path | None = None
    ) -> tuple[int, str]:
        monkeypatch.delenv("WAREHOUSE_PATH", raising=False)
        monkeypatch.delenv("DBT_TARGET_PATH", raising=False)
        monkeypatch.setenv("RAW_DIR", str(raw_dir or "exports/sample"))
        code = main(list(arguments), root)
        return code, capsys.readouterr().out

    return run


def write(raw_dir: Path, file: str, records: Iterable[Record | str]) -> None:
    """One record per line; texts as they are."""
    path = raw_dir / file
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("".join(line + "\n" for line in lines), "utf-8")


def message(number: int, **other: Any) -> Record:
    return {
        "message_id": f"m{number}",
        "conversation_id": f"c{number // 2}",
        "author_role": "customer" if number % 2 else "bot",
        "body": f"my address is person{number}@example.com",
        "sent_at": f"2025-03-{number % 28 + 1:02}T10:00:{number % 60:02}Z",
        **other,
    }


def order(number: int, **other: Any) -> Record:
    return {
        "order_id": f"o{number}",
        "ordered_at": f"2025-03-{number % 28 + 1:02}T12:00:00+01:00",
        "currency_code": "EUR",
        "gross_sales_amount": "19.90",
        "customer_email": f"person{number}@example.com",
        **other,
    }


def shopify_order(number: int, **other: Any) -> Record:
    return {
        "id": number,
        "currency": "EUR",
        "total_price": "10.00",
        "created_at": "2025-03-01T12:00:00+01:00",
        "line_items": [{"id": number, "price": "10.00", "quantity": 1}],
        **other,
    }


def failed(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.startswith("FAILED")]


# ---------------------------------------------------------------------------------------------- raw


def test_good_exports_of_every_form_pass(tmp_path: Path, check: Check) -> None:
    """JSON lines, gzip, CSV, an array, a loader's envelope, two instances, a deletion mark."""
    write(tmp_path, "generic/messages/a.jsonl", map(message, range(40)))
    # a deletion mark has hardly a field, and is no record that lacks them
    deletion = {"order_id": "o1", "deleted_at": "2025-04-01T00:00:00Z"}
    write(tmp_path, "generic@uk/orders/a.jsonl", [order(1), deletion])
    (tmp_path / "generic@us").mkdir()
    with gzip.open(tmp_path / "generic@us/orders.csv.gz", "wt", encoding="utf-8") as file:
        file.write("order_id;ordered_at;currency_code;gross_sales_amount\n")
        file.write("o1;2025-03-01T10:00:00Z;USD;5.00\no2;2025-03-01 10:00:00;USD;7.5\n")
    wrapped = [
        {"type": "RECORD", "stream": "orders", "record": shopify_order(1)},
        {"type": "STATE", "value": {}},
    ]
    write(tmp_path, "shopify/orders/a.jsonl", wrapped)
    (tmp_path / "shopify/orders/b.json").write_text(json.dumps([shopify_order(2)]), "utf-8")

    code, output = check("raw", raw_dir=tmp_path)

    assert failed(output) == []
    assert code == 0
    assert "skipped zendesk: no files" in output
    assert re.search(r"skipped generic: no files of agents, .*conversations", output)
    # orders and their lines, messages, generic orders of two shops
    assert re.search(r"^raw: \d\d expectations on 4 tables, 0 failed, 0 warnings$", output, re.M)


def test_each_fault_is_one_line(tmp_path: Path, check: Check) -> None:
    """Who, which field, how many rows, what is in them, what to do; and nothing personal."""
    messages = [message(number) for number in range(40)]
    for one in messages:
        del one["sent_at"]  # a required field that no record has
    for one in messages[:30]:
        one["author_role"] = "wizard"  # an unknown word, in most records
    write(tmp_path, "generic/messages/a.jsonl", messages)

    orders = [order(number) for number in range(20)]
    for one in orders[:3]:
        one["gross_sales_amount"] = "ten"  # text where money should be
    for one in orders[3:5]:
        del one["currency_code"]  # missing in 10 %, which is more than 5 %
    for one in orders[5:7]:
        one["ordered_at"] = "2999-01-01T00:00:00Z"
    for one in orders[7:9]:
        one["is_test"] = "somebody@example.com"  # a column that slipped
    write(tmp_path, "generic/orders/a.jsonl", orders)

    write(tmp_path, "generic/refunds/a.jsonl", [])
    write(tmp_path, "generic/agents/a.jsonl", ['{"agent_id": "a1"}', "not json"])
    (tmp_path / "generic/sessions").mkdir()
    (tmp_path / "generic/sessions/a.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 999)[:-6])

    lines = [{"id": 1, "price": "cheap", "quantity": 1}]
    write(tmp_path, "shopify/orders/a.jsonl", [shopify_order(1, line_items=lines)])
    write(
        tmp_path,
        "shopify/products/a.jsonl",
        [
            {"id": 7, "title": title, "created_at": moment, "updated_at": moment}
            for title in "ab"
            for moment in ["2025-03-01T00:00:00Z"]
        ],
    )

    code, output = check("raw", raw_dir=tmp_path)

    assert code == 1
    starts = [
        "generic/agents: 1 of 2 lines are not a JSON object or not a row",
        "generic/messages.author_role: 30 of 40 values are not in the contract's list, and would "
        "be quarantined, e.g. 'wizard'. Add the new ones to `values` or `synonyms` in "
        "models/landing/generic/_generic__sources.yml",
        "generic/messages.sent_at: no record has the required field 'sent_at'. Export it",
        "generic/orders.currency_code: 2 of 20 records lack this required field. They would be",
        "generic/orders.gross_sales_amount: 3 of 20 values are not a decimal, e.g. 'ten'. Export",
        "generic/orders.is_test: 2 of 2 values are not a boolean, e.g. '(an address, not shown)'.",
        "generic/orders.ordered_at: 2 of 20 event times are in the future, e.g. '2999-01-01T00:00",
        "generic/refunds: no record at all could be read from its files. Export it again",
        "generic/sessions: 1 of 1 files cannot be read, e.g. 'generic/sessions/a.jsonl.gz is a da",
        "generic/sessions: no record at all could be read from its files.",
        "shopify/orders.line_items.price: 1 of 1 values are not a decimal, e.g. 'cheap'.",
        "shopify/products.id+updated_at: 2 of 2 records share key and version with one of other",
    ]
    found = failed(output)
    for start in starts:
        assert any(line.startswith(f"FAILED  {start}") for line in found), (start, output)
    assert len(found) == len(starts), output
    assert "@example.com" not in output


def test_faults_up_to_the_tolerated_share_pass(tmp_path: Path, check: Check) -> None:
    """1 of 20 is 5 %, the var quarantine_error_rate."""
    orders = [order(number) for number in range(20)]
    del orders[0]["currency_code"]
    orders[1]["gross_sales_amount"] = "ten"
    write(tmp_path, "generic/orders/a.jsonl", orders)

    code, output = check("raw", raw_dir=tmp_path)

    assert failed(output) == []
    assert code == 0


def test_records_of_one_moment_are_a_warning(tmp_path: Path, check: Check) -> None:
    """The time of an import is suspicious, and no reason to stop."""
    same = "2025-03-01T12:34:56Z"
    write(
        tmp_path,
        "generic/messages/a.jsonl",
        [message(number, sent_at=same) for number in range(120)],
    )

    code, output = check("raw", raw_dir=tmp_path)

    assert code == 0
    assert "WARNING generic/messages.sent_at: 120 of 120 records have one and the same" in output
    assert "0 failed, 1 warnings" in output


def test_an_instance_without_records_is_named(tmp_path: Path, check: Check) -> None:
    write(tmp_path, "generic@uk/orders/a.jsonl", [order(1)])
    write(tmp_path, "generic@us/orders/a.jsonl", [])

    code, output = check("raw", raw_dir=tmp_path)

    assert code == 1
    assert "of an instance hold no record at all, e.g. 'us'" in failed(output)[0]


def test_an_empty_landing_zone_passes_without_loading_anything(tmp_path: Path) -> None:
    """As a program of its own, as `make` calls it."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "quality", "raw"],
        cwd=REPOSITORY,
        env={"RAW_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "holds no export of a known object: there is nothing to check." in done.stdout
    assert "great_expectations" not in done.stderr


def test_files_of_no_known_object_are_named(tmp_path: Path, check: Check) -> None:
    """A folder too high, or a system's name that is misspelt."""
    write(tmp_path, "exports/generic/orders.jsonl", [order(1)])
    code, output = check("raw", raw_dir=tmp_path)

    assert code == 1
    assert "1 files are not used, since they belong to no known" in output
    assert "exports/generic/orders.jsonl. Move them, or rename their folders." in output


def test_a_landing_zone_that_is_not_there_fails(tmp_path: Path, check: Check) -> None:
    code, output = check("raw", raw_dir=tmp_path / "nowhere")

    assert code == 1
    assert "is not a folder: set RAW_DIR" in output


# -------------------------------------------------------------------------------------------- marts

CONVERSATIONS = """
    create table marts.fct_conversations as
    select
        'k' || number as conversation_key,
        'zendesk' as source_system,
        'bot' as handled_by,
        cast(null as varchar) as automated_resolution_kind,
        0.5 as csat_rate,
        number as net_revenue_amount,
        true as is_matured
    from range(60) as numbers (number)
"""
KPI = """
    create table marts.kpi_deflection_vs_resolution as
    select date '2025-03-01' as started_date, cast(60 as bigint) as conversation_count,
        cast(0.4 as double) as deflection_rate, cast(1.7 as double) as contact_rate
"""


def mart_node(name: str, columns: dict[str, str]) -> Record:
    return {
        "resource_type": "model",
        "name": name,
        "alias": name,
        "schema": "marts",
        "original_file_path": f"models/marts/core/{name}.sql",
        "config": {"materialized": "table", "enabled": True, "meta": {"publish": True}},
        "columns": {key: {"name": key, "data_type": kind} for key, kind in columns.items()},
        "depends_on": {"nodes": ["model.p.int_conversations"]},
    }


def data_test(model: str, **kwargs: Any) -> Record:
    return {
        "resource_type": "test",
        "attached_node": f"model.p.{model}",
        "test_metadata": {"name": "holds", "kwargs": kwargs},
        "config": {"enabled": True},
    }


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A project with two marts that were built well."""
    (tmp_path / "dbt_project.yml").write_bytes((REPOSITORY / "dbt_project.yml").read_bytes())
    conversations = {
        "conversation_key": "string",
        "source_system": "string",
        "handled_by": "string",
        "automated_resolution_kind": "string",
        "csat_rate": "decimal(18,6)",
        "net_revenue_amount": "decimal(18,4)",
        "is_matured": "boolean",
    }
    kpi = {
        "started_date": "date",
        "conversation_count": "bigint",
        "deflection_rate": "decimal(18,6)",
        "contact_rate": "decimal(18,6)",
    }
    interface = mart_node("int_conversations", {"conversation_key": "string"})
    interface["schema"] = "intermediate"
    interface["original_file_path"] = "models/interface/int_conversations.sql"
    interface["config"]["meta"] = {}
    nodes = {
        "model.p.fct_conversations": mart_node("fct_conversations", conversations),
        "model.p.kpi": mart_node("kpi_deflection_vs_resolution", kpi),
        "model.p.int_conversations": interface,
        "test.1": data_test(
            "fct_conversations", unique=["conversation_key"], never_null=["source_system"]
        ),
        "test.2": data_test("kpi", unique=[["started_date"]]),
    }
    (tmp_path / "target").mkdir()
    (tmp_path / "target/manifest.json").write_text(json.dumps({"nodes": nodes}), "utf-8")
    change(
        tmp_path,
        "create schema marts",
        "create schema intermediate",
        "create table intermediate.int_conversations as select 'k1' as conversation_key",
        CONVERSATIONS,
        KPI,
    )
    return tmp_path


def change(root: Path, *statements: str) -> None:
    with duckdb.connect(str(root / "warehouse.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)


def test_good_marts_pass(built: Path, check: Check) -> None:
    code, output = check("marts", root=built)

    assert failed(output) == []
    assert code == 0
    assert "on 2 tables, 0 failed, 0 warnings" in output
    # an expectation by hand that has nothing to read says so
    assert "skipped fct_conversations.topic_source: the mart has no column topic_source" in output
    assert "skipped fct_orders.is_sale: there is no such mart" in output


def test_each_fault_of_a_mart_is_one_line(built: Path, check: Check) -> None:
    row = "update marts.fct_conversations set"
    change(
        built,
        f"{row} conversation_key = 'k1' where conversation_key = 'k2'",
        f"{row} source_system = null where conversation_key = 'k3'",
        f"{row} handled_by = 'ghost' where conversation_key = 'k4'",
        f"{row} automated_resolution_kind = 'hoped' where conversation_key = 'k5'",
        f"{row} csat_rate = 1.2 where conversation_key = 'k6'",
        f"{row} net_revenue_amount = -1 where conversation_key = 'k7'",
        f"{row} source_system = 'person@example.com' where conversation_key = 'k8'",
        f"{row} handled_by = 'nobody' where substr(conversation_key, 2, 1) in ('1', '2', '3', '4')",
        "alter table marts.fct_conversations add column customer_email varchar",
        "update marts.kpi_deflection_vs_resolution set conversation_count = 59",
    )

    code, output = check("marts", root=built)

    assert code == 1
    starts = [
        "fct_conversations.conversation_key: 2 of 60 rows share their key with another, e.g. 'k1'",
        "fct_conversations.source_system: 1 of 60 rows have no value.",
        "fct_conversations.automated_resolution_kind: 1 of 1 values are not among the documented, "
        "e.g. 'hoped'.",
        "fct_conversations.csat_rate: 1 of 60 rates are outside 0 and 1, e.g. '1.2'.",
        "fct_conversations.net_revenue_amount: 1 of 60 amounts are negative, e.g. '-1",
        "fct_conversations.source_system: 1 of 59 values hold an e-mail address or a phone number "
        "(not shown).",
        "fct_conversations: 1 of 8 columns are called like personal data, e.g. 'customer_email'.",
        "fct_conversations: columns are not those of the contract (the table has too many "
        "customer_email). Build again",
        "kpi_deflection_vs_resolution: 59 of 60 conversations are counted in fct_conversations.",
    ]
    found = failed(output)
    for start in starts:
        assert any(line.startswith(f"FAILED  {start}") for line in found), (start, output)
    assert len(found) == len(starts), output
    assert "WARNING fct_conversations.handled_by: 44 of 60 matured conversations have no" in output
    assert "person@example.com" not in output


def test_an_undocumented_value_fails(built: Path, check: Check) -> None:
    change(built, "update marts.fct_conversations set handled_by = 'ghost'")

    output = check("marts", root=built)[1]

    assert "fct_conversations.handled_by: 60 of 60 values are not among the documented" in output


def test_a_mart_without_rows_fails_if_its_source_has_some(built: Path, check: Check) -> None:
    change(
        built,
        "delete from marts.fct_conversations",
        "delete from marts.kpi_deflection_vs_resolution",
    )

    code, output = check("marts", root=built)

    assert code == 1
    assert len(failed(output)) == 2
    assert "although intermediate.int_conversations have some" in output

    change(built, "delete from intermediate.int_conversations")
    assert check("marts", root=built)[0] == 0


def test_a_mart_that_was_not_built_fails(built: Path, check: Check) -> None:
    change(built, "drop table marts.kpi_deflection_vs_resolution")

    code, output = check("marts", root=built)

    assert code == 1
    assert "FAILED  kpi_deflection_vs_resolution: is not in" in output


def test_what_is_not_built_or_in_use_is_one_sentence(built: Path, check: Check) -> None:
    with duckdb.connect(str(built / "warehouse.duckdb")):
        code, output = check("marts", root=built)
    assert code == 1
    assert "cannot be opened" in output

    (built / "target/manifest.json").unlink()
    code, output = check("marts", root=built)
    assert code == 1
    assert "run `dbt build` first" in output


# --------------------------------------------------------------------------------------------- docs


def test_data_docs_stand_alone_and_hold_nothing_personal(tmp_path: Path, check: Check) -> None:
    raw_dir, out = tmp_path / "raw", tmp_path / "docs"
    messages = [message(number) for number in range(10)]
    messages[0]["author_role"] = "person@example.com"
    write(raw_dir, "generic/messages/a.jsonl", messages)
    (tmp_path / "project").mkdir()
    for name in ("dbt_project.yml", "models", "macros"):
        (tmp_path / "project" / name).symlink_to(REPOSITORY / name)

    code, output = check("docs", "--out", str(out), raw_dir=raw_dir, root=tmp_path / "project")

    assert code == 1
    assert "skipped marts: nothing is built yet" in output
    pages = {page: page.read_text("utf-8") for page in out.rglob("*.html")}
    front = pages.pop(out / "index.html")
    assert "raw.generic.messages" in front
    for link in re.findall(r'href="([^"]+)"', front):
        assert (out / link).is_file()
    for text in [front, *pages.values()]:
        assert not re.search(r"""(src=|href=|url\()["']?https?:""", text)
        assert "@example.com" not in text

    # written again in the same place; never in the place of something else
    assert check("docs", "--out", str(out), raw_dir=raw_dir, root=tmp_path / "project")[0] == 1
    code, output = check("docs", "--out", str(raw_dir), raw_dir=raw_dir, root=tmp_path / "project")
    assert "holds something else than Data Docs" in output
    assert (raw_dir / "generic/messages/a.jsonl").is_file()
