"""Tables and a plot of what `tools.bench` measured.

`python -m tools.bench_report docs/benchmarks.csv` writes the plot beside the CSV (`.svg`) and the
tables into the page beside it (`.md`), between the two comments that mark their place; the prose
around them stays as it is.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from tools.generate_exports.__main__ import parse_bytes

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
GB = 10**9
GIB = 2**30
# Run of a build -> what the tables call it.
BUILDS = {
    "first": "first build",
    "second": "second build, nothing new",
    "third": "third build, 1 % new",
    "empty": "build over no files",
}


@dataclass(frozen=True)
class Line:
    """One number: `value` is seconds, but of the runs' `bytes`, `files` and `nodes` a count."""

    size: str
    run: str
    step: str
    value: float
    peak_bytes: int | None = None
    database_bytes: int | None = None


class Results:
    """The lines of one size, by run and step, and what follows from them."""

    def __init__(self, size: str, lines: Iterable[Line]) -> None:
        self.size = size
        self.lines = {(line.run, line.step): line for line in lines if line.size == size}

    def value(self, run: str, step: str) -> float:
        """The line's value: 0 if the run had no such step, no number if there was no such run."""
        line = self.lines.get((run, step))
        if line is None:
            return 0.0 if any(name == run for name, _ in self.lines) else math.nan
        return line.value

    @property
    def floor(self) -> float:
        return self.value("floor", "wall")

    @property
    def export_bytes(self) -> float:
        return self.value("exports", "bytes")

    def landing(self, run: str = "first") -> float:
        return self.value(run, "landing")

    def rest(self, run: str = "first") -> float:
        """Everything after dbt's start that is not landing: models, tests, seeds, publishing."""
        return self.value(run, "wall") - self.value(run, "start") - self.landing(run)

    def net(self, part: Callable[[str], float], run: str = "first") -> float:
        """What is left of a part of a build if that of the build over no files is taken off."""
        return part(run) - part("empty")

    @property
    def peak_bytes(self) -> int:
        """The most memory that any build held."""
        builds = (self.lines.get((run, "wall")) for run in BUILDS)
        return max(line.peak_bytes or 0 for line in builds if line)


def read(path: Path) -> list[Line]:
    """The lines of a CSV; none if it is not there."""
    if not path.exists():
        return []
    with path.open(newline="") as stream:
        return [
            Line(
                row["size"],
                row["run"],
                row["step"],
                float(row["value"]),
                int(row["peak_bytes"]) if row["peak_bytes"] else None,
                int(row["database_bytes"]) if row["database_bytes"] else None,
            )
            for row in csv.DictReader(stream)
        ]


def replace_lines(path: Path, size: str, lines: Sequence[Line]) -> None:
    """Put the lines of a size in the place of those that the CSV held, ordered by size."""
    kept = [line for line in read(path) if line.size != size] + list(lines)
    kept.sort(key=lambda line: parse_bytes(line.size))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, [column.name for column in fields(Line)])
        writer.writeheader()
        for line in kept:
            value = int(line.value) if line.value == int(line.value) else round(line.value, 3)
            writer.writerow(asdict(line) | {"value": value})


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """The b of seconds = a * bytes^b, by least squares over the logarithms; None under two."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len(logs) < 2:
        return None
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return float(sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread)


# --- Tables -------------------------------------------------------------------------------------


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is words and whose others are numbers."""
    ruler = ["---"] + ["---:"] * (len(header) - 1)
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, ruler, *rows])


def _shown(number: float, digits: int = 1, unit: str = "") -> str:
    return "not run" if math.isnan(number) else f"{number:.{digits}f}{unit}"


def _gib(count: int | None) -> str:
    return "" if count is None else f"{count / GIB:.2f}"


