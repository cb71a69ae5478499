"""Real builds for Python tests: a folder of exports in, a warehouse to query out.

dbt runs in this process. Parsing costs as much as building a small folder, so the project is parsed
once a session and every build gets that manifest: `RAW_DIR`, `WAREHOUSE_PATH` and `--vars` are read
anew by each build all the same, since macros look them up while they render, not while they are
parsed. (Only a `ref()` or a model's own config must not depend on them.) The manifest knows the
database by its file's name, so every test's is named `warehouse.duckdb`, in a folder of its own.

    def test_something(build_warehouse):
        warehouse = build_warehouse({"generic/orders.jsonl": '{"order_id": "1"}'}, ORDERS)
        assert warehouse.query("select ...") == [...]

`sample_warehouse` is the shipped sample, built in full once a session: read it, never write to it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

PROJECT = Path(__file__).parents[2]
DATABASE = "warehouse.duckdb"
USERS_SETTINGS = ("PUBLISHED_PATH", "PUBLISHED_BUCKET", "KEY_SALT", "WAREHOUSE_MEMORY")
# A quarter of what a user has: a query that holds more than its share of a small export fails here.
MEMORY = "1GB"
# The models of marts/quality that read landing alone.
RECORD_QUALITY = (
    "landing_faults",
    "landing_issues",
    "quarantined_records",
    "record_doubts",
    "rejections_by_reason",
    "source_accounting",
)
Content = str | bytes | Sequence[Mapping[str, Any]]


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Environment variables of a build; what the user has set for dbt does not count."""
    before = dict(os.environ)
    for name in [*before]:
        if name.startswith("DBT_") or name in USERS_SETTINGS:
            del os.environ[name]
    os.environ.update({"WAREHOUSE_MEMORY": MEMORY} | values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def close_database() -> None:
    """Let go of the database that dbt had open in this process, so that a test can query it."""
    opened = DuckDBConnectionManager._ENV
    if opened is not None:
        opened.close()
        DuckDBConnectionManager.close_all_connections()


class Project:
    """A dbt project that is parsed once and then built into many databases."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self.folder = folder
        self.workspace = workspace
        profiles = workspace / "profiles"
        profiles.mkdir(parents=True)
        shutil.copy(PROJECT / "profiles.example.yml", profiles / "profiles.yml")
        self.manifest: Any = None

    def run(
        self, *args: str, home: Path, raw_dir: Path | str, manifest: Any = None, **settings: str
    ) -> Any:
        """dbt with its files in ``home``; the result of `dbtRunner.invoke`, with `messages`."""
        messages: list[str] = []

        def note(event: Any) -> None:
            if event.info.level in ("info", "warn", "error"):
                messages.append(event.info.msg)

        places = {
            "--project-dir": self.folder,
            "--profiles-dir": self.workspace / "profiles",
            "--target-path": home / "target",
            "--log-path": home / "logs",
        }
        options = [str(part) for place in places.items() for part in place]
        options += ["--quiet", "--no-write-json", "--no-use-colors", "--log-level-file", "none"]
        with environment(
            RAW_DIR=str(raw_dir),
            WAREHOUSE_PATH=str(home / DATABASE),
            DBT_PROJECT_DIR=str(self.folder),
            **settings,
        ):
            result = dbtRunner(manifest=manifest, callbacks=[note]).invoke([*args, *options])
        close_database()
        result.messages = messages  # type: ignore[attr-defined]
        return result

    def parsed(self) -> Any:
        """The manifest that all builds share."""
        if self.manifest is None:
            result = self.run("parse", home=self.workspace, raw_dir=self.workspace)
            assert result.success, f"the project does not parse: {result.exception}"
            self.manifest = result.result
        return self.manifest


class Warehouse:
    """A landing zone and the database that builds of it go to."""

    def __init__(self, project: Project, home: Path, raw_dir: Path | None = None) -> None:
        self.project = project
        self.home = home
        self.raw_dir = raw_dir or home / "raw"
        self.path = home / DATABASE
        home.mkdir(parents=True, exist_ok=True)
        self.result: Any = None
        self.messages: list[str] = []

    def write(self, files: Mapping[str, Content]) -> None:
        """Put files into the landing zone: bytes, text, or records as JSON lines."""
        for name, content in files.items():
            path = self.raw_dir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_bytes(content))

    def build(
        self,
        select: Sequence[str] = (),
        variables: Mapping[str, Any] | None = None,
        command: str = "build",
        tests: str = "cautious",
    ) -> Warehouse:
        """`dbt build` of these models (of everything, if none is named).

        ``tests`` says which tests go with them: by default those that read nothing else, with
        ``empty`` none but those that ``select`` names.
        """
        args = [command]
        if select:
            args += ["--select", *select]
            if command == "build":
                args += ["--indirect-selection", tests]
        if variables:
            args += ["--vars", json.dumps(variables)]
        self.result = self.project.run(
            *args, home=self.home, raw_dir=self.raw_dir, manifest=self.project.parsed()
        )
        self.messages = self.result.messages
        return self

    def operate(
        self, macro: str, settings: Mapping[str, str] | None = None, **arguments: Any
    ) -> Warehouse:
        """`dbt run-operation` on this database, with these environment variables."""
        args = ["run-operation", macro, "--args", json.dumps(arguments)]
        self.result = self.project.run(
            *args, home=self.home, raw_dir=self.raw_dir, manifest=self.project.parsed(),
            **(settings or {}),
        )  # fmt: skip
        self.messages = self.result.messages
        return self

    @property
    def output(self) -> str:
        """What the build said."""
        return "\n".join(self.messages)

    def status(self) -> dict[str, str]:
        """The status of each model and test by its name; empty if dbt did not get as far."""
        results = getattr(self.result.result, "results", None) or []
        return {
            result.node.name: str(result.status)
            for result in results
            if result.node.resource_type != "operation"
        }

    def not_green(self) -> dict[str, str]:
        """The nodes that failed, warned or were skipped, with dbt's word for it."""
        return {
            name: status
            for name, status in self.status().items()
            if status not in ("success", "pass", "no-op")
        }

    def built(self) -> Warehouse:
        """This warehouse, if every model was built; else what dbt said is the test's failure."""
        broken = [name for name, state in self.status().items() if state in ("error", "skipped")]
        assert self.status() and not broken, f"not built: {broken}\n{self.output}"
        return self

    def query(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of the built database."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(sql, parameters).fetchall()


def as_bytes(content: Content) -> bytes:
    """A file's bytes, exactly as a test gives them."""
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode()
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in content).encode()


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """This project, parsed once."""
    return Project(PROJECT, tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def empty_warehouse(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Landing, staging and quality over an empty landing zone."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("empty"))
    warehouse.raw_dir.mkdir()
    return warehouse.build(["landing", "staging", *RECORD_QUALITY], command="run").built()


@pytest.fixture
def build_warehouse(
    project: Project, empty_warehouse: Warehouse, tmp_path: Path
) -> Callable[..., Warehouse]:
    """Build a folder of exports into a new warehouse: `build_warehouse(files, select, variables)`.

    It begins with the tables of `empty_warehouse`, so that only the objects a test is about need to
    be selected: the quality models read the landing models of all. May be called several times.
    """
    count = iter(range(1000))

    def build(
        files: Mapping[str, Content],
        select: Sequence[str] = (),
        variables: Mapping[str, Any] | None = None,
        raw_dir: Path | None = None,
    ) -> Warehouse:
        warehouse = Warehouse(project, tmp_path / f"warehouse_{next(count)}", raw_dir)
        shutil.copy(empty_warehouse.path, warehouse.path)
        warehouse.raw_dir.mkdir(parents=True, exist_ok=True)
        warehouse.write(files)
        return warehouse.build(select, variables).built()

    return build


@pytest.fixture(scope="session")
def sample_warehouse(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The shipped sample, built in full, unit tests included, and green. Never write to it."""
    warehouse = Warehouse(
        project, tmp_path_factory.mktemp("sample"), PROJECT / "exports" / "sample"
    ).build(["*"])
    failed = [name for name, status in warehouse.not_green().items() if status != "warn"]
    assert not failed, warehouse.output
    return warehouse.built()
