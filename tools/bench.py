"""How long landing and the rest of a build take on generated exports, beside a floor.

`python -m tools.bench --bytes 1GB` generates exports (once; kept under bench/), sets one hundredth
of them aside, and then measures, each in a process of its own:

* the floor: DuckDB reads the same bytes with `read_json` and `read_csv` into tables of the types
  that the raw contracts name, and does nothing else;
* dbt alone: its start, its parse, and a build over an empty landing zone;
* a first build, a second one with nothing new, and a third with the hundredth added.

The lines go to a CSV (`--results`), in the place of those of the same size; `tools.bench_report`
makes tables and a plot of it. Seconds differ between machines; the ratios are what to compare. No
test reads them.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from quality.contracts import Field, load_contracts
from tools import bench_report
from tools.bench_report import Line
from tools.generate_exports.__main__ import parse_bytes

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
FOLDER = ROOT / "bench"
# One in so many bytes arrives in the third build.
NEW_SHARE = 100
SLOWEST_MODELS = 10
# What the reader takes each of the contracts' types for; `timestamp` depends on its format.
TYPES = {"varchar": "VARCHAR", "bigint": "BIGINT", "decimal": "DECIMAL(18, 4)", "json": "JSON"}


def _say(text: str) -> None:
    print(f"{datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


# --- The exports --------------------------------------------------------------------------------


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _objects(exports: Path) -> dict[tuple[str, str], list[Path]]:
    """The files of each (source system, object)."""
    found: dict[tuple[str, str], list[Path]] = {}
    for path in _files(exports):
        system, name = path.relative_to(exports).parts[:2]
        found.setdefault((system.partition("@")[0], name.partition(".")[0]), []).append(path)
    return found


def _generate(exports: Path, size: str) -> None:
    """Exports of about so many bytes, by as many workers as there are processors."""
    command = [sys.executable, "-m", "tools.generate_exports", "--out", str(exports)]
    command += ["--bytes", size, "--processes", str(os.cpu_count() or 1)]
    subprocess.run(command, cwd=ROOT, check=True)


def _set_aside(exports: Path, later: Path) -> None:
    """Move the last lines of each object's last files to files of their own, a hundredth of it.

    Only JSON lines: a CSV's text may span lines, and its files are small.
    """
    for files in _objects(exports).values():
        plain = [path for path in files if path.suffix == ".jsonl"]
        wanted = sum(path.stat().st_size for path in plain) // NEW_SHARE
        for path in reversed(plain):
            if wanted <= 0:
                break
            lines = path.read_bytes().splitlines(keepends=True)
            taken = 0
            while len(lines) > 1 and taken < wanted:
                taken += len(lines[-1])
                place = later / path.relative_to(exports).with_suffix(".later.jsonl")
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("ab") as stream:
                    stream.write(lines.pop())
            path.write_bytes(b"".join(lines))
            wanted -= taken


def _prepare(size: str) -> tuple[Path, Path]:
    """The exports of a size and what is added to them later; generated if they are not there."""
    exports, later = FOLDER / f"exports-{size}", FOLDER / f"later-{size}"
    if not exports.exists():
        _say(f"generating {size} of exports")
        _generate(exports, size)
    if not later.exists():
        _say("setting one hundredth aside")
        _set_aside(exports, later)
    for path in _files(later):  # what an interrupted run left behind
        (exports / path.relative_to(later)).unlink(missing_ok=True)
    return exports, later


# --- The floor ----------------------------------------------------------------------------------


def _contract_fields(system: str, name: str) -> tuple[Field, ...]:
    """The fields of an object's raw contract."""
    for contract in load_contracts(ROOT):
        if contract.name == f"{system}/{name}":
            return contract.fields
    raise SystemExit(f"{system}/{name} has no raw contract: are these generated exports?")


def _structure(fields: Iterable[Field]) -> dict[str, Any]:
    """The nested keys that the fields' paths go through, with a type at each end."""
    structure: dict[str, Any] = {}
    for column in fields:
        *steps, last = column.path.split(".")
        place = structure
        for step in steps:
            place = place.setdefault(step, {})
        place[last] = _field_type(column)
    return structure


def _field_type(column: Field) -> str:
    kind = column.data_type
    if kind == "list":
        return f"{_struct_type(_structure(column.fields))}[]"
    if kind == "timestamp":
        formats = {"epoch_seconds": "BIGINT", "rfc_2822": "VARCHAR"}
        return formats.get(column.format, "TIMESTAMP")
    return TYPES.get(kind, kind.upper())


def _struct_type(structure: dict[str, Any]) -> str:
    parts = (
        f'"{name}" {_struct_type(kind) if isinstance(kind, dict) else kind}'
        for name, kind in structure.items()
    )
    return f"STRUCT({', '.join(parts)})"