def _size_rows(found: Results) -> Iterable[Sequence[str]]:
    def row(name: str, seconds: float, run: str = "", net: float | None = None) -> Sequence[str]:
        line = found.lines.get((run, "wall"))
        return (
            name,
            _shown(seconds),
            _shown(seconds / found.floor, 2),
            _shown(seconds / found.landing(), 2),
            "" if net is None else _shown(net),
            _gib(line.peak_bytes if line else None),
            _gib(line.database_bytes if line else None),
        )

    yield row("floor", found.floor, "floor")
    for run, name in BUILDS.items():
        yield row(f"**{name}**", found.value(run, "wall"), run)
        yield row("– start and parse", found.value(run, "start"))
        if run == "empty":
            yield row("– landing", found.landing(run))
            yield row("– the rest", found.rest(run))
        else:
            yield row("– landing", found.landing(run), net=found.net(found.landing, run))
            yield row("– the rest", found.rest(run), net=found.net(found.rest, run))
        yield row("– – of which models", found.value(run, "models"))
        yield row("– – of which tests", found.value(run, "tests"))
        yield row("– – of which publishing", found.value(run, "publish"))


def _size_section(found: Results) -> str:
    ratios = ("× floor", "× first landing", "less no files")
    header = ("step", "seconds", *ratios, "peak GiB", "file GiB")
    return (
        f"### {found.size}\n\n"
        f"{found.export_bytes / GB:.2f} GB on disk in {found.value('exports', 'files'):.0f} files;"
        f" {found.value('exports', 'new bytes') / 10**6:.1f} MB in"
        f" {found.value('exports', 'new files'):.0f} files come with the third build.\n\n"
        f"{_table(header, _size_rows(found))}"
    )


def _aims(found: Results) -> dict[str, tuple[float, float]]:
    """Each aim: what was measured, and what it should not exceed."""
    landing = found.landing()
    return {
        "landing, × floor": (landing / found.floor, 2.0),
        "landing less no files, × floor": (found.net(found.landing) / found.floor, 2.0),
        "the rest, × landing": (found.rest() / landing, 1.0),
        "the rest less no files, × landing": (found.net(found.rest) / landing, 1.0),
        "landing with nothing new, × first": (found.landing("second") / landing, 0.05),
        "landing with nothing new less no files, × first": (
            found.net(found.landing, "second") / landing,
            0.05,
        ),
        "landing with 1 % new, × first": (found.landing("third") / landing, 0.10),
        "landing with 1 % new less no files, × first": (
            found.net(found.landing, "third") / landing,
            0.10,
        ),
        "whole build with 1 % new, × first": (
            found.value("third", "wall") / found.value("first", "wall"),
            0.10,
        ),
        "peak memory, GiB": (found.peak_bytes / GIB, 6.0),
    }


def _aims_section(results: Sequence[Results]) -> str:
    measured = [_aims(found) for found in results]
    rows = []
    for name, (_, limit) in measured[0].items():
        cells = [
            _shown(value, 2)
            + ("" if math.isnan(value) else " met" if value <= limit else " **missed**")
            for value, _ in (aims[name] for aims in measured)
        ]
        rows.append((name, f"≤ {limit:g}", *cells))
    return _table(("aim", "limit", *(found.size for found in results)), rows)


def _growth_section(results: Sequence[Results]) -> str:
    parts: dict[str, Callable[[Results], float]] = {
        "floor": lambda found: found.floor,
        "landing": lambda found: found.landing(),
        "landing less no files": lambda found: found.net(found.landing),
        "the rest": lambda found: found.rest(),
        "the rest less no files": lambda found: found.net(found.rest),
        "first build": lambda found: found.value("first", "wall"),
        "second build": lambda found: found.value("second", "wall"),
    }
    rows = []
    for name, part in parts.items():
        found_exponent = exponent([(found.export_bytes, part(found)) for found in results])
        cells = [_shown(part(found)) for found in results]
        rows.append((name, *cells, "" if found_exponent is None else f"{found_exponent:.2f}"))
    return _table(("step", *(f"{found.size}, s" for found in results), "exponent"), rows)


def _dbt_section(results: Sequence[Results]) -> str:
    rows = []
    for name, run, step in (
        ("start (`dbt --version`)", "dbt", "start"),
        ("start and parse, nothing kept from before", "dbt", "parse"),
        ("start and parse, nothing changed", "dbt", "parse again"),
        ("build over no files, after its start", "empty", ""),
        ("nodes of that build", "empty", "nodes"),
    ):
        cells = []
        for found in results:
            seconds = found.value(run, step) if step else _empty_after_start(found)
            cells.append(_shown(seconds, 0) if step == "nodes" else _shown(seconds, 1, " s"))
        rows.append((name, *cells))
    rows.append(
        (
            "wall time a node",
            *(
                _shown(1000 * _empty_after_start(found) / found.value("empty", "nodes"), 0, " ms")
                for found in results
            ),
        )
    )
    return _table(("dbt alone", *(f"run of {found.size}" for found in results)), rows)


