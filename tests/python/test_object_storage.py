"""Exports in a bucket and marts written to one, against a server on this machine that speaks S3.

The server keeps its objects in memory and writes down each request, so that the tests can say what
was transferred. What only the real thing has (regions, roles, slow networks) is not tried here.
"""

from __future__ import annotations

import copy
import gzip
import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import duckdb
import moto.settings
import pytest
from conftest import DATABASE, PROJECT, Project, Warehouse
from moto.server import ThreadedMotoServer
from test_landing import ORDERS, became, csv_rows, lines, order

from quality.__main__ import main as check
from warehouse import object_storage
from warehouse.export_files.copies import copies_folder

# What tells one place or time from another, not what was landed.
OF_THE_PLACE = ["file_path", "raw_dir", "modified_at", "source_file_version"]
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-west-1"}


class Bucket:
    """A bucket of the server's, and the requests for its objects."""

    def __init__(self, client: Any, name: str, requests: list[str]) -> None:
        self.client, self.name, self.requests = client, name, requests
        client.create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )

    def put(self, files: dict[str, str | bytes]) -> None:
        for name, content in files.items():
            body = content.encode() if isinstance(content, str) else content
            self.client.put_object(Bucket=self.name, Key=f"raw/{name}", Body=body)

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=self.name, Key=f"raw/{name}")

    def names(self) -> set[str]:
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return {item["Key"] for item in found}

    def transferred(self) -> Counter[str]:
        """How often content of each object was sent since this was asked last."""
        sent = re.compile(f"GET /{self.name}/raw/(.+) HTTP/1.1.* 206 -")
        found = [match[1] for line in self.requests if (match := sent.search(line))]
        self.requests.clear()
        return Counter(found)

    @property
    def zone(self) -> str:
        return f"s3://{self.name}/raw"


@pytest.fixture(scope="module")
def requests() -> list[str]:
    return []