def _types_argument(structure: dict[str, Any]) -> str:
    """Column types as the readers take them: {'name': 'TYPE', ...}."""
    typed = {
        name: _struct_type(kind) if isinstance(kind, dict) else kind
        for name, kind in structure.items()
    }
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in typed.items()) + "}"


def _reader(system: str, name: str, files: Sequence[Path]) -> str:
    """The call that reads an object's files, which are its parameter."""
    structure = _structure(_contract_fields(system, name))
    if ".csv" not in files[0].suffixes:
        columns = _types_argument(structure)
        options = "format = 'newline_delimited', ignore_errors = true"
        return f"read_json(?, {options}, columns = {columns})"
    with files[0].open() as stream:
        header = next(csv.reader(stream))
    types = _types_argument({key: kind for key, kind in structure.items() if key in header})
    options = "header = true, ignore_errors = true, union_by_name = true"
    return f"read_csv(?, {options}, types = {types})"


def read_into_tables(exports: Path, database: Path) -> None:
    """Read every object into a table and close the database: the least that landing could do."""
    started = time.monotonic()
    with duckdb.connect(str(database)) as connection:
        connection.execute("set enable_progress_bar = false")  # it is drawn where the result goes
        connection.execute("set threads = 2")
        connection.execute(f"set memory_limit = '{os.environ.get('WAREHOUSE_MEMORY', '4GB')}'")
        for (system, name), files in _objects(exports).items():
            call = _reader(system, name, files)
            connection.execute(
                f'create table "{system}_{name}" as select * from {call}',
                [[str(path) for path in files]],
            )
    print(time.monotonic() - started)


# --- Processes ----------------------------------------------------------------------------------


@dataclass
class Measured:
    """A process that has ended: wall seconds, the most memory it held, and what it printed."""

    seconds: float
    peak_bytes: int
    output: str
    started_at: float


def _run(command: Sequence[str], environment: dict[str, str]) -> Measured:
    """Run a command and wait for it; the bench ends if it fails."""
    started_at, started = time.time(), time.monotonic()
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - started
    if process.returncode != 0:
        print(output, file=sys.stderr)
        raise SystemExit(f"'{' '.join(command)}' failed: see the lines above.")
    return Measured(seconds, usage.ru_maxrss * 1024, output, started_at)


@dataclass
class Build:
    """One dbt build: wall seconds by step, seconds by model, peak memory, nodes."""

    seconds: float
    peak_bytes: int
    nodes: int
    steps: dict[str, float] = field(default_factory=dict)
    models: dict[str, float] = field(default_factory=dict)


def _interval(result: dict[str, Any]) -> tuple[float, float] | None:
    """When a node began and ended, as seconds of the epoch; None if it did not run."""
    times = [
        datetime.fromisoformat(timing[edge]).astimezone(UTC).timestamp()
        for timing in result["timing"]
        for edge in ("started_at", "completed_at")
        if timing.get(edge)
    ]
    return (min(times), max(times)) if times else None


def wall_shares(
    intervals: Sequence[tuple[float, float, str]], began: float, ended: float
) -> dict[str, float]:
    """The wall time between two moments, divided among the steps: what runs at once shares alike.

    Before the first node is `start`; while no node runs, `between` (and after the last, `end`).
    The shares add up to the wall time, which seconds summed over two threads do not.
    """
    first = min(begin for begin, _, _ in intervals)
    last = max(end for _, end, _ in intervals)
    shares: dict[str, float] = {"start": first - began, "end": ended - last}
    edges = sorted(
        [(begin, 1, step) for begin, _, step in intervals]
        + [(end, -1, step) for _, end, step in intervals]
    )
    running: dict[str, int] = {}
    before = first
    for moment, change, step in edges:
        total = sum(running.values())
        for name, count in running.items() if total else [("between", 1)]:
            shares[name] = shares.get(name, 0.0) + (moment - before) * count / max(total, 1)
        running[step] = running.get(step, 0) + change
        before = moment
    return shares


def _step(unique_id: str, nodes: dict[str, Any]) -> str:
    """Which step of a build a node belongs to."""
    kind = unique_id.partition(".")[0]
    if kind == "operation":
        return "publish"
    if kind == "model":
        return "landing" if nodes[unique_id]["fqn"][1] == "landing" else "models"
    return f"{kind}s"


def _build(exports: Path, database: Path, target: Path) -> Build:
    """One `dbt build`, as a user starts it."""
    environment = _dbt_environment(exports, database, target)
    measured = _run([str(BIN / "dbt"), "build", "--quiet"], environment)
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    results = json.loads((target / "run_results.json").read_text())["results"]
    intervals = [
        (*interval, _step(result["unique_id"], nodes))
        for result in results
        if (interval := _interval(result))
    ]
    models = {
        result["unique_id"].rpartition(".")[2]: result["execution_time"]
        for result in results
        if result["unique_id"].startswith("model.")
    }
    ended = measured.started_at + measured.seconds
    steps = wall_shares(intervals, measured.started_at, ended)
    return Build(measured.seconds, measured.peak_bytes, len(intervals), steps, models)


