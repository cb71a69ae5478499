"""The sample exports: reproducible, valid but for the damage that is meant, small and streamed."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "exports" / "sample"
TRUTH = REPOSITORY / "tests" / "golden" / "sample_truth"
SEED = 20250101
MAX_SAMPLE_BYTES = 12_000_000
MAX_FILE_BYTES = 1_000_000

sys.path.insert(0, str(REPOSITORY))

from tools.generate_exports.__main__ import main, run  # noqa: E402

# objects whose records are written once; all others appear anew when they change
IMMUTABLE = {"zendesk/ticket_comments", "zendesk/ticket_audits", "shopify/products",
             "intercom/admins"}
# objects in one file, in the open format, with what names a record
ALONE = {"generic/customers": "customer_id", "generic/sessions": "session_id",
         "generic/survey_responses": "response_id", "generic/survey_funnels": "survey_date"}
EXPECTED_OBJECTS = IMMUTABLE | {
    "zendesk/tickets", "zendesk/ticket_metrics", "zendesk/users", "zendesk/satisfaction_ratings",
    "intercom/conversations", "intercom/contacts", "shopify/orders", "shopify/customers",
    "shopify/checkouts",
}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """The numbered lines of a plain or compressed file."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(
        encoding="utf-8")
    with opened as handle:
        for number, line in enumerate(handle, start=1):
            yield number, line.rstrip("\n")


def truth_rows(table: str) -> list[dict[str, str]]:
    with (TRUTH / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def dirty_positions() -> set[tuple[str, int]]:
    return {(row["file"], int(row["line"])) for row in truth_rows("dirty_records")}


def clean_records(obj: str) -> Iterator[dict[str, Any]]:
    """The undamaged records of an object, without a loader's envelope."""
    dirty = dirty_positions()
    for path in sorted((SAMPLE / obj).iterdir()):
        for number, line in lines_of(path):
            if (path.relative_to(SAMPLE).as_posix(), number) not in dirty:
                record = json.loads(line)
                yield record["data"] if "stream" in record else record


def open_records(folder: Path, obj: str) -> list[dict[str, Any]]:
    """The records of an object that has one file."""
    (path,) = folder.glob(f"{obj}.*")
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))
    return [json.loads(line) for _, line in lines_of(path)]


def generate(out: Path, truth: Path | None = None, *extra: str) -> int:
    arguments = ["--out", str(out), "--seed", str(SEED), *extra]
    if truth is not None:
        arguments += ["--truth", str(truth)]
    return main(arguments)


def test_the_same_options_give_the_same_bytes(tmp_path: Path) -> None:
    """In two processes with different hash seeds, as a set's order must not leak into a file."""
    for name, hash_seed in (("one", "1"), ("two", "2")):
        subprocess.run(
            [sys.executable, "-m", "tools.generate_exports", "--out", str(tmp_path / name / "out"),
             "--truth", str(tmp_path / name / "truth"), "--scale", "0.1"],
            cwd=REPOSITORY, check=True, capture_output=True,
            env={"PYTHONHASHSEED": hash_seed, "PATH": ""},
        )
    first, second = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert len(first) > 50
    assert first == second


def test_another_seed_gives_other_bytes(tmp_path: Path) -> None:
    for seed in (1, 2):
        run(tmp_path / str(seed), None, 0.05, None, seed)
    first, second = contents(tmp_path / "1"), contents(tmp_path / "2")
    orders = [name for name in first if name.startswith("shopify/orders/")]
    assert [name for name in orders if first[name] == second.get(name)] == []


def test_the_shipped_sample_is_what_the_generator_writes(tmp_path: Path) -> None:
    assert generate(tmp_path / "out", tmp_path / "truth") == 0
    made, shipped = contents(tmp_path / "out"), contents(SAMPLE)
    assert sorted(made) == sorted(shipped)
    assert [name for name in made if made[name] != shipped[name]] == []
    shipped_truth = contents(TRUTH)
    shipped_truth.pop("README.md")
    assert contents(tmp_path / "truth") == shipped_truth


def test_the_sample_stays_small() -> None:
    sizes = {name: len(data) for name, data in contents(SAMPLE).items()}
    assert sum(sizes.values()) <= MAX_SAMPLE_BYTES
    assert max(sizes.values()) <= MAX_FILE_BYTES


