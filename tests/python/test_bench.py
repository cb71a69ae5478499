"""The arithmetic of the benchmark: no build, no export."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality.contracts import Field
from tools import bench_report
from tools.bench import _set_aside, _structure, _types_argument, wall_shares
from tools.bench_report import Line


def test_wall_time_is_shared_by_what_runs_at_once() -> None:
    # 0 start 2 landing 4 landing+models 6 models 7 (nothing) 8 tests 9 end 10
    intervals = [(2.0, 6.0, "landing"), (4.0, 7.0, "models"), (8.0, 9.0, "tests")]
    shares = wall_shares(intervals, 0.0, 10.0)
    assert shares == {
        "start": 2.0, "landing": 3.0, "models": 2.0, "between": 1.0, "tests": 1.0, "end": 1.0,
    }  # fmt: skip
    assert sum(shares.values()) == 10.0


def test_exponent_of_a_square_is_two_and_of_one_size_unknown() -> None:
    assert bench_report.exponent([(10, 5), (100, 500)]) == pytest.approx(2.0)
    assert bench_report.exponent([(10, 5)]) is None


def test_results_of_a_size_replace_those_of_the_same_size_only(tmp_path: Path) -> None:
    results = tmp_path / "benchmarks.csv"
    bench_report.replace_lines(results, "1GB", [Line("1GB", "floor", "wall", 9.0, 1, 2)])
    bench_report.replace_lines(results, "100MB", [Line("100MB", "floor", "wall", 1.5)])
    bench_report.replace_lines(results, "1GB", [Line("1GB", "floor", "wall", 8.0)])
    assert bench_report.read(results) == [
        Line("100MB", "floor", "wall", 1.5),
        Line("1GB", "floor", "wall", 8.0),
    ]


def test_a_run_that_broke_off_is_shown_as_far_as_it_came(tmp_path: Path) -> None:
    results = tmp_path / "benchmarks.csv"
    lines = [Line("1GB", "exports", "bytes", 10**9), Line("1GB", "floor", "wall", 10.0, 1, 2)]
    for run in ("empty", "first"):
        lines.append(Line("1GB", run, "wall", 60.0, 1 << 30, 1))
        lines += [Line("1GB", run, step, 15.0) for step in ("start", "landing", "nodes")]
    bench_report.replace_lines(results, "1GB", lines)
    tables = bench_report.write(results)
    # Landing takes 15 s, the floor 10; nothing is said of a build that was not run.
    assert "| landing, × floor | ≤ 2 | 1.50 met |" in tables
    assert "| landing with 1 % new, × first | ≤ 0.1 | not run |" in tables
    assert "nan" not in tables


def test_one_hundredth_of_the_lines_is_set_aside_and_none_is_lost(tmp_path: Path) -> None:
    exports, later = tmp_path / "exports", tmp_path / "later"
    folder = exports / "shopify" / "orders"
    folder.mkdir(parents=True)
    lines = [f'{{"id": "{number:04}"}}\n' for number in range(1000)]
    (folder / "2025-01.jsonl").write_text("".join(lines[:997]))
    (folder / "2025-02.jsonl").write_text("".join(lines[997:]))
    _set_aside(exports, later)
    moved = [line for path in later.rglob("*.jsonl") for line in path.read_text().splitlines()]
    kept = [line for path in exports.rglob("*.jsonl") for line in path.read_text().splitlines()]
    assert len(moved) == 10
    assert sorted(moved + kept) == [line.strip() for line in lines]


def test_the_floor_reads_the_types_of_the_contract() -> None:
    fields = [
        Field("id", "varchar", "id"),
        Field("channel", "varchar", "via.channel"),
        Field("seen", "timestamp", "seen", format="epoch_seconds"),
        Field("lines", "list", "lines", fields=(Field("price", "decimal", "price"),)),
    ]
    assert _types_argument(_structure(fields)) == (
        "{'id': 'VARCHAR', 'via': 'STRUCT(\"channel\" VARCHAR)', 'seen': 'BIGINT',"
        " 'lines': 'STRUCT(\"price\" DECIMAL(18, 4))[]'}"
    )