def _dbt_environment(exports: Path, database: Path, target: Path) -> dict[str, str]:
    return {
        "RAW_DIR": str(exports),
        "WAREHOUSE_PATH": str(database),
        "PUBLISHED_PATH": "",
        "PUBLISHED_BUCKET": "",
        "DBT_TARGET_PATH": str(target),
        "DBT_PROFILES_DIR": str(ROOT),
    }


# --- The lines ----------------------------------------------------------------------------------


def _build_lines(size: str, run: str, build: Build, database: Path) -> Iterator[Line]:
    """A build's wall time, then its steps; of the first one the slowest models, too."""
    yield Line(size, run, "wall", build.seconds, build.peak_bytes, database.stat().st_size)
    for step, seconds in sorted(build.steps.items()):
        yield Line(size, run, step, seconds)
    yield Line(size, run, "nodes", build.nodes)
    if run == "first":
        slowest = sorted(build.models.items(), key=lambda item: -item[1])[:SLOWEST_MODELS]
        for name, seconds in slowest:
            yield Line(size, run, f"model {name}", seconds)


def _measure_dbt(size: str, database: Path, target: Path) -> Iterator[Line]:
    """What dbt costs without a single row."""
    nothing = FOLDER / "exports-none"
    nothing.mkdir(exist_ok=True)
    environment = _dbt_environment(nothing, database, target)
    dbt = str(BIN / "dbt")
    for step, command in {
        "start": [dbt, "--version"],
        "parse": [dbt, "parse", "--quiet", "--no-partial-parse"],
        "parse again": [dbt, "parse", "--quiet"],
    }.items():
        _say(f"dbt alone: {step}")
        yield Line(size, "dbt", step, _run(command, environment).seconds)
    _say("a build over no files")
    yield from _build_lines(size, "empty", _build(nothing, database, target), database)


def measure(size: str) -> Iterator[Line]:
    """Every line of one size."""
    exports, later = _prepare(size)
    target = FOLDER / "target"
    _remove_databases(size)
    floor, empty, database = (FOLDER / f"{size}{part}.duckdb" for part in (".floor", ".empty", ""))
    files = _files(exports)
    yield Line(size, "exports", "bytes", sum(path.stat().st_size for path in files))
    yield Line(size, "exports", "files", len(files))
    new_files = _files(later)
    yield Line(size, "exports", "new bytes", sum(path.stat().st_size for path in new_files))
    yield Line(size, "exports", "new files", len(new_files))

    _say("reading every file once, so that none of what follows waits for the disk alone")
    for path in files:
        with path.open("rb") as stream:
            while stream.read(1 << 24):
                pass

    _say("the floor: typed read_json and read_csv into tables")
    call = "import sys, pathlib; from tools.bench import read_into_tables;"
    call += " read_into_tables(*map(pathlib.Path, sys.argv[1:]))"
    done = _run([sys.executable, "-c", call, str(exports), str(floor)], {})
    yield Line(size, "floor", "wall", float(done.output), done.peak_bytes, floor.stat().st_size)

    yield from _measure_dbt(size, empty, target)
    _say("first build")
    yield from _build_lines(size, "first", _build(exports, database, target), database)
    _say("second build, nothing new")
    yield from _build_lines(size, "second", _build(exports, database, target), database)
    _say(f"third build, {len(new_files)} new files with a hundredth of the bytes")
    shutil.copytree(later, exports, dirs_exist_ok=True)
    try:
        yield from _build_lines(size, "third", _build(exports, database, target), database)
    finally:
        for path in new_files:
            (exports / path.relative_to(later)).unlink()


def _remove_databases(size: str) -> None:
    for stale in FOLDER.glob(f"{size}*duckdb*"):
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()


def main() -> int:
    """Generate, measure, write the lines, the table and the plot."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bytes", default="100MB", help="how much to generate, e.g. 1GB")
    parser.add_argument(
        "--results", type=Path, default=FOLDER / "benchmarks.csv", help="CSV of all sizes measured"
    )
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    arguments = parser.parse_args()
    size = arguments.bytes
    parse_bytes(size)
    FOLDER.mkdir(exist_ok=True)
    lines: list[Line] = []
    try:
        for line in measure(size):  # written as they come: a run that breaks off keeps its lines
            lines.append(line)
            bench_report.replace_lines(arguments.results, size, lines)
    finally:
        if not arguments.keep:
            _remove_databases(size)
    print(bench_report.write(arguments.results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