def test_every_object_is_there_and_one_file_of_each_system_is_compressed() -> None:
    objects = {path.parent.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*/*/*.jsonl")}
    assert objects == EXPECTED_OBJECTS
    alone = {path.relative_to(SAMPLE).as_posix().split(".")[0] for path in SAMPLE.glob("*/*.*")}
    assert alone == set(ALONE)
    compressed = [path.relative_to(SAMPLE).parts[0] for path in SAMPLE.rglob("*.gz")]
    assert sorted(compressed) == ["intercom", "shopify", "zendesk"]


def test_only_the_damaged_records_are_damaged() -> None:
    """Every other line is JSON with an id; every listed line is really broken."""
    dirty = dirty_positions()
    assert 3 <= len(dirty) <= 5
    broken = set()
    for path in sorted(SAMPLE.glob("*/*/*.jsonl*")):
        name = path.relative_to(SAMPLE).as_posix()
        for number, line in lines_of(path):
            try:
                record = json.loads(line)
            except json.JSONDecodeError:
                broken.add((name, number))
                continue
            data = record.get("data", record) if "stream" in record else record
            if "id" not in data or '"abc"' in line:
                broken.add((name, number))
    assert broken == dirty


@pytest.mark.parametrize("obj", sorted(EXPECTED_OBJECTS))
def test_ids_are_unique_apart_from_versions(obj: str) -> None:
    seen: dict[Any, set[Any]] = {}
    created: dict[Any, Any] = {}
    for record in clean_records(obj):
        version = None if obj in IMMUTABLE else record["updated_at"]
        versions = seen.setdefault(record["id"], set())
        assert version not in versions, f"{obj} {record['id']} is written twice as of {version}"
        assert obj not in IMMUTABLE or not versions
        versions.add(version)
        if "created_at" in record:
            first = created.setdefault(record["id"], record["created_at"])
            assert first == record["created_at"], f"two {obj} share the id {record['id']}"


@pytest.mark.parametrize("obj", sorted(ALONE))
def test_each_record_of_the_open_format_is_written_once(obj: str) -> None:
    """Its time lies in the period, before the last events of the other systems."""
    records = open_records(SAMPLE, obj)
    ids = [record[ALONE[obj]] for record in records]
    assert len(ids) > 100 and len(ids) == len(set(ids))
    times = [value for record in records for name, value in record.items()
             if value and name in ("created_at", "started_at", "invited_at", "responded_at")]
    assert all("2025-01-01" <= time < "2025-09-30T22:50:00Z" for time in times)


def test_the_survey_tool_asks_everything_and_is_not_always_answered() -> None:
    records = open_records(SAMPLE, "generic/survey_responses")
    answered = {record["survey_type"]: 0 for record in records if record["responded_at"]}
    asked = {record["survey_type"]: 0 for record in records if not record["responded_at"]}
    assert set(answered) == {"nps", "ces", "post_purchase", "exit_intent", "zero_party"}
    assert set(asked) == set(answered) - {"exit_intent"}, "of popups the tool only counts these"
    assert {r["score_max"] for r in records if r["survey_type"] == "ces"} == {"5", "7"}
    assert {r["score_max"] for r in records if r["survey_type"] == "nps"} == {"5", "10"}


def test_the_counts_of_the_popup_are_those_of_its_answers() -> None:
    """The same answers twice, as counts and one by one: what counts them double must be seen."""
    funnels = open_records(SAMPLE, "generic/survey_funnels")
    answers = [record for record in open_records(SAMPLE, "generic/survey_responses")
               if record["survey_type"] == "exit_intent"]
    assert sum(int(funnel["completed_count"]) for funnel in funnels) == len(answers) > 100
    assert {funnel["survey_id"] for funnel in funnels} == {r["survey_id"] for r in answers}
    for funnel in funnels:
        counts = [int(funnel[f"{step}_count"]) for step in ("invited", "started", "completed")]
        assert counts == sorted(counts, reverse=True)


def test_people_of_the_open_format_have_an_address_that_another_system_knows() -> None:
    """Else nothing would join them to the person they are."""
    known = {(record["email"] or "").lower() for record in clean_records("shopify/orders")
             if "deleted_at" not in record}
    known |= {record["email"].lower() for record in clean_records("shopify/customers")}
    named = {record[column] for obj, column in (
        ("customers", "email"), ("sessions", "customer_email"),
        ("survey_responses", "customer_email"),
    ) for record in open_records(SAMPLE, f"generic/{obj}") if record.get(column)}
    assert len(named) > 300 and named - known == set()


def test_records_are_updated_later_for_a_few_percent() -> None:
    for obj in ("zendesk/tickets", "intercom/conversations", "shopify/orders"):
        ids = [record["id"] for record in clean_records(obj)]
        superseded = len(ids) - len(set(ids))
        assert 0.02 < superseded / len(ids) < 0.25, obj


def test_personal_data_is_obviously_fake() -> None:
    for path in sorted([*SAMPLE.rglob("*.jsonl*"), *SAMPLE.rglob("*.csv")]):
        for _, line in lines_of(path):
            for part in line.lower().split("@")[1:]:
                assert part.startswith(("example.com", "example.org")), part[:30]
    for record in clean_records("shopify/customers"):
        phone = (record["phone"] or "").replace(" ", "")
        assert phone == "" or phone.startswith(("+3532091", "02091", "+447700900", "07700900"))


def test_a_metric_has_no_solved_at_while_its_ticket_is_unsolved() -> None:
    metrics = list(clean_records("zendesk/ticket_metrics"))
    without = [metric for metric in metrics if "solved_at" not in metric]
    assert 0 < len(without) < len(metrics)
    assert all(metric["solved_at"] for metric in metrics if "solved_at" in metric)


def test_the_truth_names_each_exported_conversation_and_order_once() -> None:
    exported = {("zendesk", str(r["id"])) for r in clean_records("zendesk/tickets")}
    exported |= {("intercom", r["id"]) for r in clean_records("intercom/conversations")}
    rows = [(r["source_system"], r["conversation_id"]) for r in truth_rows("conversations")]
    assert sorted(rows) == sorted(exported)
    orders = [row["order_id"] for row in truth_rows("orders")]
    assert sorted(orders) == sorted({str(r["id"]) for r in clean_records("shopify/orders")})


def test_order_totals_add_up() -> None:
    """Lines less discounts, plus shipping, tip and tax that prices do not include."""
    def in_cents(text: str) -> int:
        return round(float(text) * 100)

    checked = 0
    for order in clean_records("shopify/orders"):
        if "deleted_at" in order:
            continue
        total = sum(in_cents(line["price"]) * line["quantity"] for line in order["line_items"])
        total -= in_cents(order["total_discounts"])
        total += sum(in_cents(line["price"]) for line in order["shipping_lines"])
        total += in_cents(order["total_tip_received"])
        total += 0 if order["taxes_included"] else in_cents(order["total_tax"])
        assert total == in_cents(order["total_price"]), order["name"]
        refunded = sum(
            in_cents(transaction["amount"])
            for refund in order["refunds"] for transaction in refund["transactions"])
        assert refunded <= total, order["name"]
        checked += 1
    assert checked > 1000


def test_every_deliberate_behaviour_occurs_in_the_sample() -> None:
    from tools.generate_exports.scenarios import SCENARIOS

    conversations = truth_rows("conversations")
    seen = {row["scenario"] for row in conversations}
    assert {scenario.name for scenario in SCENARIOS} - seen == set()
    assert {row["out_of_scope_why"] for row in truth_rows("orders")} == {
        "", "test", "deleted", "voided", "cancelled"}
    assert {row["expected_is_resolved"] for row in conversations} == {
        "", "true", "false", "unknown"}
    assert {row["unknown_why"] for row in conversations} == {"", "immature", "unobservable"}


def test_memory_does_not_grow_with_scale(tmp_path: Path) -> None:
    """Six times the people write 28 MB more and may not need 8 MB more."""
    script = (
        "import resource, sys; from pathlib import Path;"
        "from tools.generate_exports.__main__ import run;"
        "run(Path(sys.argv[1]), None, float(sys.argv[1].rsplit('-', 1)[1]), None, 1);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak_kilobytes(scale: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / f"scale-{scale}")],
            cwd=REPOSITORY, check=True, capture_output=True, text=True)
        return int(done.stdout)

    assert peak_kilobytes("3") - peak_kilobytes("0.5") < 8_000


def test_ids_stay_unique_across_workers_and_rolled_files(tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path / "out"), "--scale", "0.3", "--processes", "2",
                 "--roll", "50KB"]) == 0
    files = sorted((tmp_path / "out" / "shopify" / "orders").iterdir())
    assert any("worker-2" in path.name for path in files)
    assert any("part-0002" in path.name for path in files)
    sessions = tmp_path / "out" / "generic" / "sessions"
    names = {path.name for path in sessions.iterdir()}
    assert {"worker-1.part-0001.jsonl", "worker-2.part-0001.jsonl"} <= names
    visits = [json.loads(line)["session_id"] for path in sessions.iterdir()
              for _, line in lines_of(path)]
    assert len(visits) == len(set(visits)) > 100
    counts = [
        (row["survey_id"], row["survey_date"])
        for path in (tmp_path / "out" / "generic" / "survey_funnels").iterdir()
        for row in csv.DictReader(path.read_text().splitlines())]
    assert len(counts) == len(set(counts)) > 20, "a day's counts would be versions of each other"
    created: dict[int, str] = {}
    for path in files:
        for _, line in lines_of(path):
            record = json.loads(line)
            if "created_at" in record:  # a tombstone has none
                first = created.setdefault(record["id"], record["created_at"])
                assert first == record["created_at"], "two orders share an id"
    assert len(created) > 100


def test_a_target_size_is_met(tmp_path: Path) -> None:
    written = run(tmp_path / "out", None, 1, 2_000_000, SEED)
    assert 2_000_000 <= written < 2_200_000


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["--scale", "0"], "--scale must be greater than 0."),
    (["--processes", "0"], "--processes must be at least 1."),
    (["--processes", "2", "--truth", "truth"], "--truth needs a single process"),
])
def test_wrong_usage_is_explained_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["--out", str(tmp_path / "out"), *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_a_folder_with_files_is_not_written_into(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    assert main(["--out", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
