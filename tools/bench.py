"""How long landing and the rest take on generated exports, as ratios to a floor of the same run.

`python -m tools.bench --bytes 1GB` generates exports (once; kept under bench/), measures the floor
(DuckDB reading the same JSON lines with `read_json` into tables), a first `dbt build`, and a second
one without new files, each in a process of its own, and writes bench/<size>.md. Seconds differ
between machines; the ratios are what to compare. No test reads them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass
class Run:
    """One dbt build: wall seconds, seconds by layer, and peak memory of the process."""

    wall_seconds: float
    layer_seconds: dict[str, float]
    peak_bytes: int


def _floor_seconds(exports: Path, database: Path) -> float:
    """Seconds that DuckDB needs to read every object with types it infers, into tables."""
    database.unlink(missing_ok=True)
    objects: dict[str, list[str]] = {}
    for path in sorted(path for path in exports.rglob("*") if path.is_file()):
        system, name = path.relative_to(exports).parts[:2]
        objects.setdefault(f"{system}_{name.partition('.')[0]}", []).append(str(path))
    started = time.monotonic()
    with duckdb.connect(str(database)) as connection:
        connection.execute("set threads = 2")
        for table, files in objects.items():
            reader = "read_csv(?, union_by_name = true)"
            if not files[0].endswith(".csv"):
                reader = (
                    "read_json(?, format = 'newline_delimited', ignore_errors = true,"
                    " union_by_name = true)"
                )
            connection.execute(f'create table "{table}" as select * from {reader}', [files])
    return time.monotonic() - started


def _build(exports: Path, database: Path, target: Path) -> Run:
    """One `dbt build`."""
    environment = os.environ | {
        "RAW_DIR": str(exports),
        "WAREHOUSE_PATH": str(database),
        "DBT_TARGET_PATH": str(target),
        "DBT_PROFILES_DIR": str(ROOT),
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    started = time.monotonic()
    command = [str(BIN / "dbt"), "build", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    wall = time.monotonic() - started
    if done.returncode != 0:
        raise SystemExit("The build failed: see the lines above.")
    peak = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * 1024
    results = json.loads((target / "run_results.json").read_text())["results"]
    manifest = json.loads((target / "manifest.json").read_text())["nodes"]
    layers: dict[str, float] = {}
    for result in results:
        node = manifest.get(result["unique_id"])
        if node is None:
            continue
        layer = node["fqn"][1] if node["resource_type"] == "model" else f"{node['resource_type']}s"
        layers[layer] = layers.get(layer, 0.0) + result["execution_time"]
    return Run(wall, layers, peak)


def _table(rows: Iterable[tuple[str, float, float]]) -> str:
    lines = ["| step | seconds | ratio to the floor |", "|---|---:|---:|"]
    lines += [f"| {name} | {seconds:.1f} | {ratio:.2f} |" for name, seconds, ratio in rows]
    return "\n".join(lines)


def main() -> int:
    """Generate, measure, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", default="100MB", help="how much to generate, e.g. 1GB")
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    arguments = parser.parse_args()
    size = arguments.bytes
    folder = ROOT / "bench"
    exports, target = folder / f"exports-{size}", folder / "target"
    if not exports.exists():
        subprocess.run(
            [sys.executable, "-m", "tools.generate_exports", "--out", exports, "--bytes", size],
            cwd=ROOT,
            check=True,
        )
    database = folder / f"{size}.duckdb"
    for stale in folder.glob(f"{size}*duckdb*"):
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    print("measuring the floor ...", file=sys.stderr)
    floor = _floor_seconds(exports, folder / f"{size}.floor.duckdb")
    print("first build ...", file=sys.stderr)
    first = _build(exports, database, target)
    print("second build, nothing new ...", file=sys.stderr)
    second = _build(exports, database, target)

    rows = [("floor: typed read_json into tables", floor, 1.0)]
    for name, run in (("first build", first), ("second build, nothing new", second)):
        rows.append((f"{name}, wall", run.wall_seconds, run.wall_seconds / floor))
        rows += [
            (f"{name}, {layer}", seconds, seconds / floor)
            for layer, seconds in sorted(run.layer_seconds.items())
        ]
    landing = second.layer_seconds["landing"] / first.layer_seconds["landing"]
    report = (
        f"# {size} of exports\n\n{_table(rows)}\n\n"
        f"Landing of the second build: {landing:.1%} of the first. Peak memory of a build: "
        f"{first.peak_bytes / 2**30:.1f} GiB. Database: {database.stat().st_size / 2**30:.2f} GiB. "
        f"Layers are summed over two threads, so they add up to more than the wall time.\n"
    )
    (folder / f"{size}.md").write_text(report)
    print(report)
    if not arguments.keep:
        for database_file in folder.glob("*.duckdb"):
            database_file.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