@pytest.fixture(scope="module")
def client(requests: list[str]) -> Iterator[Any]:
    """The server's own client; what the builds need to reach it stands in the environment."""

    class Note(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            requests.append(record.getMessage())

    log, note = logging.getLogger("werkzeug"), Note()
    log.addHandler(note)
    log.setLevel(logging.INFO)
    log.propagate = False
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith("AWS_") or name.lower().endswith("_proxy"):
                patch.delenv(name)
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": endpoint}.items():
            patch.setenv(name, value)
        yield boto3.client("s3")
    server.stop()
    log.removeHandler(note)


@pytest.fixture
def bucket(client: Any, requests: list[str], request: pytest.FixtureRequest) -> Bucket:
    """An empty bucket of the test's own."""
    return Bucket(client, f"bucket-{abs(hash(request.node.name))}", requests)


@pytest.fixture
def in_bucket(
    project: Project, empty_warehouse: Warehouse, tmp_path: Path, bucket: Bucket
) -> Warehouse:
    """A warehouse over the bucket, not built yet but for its empty tables."""
    warehouse = Warehouse(project, tmp_path / "in_bucket", zone(bucket.zone))
    (tmp_path / "in_bucket" / DATABASE).write_bytes(empty_warehouse.path.read_bytes())
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("delete from landing.landed_files")
    return warehouse


def zone(address: str) -> Any:
    """An address in a path's place: a `Path` would take its second slash away."""
    return address


def states(warehouse: Warehouse) -> dict[str, str]:
    return dict(warehouse.query("select source_file, file_state from landing.landed_files"))


def rows_only_in(one: Path, other: Path) -> dict[str, int]:
    """Landed rows of ``one`` that ``other`` does not hold, by table."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only); attach '{other}' as other (read_only)")
        tables = connection.execute(
            "select table_name from duckdb_tables()"
            " where database_name = 'one' and schema_name = 'landing'"
        ).fetchall()
        found = {}
        for (table,) in tables:
            rows = f"select * exclude (%s) from %s.landing.{table}"
            columns = connection.execute(f"describe one.landing.{table}").fetchall()
            apart = ", ".join(name for name, *_ in columns if name in OF_THE_PLACE) or "nothing"
            rows_of = {name: rows % (apart, name) for name in ("one", "other")}
            if apart == "nothing":
                rows_of = {name: f"from {name}.landing.{table}" for name in ("one", "other")}
            found[table] = connection.execute(
                f"select count(*) from ({rows_of['one']} except all {rows_of['other']})"
            ).fetchone()[0]  # type: ignore[index]
    return found


# --- Landing ------------------------------------------------------------------------------------


def test_a_bucket_lands_as_a_folder_does_and_is_read_once(
    project: Project, sample_warehouse: Warehouse, tmp_path: Path, bucket: Bucket
) -> None:
    sample = PROJECT / "exports" / "sample"
    bucket.put(
        {
            str(path.relative_to(sample)): path.read_bytes()
            for path in sample.rglob("*")
            if path.is_file()
        }
    )
    landing = ["path:models/landing"]
    warehouse = Warehouse(project, tmp_path / "in_bucket", zone(bucket.zone)).build(landing).built()

    assert warehouse.not_green() == {}, warehouse.output
    differing = rows_only_in(warehouse.path, sample_warehouse.path)
    assert len(differing) > 30
    assert not any(differing.values()), differing
    assert not any(rows_only_in(sample_warehouse.path, warehouse.path).values())
    addresses = {address for (address,) in warehouse.query("select file_path from landing.landed_files")}
    assert all(address.startswith(f"{bucket.zone}/") for address in addresses)

    used = warehouse.query(
        "select source_file from landing.landed_files where file_state = 'landed' and size_bytes > 0"
    )
    assert len(used) > 90
    assert bucket.transferred() == Counter(name for (name,) in used), "each export is read once"

    warehouse.raw_dir = zone(f"{bucket.zone}/")  # the same place
    warehouse.build(landing)
    assert warehouse.not_green() == {}, warehouse.output
    assert not bucket.transferred(), "what did not change was read again"
    assert not any(rows_only_in(warehouse.path, sample_warehouse.path).values())


def test_a_second_build_reads_what_changed(in_bucket: Warehouse, bucket: Bucket) -> None:
    packed = gzip.compress(lines(order("7"), order("8")).encode())
    strange = "generic@strange/orders/it's [1] of 2, 50%20 ü+&=#.csv"
    bucket.put(
        {
            "generic@same/orders.jsonl": lines(order("1")),
            "generic@changed/orders.jsonl": lines(order("2")),
            "generic@gone/orders.jsonl": lines(order("3")),
            "generic@damaged/orders.jsonl.gz": packed,
            "generic@array/orders.json": "[" + lines(order("4")).strip() + "]",
            strange: csv_rows('"5",EUR,1,2025-03-01'),
            strange.replace("[1]", "1"): csv_rows("6,EUR,1,2025-03-01"),
            "generic@empty/orders.jsonl": "",
            "readme.txt": "hello",
        }
    )
    copies = set(os.listdir(copies_folder()))
    in_bucket.build(ORDERS).built()
    left = set(os.listdir(copies_folder())) - copies
    assert not left, f"copies of landed files take up the disk: {left}"
    assert in_bucket.not_green() == {
        "assert_every_file_of_a_known_system_has_a_known_place": "warn"
    }, in_bucket.output
    used = {instance: found["used"] for (_, instance), found in became(in_bucket).items()}
    assert used == {
        "same": ["1"], "changed": ["2"], "gone": ["3"], "damaged": ["7", "8"], "array": ["4"],
        "strange": ["5", "6"], "empty": [],
    }  # fmt: skip
    bucket.transferred()

    bucket.put(
        {
            "generic@changed/orders.jsonl": lines(order("2"), order("22")),
            "generic@damaged/orders.jsonl.gz": packed[:-9],
            "generic@new/orders.jsonl": lines(order("9")),
        }
    )
    bucket.remove("generic@gone/orders.jsonl")
    in_bucket.build(ORDERS)
    assert set(bucket.transferred()) == {
        f"generic@{name}" for name in
        ("changed/orders.jsonl", "damaged/orders.jsonl.gz", "new/orders.jsonl")
    }  # fmt: skip
    used = {instance: found["used"] for (_, instance), found in became(in_bucket).items()}
    assert used["changed"] == ["2", "22"]
    assert used["new"] == ["9"]
    assert used["gone"] == ["3"], "the rows of what was removed stay"
    assert used["damaged"] == ["7", "8"], "and those of what was damaged since"
    now = states(in_bucket)
    assert now["generic@gone/orders.jsonl"] == "gone"
    assert now["generic@damaged/orders.jsonl.gz"] == "unreadable"
    assert now["readme.txt"] == "unrecognised"
    problem = became(in_bucket)["generic", "damaged"]["unreadable"]["orders.jsonl.gz"]
    assert problem.startswith("is a damaged archive (Compressed file ended"), problem


def test_what_was_inspected_only_is_read_again(in_bucket: Warehouse, bucket: Bucket) -> None:
    """By a build that ended before it landed it; two models at a time ask for their files."""
    names = [f"{system}/{name}" for system, name in [
        ("generic", "customers"), ("generic", "orders"), ("shopify", "orders"), ("zendesk", "tickets"),
        ("zendesk", "users"), ("intercom", "contacts"),
    ]]  # fmt: skip
    files = {f"{name}/{number}.jsonl": lines(order(str(number))) for name in names for number in range(9)}
    bucket.put(dict(files))
    in_bucket.build(["landed_files"]).built()
    assert bucket.transferred() == Counter(files.keys())
    for name in files:  # as they are after the end of a process
        object_storage.forget_export(f"{bucket.zone}/{name}", "")
    models = [f"land_{name.replace('/', '__')}" for name in names]
    in_bucket.build(models).built()
    assert bucket.transferred() == Counter(files.keys())
    for model in models:
        assert in_bucket.query(f"select count(*), count(distinct source_file) from landing.{model}") == [(9, 9)]


def test_a_copy_stands_for_one_version(in_bucket: Warehouse, bucket: Bucket) -> None:
    """In a process that builds twice, what the first build copied and did not land is no longer it."""
    bucket.put({"generic/orders.jsonl": lines(order("1"))})
    in_bucket.build(["landed_files"]).built()
    bucket.put({"generic/orders.jsonl": lines(order("2"), order("3"))})
    in_bucket.build(ORDERS).built()
    assert became(in_bucket)["generic", "main"]["used"] == ["2", "3"]


def test_what_changes_between_inspection_and_landing_is_not_landed(
    in_bucket: Warehouse, bucket: Bucket
) -> None:
    """Its lines were counted in another state: they would not add up."""
    bucket.put({"generic/orders.jsonl": lines(order("1"))})
    in_bucket.build(["landed_files"]).built()
    object_storage.forget_export(f"{bucket.zone}/generic/orders.jsonl", "")
    bucket.put({"generic/orders.jsonl": lines(order("1"), order("2"))})
    in_bucket.build(["land_generic__orders"])
    assert in_bucket.status()["land_generic__orders"] == "error"
    sentence = f"{bucket.zone}/generic/orders.jsonl was changed while it was being read: build again."
    assert sentence in in_bucket.output
    in_bucket.build(ORDERS).built()
    assert became(in_bucket)["generic", "main"]["used"] == ["1", "2"]


def test_only_a_bucket_needs_the_extension(
    build_warehouse: Callable[..., Warehouse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: str) -> None:
        raise AssertionError("a local build opened the database that reaches buckets")

    monkeypatch.setattr(object_storage, "_database", refuse)
    warehouse = build_warehouse({"generic/orders.jsonl": lines(order("1"))}, ORDERS)
    assert warehouse.not_green() == {}, warehouse.output


# --- What goes wrong is a sentence --------------------------------------------------------------


def test_an_empty_bucket_is_a_loud_warning(in_bucket: Warehouse, bucket: Bucket) -> None:
    in_bucket.build(ORDERS)
    assert in_bucket.not_green() == {}, in_bucket.output
    sentence = f"The landing zone '{bucket.zone}' holds no file at all: every model will be empty."
    assert sentence in in_bucket.output


def test_a_bucket_is_not_mixed_with_another(in_bucket: Warehouse, bucket: Bucket) -> None:
    bucket.put({"generic/orders.jsonl": lines(order("1"))})
    in_bucket.build(["landed_files"]).built()
    in_bucket.raw_dir = zone(f"{bucket.zone}/generic")
    assert f"This database holds the exports of '{bucket.zone}'" in in_bucket.build(["landed_files"]).output


@pytest.fixture
def anew() -> Iterator[None]:
    """A process that has reached no bucket yet."""
    object_storage._database.cache_clear()
    yield
    object_storage._database.cache_clear()


FAILURES = {
    "no bucket": ("s3://nowhere/raw", {}, "cannot be listed: HTTP Error: HTTP GET error", "NoSuchBucket", ": correct the bucket's name"),
    "wrong keys": (None, {}, "cannot be listed: HTTP Error", "403", ": set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION to keys that may do so"),
    "nobody there": ("s3://orders-404/raw", {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "cannot be listed: IO Error", "Could not connect", ": see whether the network is there, and AWS_ENDPOINT_URL right"),
    "unknown kind": ("ftp://host/raw", {}, "is neither a path nor in a bucket of a known kind", "it may begin with s3://"),
    "no extension": (None, {}, "needs DuckDB's extension httpfs, which is not there for DuckDB", f"install the package duckdb-extension-httpfs=={duckdb.__version__}."),
    "a question mark": (None, {}, "cannot be listed: a name in it has a question mark, which DuckDB cannot read: rename the object."),
}  # fmt: skip


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.usefixtures("anew")
def test_a_bucket_that_cannot_be_used_stops_with_a_sentence(
    in_bucket: Warehouse, bucket: Bucket, failure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, settings, begins, *parts = FAILURES[failure]
    bucket.put({"generic/orders.jsonl": lines(order("1"))})
    if failure == "wrong keys":
        monkeypatch.setattr(moto.settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0)
    if failure == "no extension":
        monkeypatch.setattr(object_storage, "_packaged", lambda _: None)
        monkeypatch.setenv("HOME", str(tmp_path))  # where DuckDB keeps what it installed
    if failure == "a question mark":
        bucket.put({"generic/orders/what?.jsonl": lines(order("2"))})
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    in_bucket.raw_dir = zone(address or bucket.zone)
    in_bucket.build(ORDERS)
    assert in_bucket.status()["landed_files"] == "error", in_bucket.output
    assert set(in_bucket.status().values()) == {"error", "skipped"}
    # Of single objects the build hears only when it lists them all.
    subject = "" if failure == "a question mark" else "The landing zone "
    assert f"{subject}{in_bucket.raw_dir} {begins}" in in_bucket.output
    for part in parts:
        assert part in in_bucket.output
    assert "secret" not in in_bucket.output.replace("AWS_SECRET", "")


def test_an_object_that_may_not_be_read_is_not_remembered_as_broken(
    in_bucket: Warehouse, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that fails says nothing of the file: the next build tries again."""
    bucket.put({"generic/orders.jsonl": lines(order("1"))})
    ask = object_storage._ask

    def without_reading(place: str, verb: str, statement: str) -> Any:
        if verb == "read":
            monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        return ask(place, verb, statement)

    with monkeypatch.context() as patch:
        patch.setattr(object_storage, "_ask", without_reading)
        endpoint = os.environ["AWS_ENDPOINT_URL"]
        in_bucket.build(ORDERS)
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    assert in_bucket.status()["landed_files"] == "error"
    assert f"{bucket.zone}/generic/orders.jsonl cannot be read: IO Error" in in_bucket.output
    in_bucket.build(ORDERS).built()
    assert became(in_bucket)["generic", "main"]["used"] == ["1"]


@pytest.mark.usefixtures("anew")
def test_a_file_that_takes_too_much_memory_is_named(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put({"generic/orders.jsonl": b" " * (24 << 20)})
    monkeypatch.setenv("WAREHOUSE_MEMORY", "16MB")
    name = f"{bucket.zone}/generic/orders.jsonl"
    with pytest.raises(object_storage.BucketError) as raised:
        object_storage.local_export(name, "first", 24 << 20)
    assert str(raised.value).startswith(f"{name} cannot be read: Out of Memory Error: ")
    assert str(raised.value).endswith(
        ": raise WAREHOUSE_MEMORY, or copy the files to a disk before the build."
    )


# --- Keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "settings", "statement"),
    [
        ("s3://b/raw", {}, ""),
        ("s3://b/raw", KEYS | {"AWS_SESSION_TOKEN": "it's"},
         "type s3, key_id 'key', secret 'secret', session_token 'it''s', region 'eu-west-1'"),
        ("s3://b/raw", {"AWS_DEFAULT_REGION": "x", "AWS_ENDPOINT_URL": "https://store.example/"},
         "type s3, region 'x', endpoint 'store.example', use_ssl 'true', url_style 'path'"),
        ("s3://b/raw", {"AWS_ENDPOINT_URL_S3": "http://a:9000", "AWS_ENDPOINT_URL": "https://b"},
         "type s3, endpoint 'a:9000', use_ssl 'false', url_style 'path'"),
        ("gs://b/raw", KEYS | {"GCS_ACCESS_KEY_ID": "id", "GCS_SECRET_ACCESS_KEY": "word"},
         "type gcs, key_id 'id', secret 'word'"),
        ("az://c/raw", {"AZURE_STORAGE_CONNECTION_STRING": "A=b;C=d"},
         "type azure, connection_string 'A=b;C=d'"),
    ],
)  # fmt: skip
def test_keys_come_from_the_environment(
    place: str, settings: dict[str, str], statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [*os.environ]:
        if name.startswith(("AWS_", "GCS_", "AZURE_")):
            monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(object_storage, "_packaged", lambda _: None)
    expected = f"create secret ({statement})" if statement else ""
    assert object_storage._secret(place) == expected
    if place.startswith("s3") and "AWS_ACCESS_KEY_ID" not in settings:
        monkeypatch.setattr(object_storage, "_packaged", lambda name: Path(name))
        assert "provider 'credential_chain'" in object_storage._secret(place)


# --- Publishing ---------------------------------------------------------------------------------


@pytest.fixture
def sample(sample_warehouse: Warehouse) -> Warehouse:
    """The sample's warehouse, of which other tests keep the result that its build had."""
    return copy.copy(sample_warehouse)


def test_published_marts_are_uploaded(sample: Warehouse, bucket: Bucket) -> None:
    place = f"s3://{bucket.name}/marts"
    bucket.client.put_object(Bucket=bucket.name, Key="marts/kpi_former.parquet", Body=b"PAR1")
    for address in (place, f"{place}/"):  # the second upload takes the place of the first one
        sample.operate("upload_published", {"PUBLISHED_BUCKET": address})
        assert sample.result.success, sample.output
    assert (
        f"No longer published, but still in {place}/: kpi_former.parquet. Remove them there."
        in sample.output
    )
    published = sample.home / DATABASE.replace(".duckdb", ".published.duckdb")
    marts = {path.stem for path in Path(f"{published}.parquet").iterdir()}
    assert len(marts) > 20
    assert bucket.names() == {
        "marts/marts.duckdb", "marts/kpi_former.parquet", *(f"marts/{name}.parquet" for name in marts),
    }  # fmt: skip
    reader = object_storage._database("httpfs", object_storage._secret(place)).cursor()
    reader.execute(f"attach '{place}/marts.duckdb' as uploaded (read_only)")
    reader.execute(f"attach '{published}' as published (read_only)")
    for name in marts:
        for uploaded in (f"uploaded.{name}", f"read_parquet('{place}/{name}.parquet')"):
            one, other = f"from {uploaded}", f"from published.{name}"
            assert reader.execute(
                f"select (select count(*) from ({one} except all {other}))"
                f" + (select count(*) from ({other} except all {one}))"
            ).fetchone() == (0,), uploaded
    reader.execute("detach uploaded; detach published")


@pytest.mark.usefixtures("client")
def test_an_upload_that_breaks_off_says_what_to_do(sample: Warehouse) -> None:
    sample.operate("upload_published", {"PUBLISHED_BUCKET": "s3://nowhere/marts"})
    assert not sample.result.success
    assert "s3://nowhere/marts cannot be written" in sample.output
    assert "Upload them again by `dbt run-operation upload_published`." in sample.output


def test_the_published_file_is_local(sample: Warehouse, bucket: Bucket) -> None:
    place = f"s3://{bucket.name}/marts"
    sample.operate("upload_published", {"PUBLISHED_PATH": place, "PUBLISHED_BUCKET": place})
    assert not sample.result.success
    assert f"set PUBLISHED_BUCKET to {place} to have the marts there as well" in sample.output


# --- The checks of the raw exports --------------------------------------------------------------


def test_the_quality_checks_read_a_bucket(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAW_DIR", bucket.zone)
    assert check(["raw"]) == 0
    assert f"The landing zone '{bucket.zone}' holds no export of a known object" in capsys.readouterr().out
    bucket.put({"generic/orders.jsonl": lines(order("1", ordered_at="?"))})
    assert check(["raw"]) == 1
    assert "generic/orders" in capsys.readouterr().out
    monkeypatch.setenv("RAW_DIR", "s3://nowhere/raw")
    assert check(["raw"]) == 1
    assert "The landing zone s3://nowhere/raw cannot be listed" in capsys.readouterr().out