def _empty_after_start(found: Results) -> float:
    return found.value("empty", "wall") - found.value("empty", "start")


def _models_section(found: Results) -> str:
    rows = [
        (f"`{step.removeprefix('model ')}`", f"{line.value:.1f}", f"{line.value / found.floor:.2f}")
        for (_, step), line in found.lines.items()
        if step.startswith("model ")
    ]
    return _table(("model", "seconds", "× floor"), rows)


def _measured(results: Sequence[Results]) -> str:
    largest = results[-1]
    sections = [
        "## Aims\n\n" + _aims_section(results),
        "## Growth\n\n" + _growth_section(results),
        "## dbt's own cost\n\n" + _dbt_section(results),
        f"## The slowest models at {largest.size}\n\n" + _models_section(largest),
        "## Every step\n\n" + "\n\n".join(_size_section(found) for found in results),
    ]
    return "\n\n".join(sections)


# --- The plot -----------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 420, 70, 20, 200, 50
COLOURS = ("#7f7f7f", "#1f77b4", "#d62728", "#2ca02c", "#9467bd")


def _plot(results: Sequence[Results]) -> str:
    """Seconds over bytes, both logarithmic, as SVG."""
    series = {
        "floor": [found.floor for found in results],
        "landing": [found.landing() for found in results],
        "the rest": [found.rest() for found in results],
        "second build, wall": [found.value("second", "wall") for found in results],
        "landing, 1 % new": [found.landing("third") for found in results],
    }
    sizes = [found.export_bytes for found in results]
    seconds = [value for values in series.values() for value in values if value > 0]
    across = _scale(sizes, LEFT, WIDTH - RIGHT)
    up = _scale(seconds, HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for power in _powers(seconds):
        y = up(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.0f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        place = f'x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end"'
        parts.append(f"<text {place}>{10.0**power:g} s</text>")
    for found in results:
        x = across(found.export_bytes)
        parts.append(f'<path d="M{x:.0f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{x:.0f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{found.size}</text>'
        )
    for values, colour in zip(series.values(), COLOURS, strict=True):
        points = [(across(x), up(y)) for x, y in zip(sizes, values, strict=True) if y > 0]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points]
    parts += _labels(series, up)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _labels(series: dict[str, list[float]], up: Callable[[float], float]) -> list[str]:
    """The name of each line at its right end, pushed apart where they would overlap."""
    ends = sorted(
        (up(measured[-1]), name, colour)
        for (name, values), colour in zip(series.items(), COLOURS, strict=True)
        if (measured := [value for value in values if value > 0])
    )
    parts, lowest = [], 0.0
    for y, name, colour in ends:
        lowest = max(y, lowest + 16)
        place = f'x="{WIDTH - RIGHT + 10}" y="{lowest + 4:.0f}"'
        parts.append(f'<text {place} fill="{colour}">{name}</text>')
    return parts


def _powers(values: Sequence[float]) -> range:
    return range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)


def _scale(values: Sequence[float], begin: float, end: float) -> Callable[[float], float]:
    """From a number to its place on a logarithmic axis that spans whole powers of ten."""
    powers = _powers(values)
    span = max(powers[-1] - powers[0], 1)
    return lambda value: begin + (end - begin) * (math.log10(value) - powers[0]) / span


# --- The page -----------------------------------------------------------------------------------


def write(path: Path) -> str:
    """Write plot and tables beside the CSV; the tables are also what is returned."""
    lines = read(path)
    results = [Results(size, lines) for size in dict.fromkeys(line.size for line in lines)]
    tables = _measured(results)
    path.with_suffix(".svg").write_text(_plot(results))
    page = path.with_suffix(".md")
    text = page.read_text() if page.exists() else f"# Benchmarks\n\n{BEGIN}\n{END}\n"
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    page.write_text(f"{head}{BEGIN}\n\n{tables}\n\n{END}{tail}")
    return tables


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(write(Path(sys.argv[1])))
