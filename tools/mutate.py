"""Which mistakes in the SQL would no test notice? Makes them, one at a time, and says.

`python -m tools.mutate --sample 60 --seed 1 [--only fct_conversations share ...]` (`make mutate`)
draws mutants of the models and macros that hold logic: one operator, number, join or column changed
in each. It asks of a mutant what is cheapest first, and the next only if it survived:

1. the model alone, over a copy of the built sample: does it build, do its unit and data tests hold;
   of a macro, every model that calls it, itself or through another macro;
2. the golden numbers (tests/python/test_golden.py);
3. all that is downstream of it over the sample, with every data test;
4. the simulator's truth (tests/python/test_sample_truth.py).

What is published and what it sums up is drawn three times as often as what lies below. In a macro
only the SQL is changed, not its Jinja, and what it says for other settings (`as_of`) is not seen:
hence none of macros/staging and macros/landing, which tests over files guard.

metrics.lock would notice every change and knows no right from wrong: it is not asked. Nothing is
written to the project: a mutant exists only in the parsed project of a process of its own, working
on copies of two databases in a temporary folder.

A survivor is either equivalent (it cannot change a result) or a test that is missing.
"""

from __future__ import annotations

import argparse
import collections
import importlib
import multiprocessing
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests" / "python"
# Folders without logic worth a mutant, or with tests of another kind (over files, in Python).
WITHOUT = {"landing", "staging", "interface", "mappings", "quality", "core"}
# Folders of macros with logic.
MACROS = ("macros/metrics/", "macros/conventions/")
# What everybody reads, and what it is summed from: drawn three times as often.
WEIGHTY = ("models/marts/kpi/", "models/marts/core/", "models/marts/metrics/", "macros/")
TIMEOUT_SECONDS = 240
# What is said of a model or test that the database refused.
ERROR = " (error)"

# What is replaced by what, in SQL from which comments, labels and Jinja are blanked out.
RULES = [
    (r"(?<![<>=])<(?![<>=])", "<="),
    (r"<=", "<"),
    (r"(?<![<>=-])>(?![<>=])", ">="),
    (r">=", ">"),
    (r"<>", "="),
    (r"(?<![<>=!:])=(?![<>=])", "<>"),
    (r"\band\b", "or"),
    (r"\bor\b", "and"),
    (r"\bis null\b", "is not null"),
    (r"\bis not null\b", "is null"),
    (r"\bmin\(", "max("),
    (r"\bmax\(", "min("),
    (r"\bsum\(", "count("),
    (r"\bleast\(", "greatest("),
    (r"\bgreatest\(", "least("),
    (r"\bbool_or\(", "bool_and("),
    (r"\bbool_and\(", "bool_or("),
    (r"(?<!is )\bnot ", ""),
    (r"\bdistinct\b(?! from)", ""),
    (r" desc\b", ""),
    (r"\binner join\b", "left join"),
    (r"\bleft join\b", "inner join"),
    (r"\btrue\b", "false"),
    (r"\bfalse\b", "true"),
    (
        r"\bwhere\s.+?(?=\n\s*(?:\)|group by|order by|union|having|qualify|\^)|\n\n|\Z)",
        "where true",
    ),
    (r"\bpartition by\s+[\w.]+(?:,\s*[\w.]+)*\s*(?=order by|rows|range|\))", ""),
    (r"(?<!as )\b(\w+)_numerator\b", r"\1_denominator"),
    (r"(?<!as )\b(\w+)_denominator\b", r"\1_numerator"),
    # In a macro the metric's name is Jinja.
    (r"(?<=~)_numerator\b(?! as )", "_denominator"),
    (r"(?<=~)_denominator\b(?! as )", "_numerator"),
]
DECIMAL = r"decimal\(\d+, \d+\)"
# Columns of the same kind, one of which may be mistaken for another.
KINDS = [
    r"(?:is|has)_\w+",
    *(rf"\w+_{end}" for end in ("at", "count", "amount", "seconds", "position")),
]


@dataclass(frozen=True)
class Mutant:
    """The text of a model or macro with one place changed, and the models that it is text of."""

    unique_id: str
    models: tuple[str, ...]
    path: str
    line: int
    before: str
    after: str
    code: str


def blanked(code: str) -> str:
    """The same text, as long, with `~` for what is not SQL: comments, labels, types, Jinja.

    Jinja's statements (`{% if ... %}`) are `^`. The SQL that a macro is given as a string
    (`share('x', 'is_a and is_b')`) stays.
    """

    def blank(text: str) -> str:
        return re.sub(r"[^\n]", "^" if text.startswith("{%") else "~", text)

    def part(match: re.Match[str]) -> str:
        text = match[0]
        if not text.startswith("{{") or re.match(r"\{\{-?\s*config\b", text):
            return blank(text)
        kept, place = "", 0
        for string in re.finditer(r"'[^']*'|\"[^\"]*\"", text):
            inner = string[0][1:-1]
            is_sql = re.search(r"[ (]|^(is|has)_|_(numerator|denominator)$", inner)
            inner = re.sub(rf"'[^']*'|{DECIMAL}", lambda label: blank(label[0]), inner)
            kept += blank(text[place : string.start()])
            kept += f"~{inner}~" if is_sql else blank(string[0])
            place = string.end()
        return kept + blank(text[place:])

    other = r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|--[^\n]*|'(?:[^']|'')*'"
    return re.sub(rf"{other}|{DECIMAL}", part, code, flags=re.DOTALL)


def changes(code: str, numbers: set[str]) -> Iterator[tuple[int, int, str]]:
    """Every change: from, to, and what stands there instead. ``numbers``: vars that are numbers."""
    sql = blanked(code)
    for pattern, replacement in RULES:
        for match in re.finditer(pattern, sql, re.DOTALL):
            text = code[match.start() : match.end()]
            line = sql[sql.rfind("\n", 0, match.start()) + 1 :].split("\n")[0]
            # A join on all but the key takes minutes, and any test sees it.
            is_key = text == "=" and re.search(r"^\s*on |\w\.(\w+) = \w+\.\1\b", line)
            is_frame = text == "and" and "between" in line
            # A column's own name.
            before = code[: match.start()]
            is_name = text.startswith("_") and re.search(r"\bas \{\{[^}]*\}\}$", before)
            if is_key or is_frame or is_name:
                continue
            if text.count("(") - text.count(")") in (0, 1):
                yield match.start(), match.end(), match.expand(replacement)
    # What is counted where a condition holds (`then 1 end`) may be any number.
    for match in re.finditer(r"(?<![\w.~])\d+(?![\w.])(?!(?<=then \d) end\b)", sql):
        yield match.start(), match.end(), str(int(match[0]) + 1)
    for match in re.finditer(r"var\('(\w+)'\)", code):
        if match[1] in numbers:
            yield match.start(), match.end(), f"({match[0]} + 1)"
    for kind in KINDS:
        found = list(re.finditer(rf"(?<![\w.])((?:\w+\.)?)({kind})\b(?!\()", sql))
        named: dict[str, list[str]] = collections.defaultdict(list)
        for match in found:
            if match[2] not in named[match[1]]:
                named[match[1]].append(match[2])
        for match in found:
            line = code[code.rfind("\n", 0, match.start()) + 1 :].split("\n")[0]
            others = named[match[1]]
            # A column that is only passed on would be there twice: no test is needed to see that.
            is_new = code[: match.start()].endswith("as ")
            if len(others) > 1 and not is_new and not re.fullmatch(r"\s*[\w.]+,?", line):
                other = others[(others.index(match[2]) + 1) % len(others)]
                yield match.start(2), match.end(2), other


def callers(manifest: Any) -> dict[str, list[str]]:
    """The models that use a macro, themselves or through another, by the macro's id."""
    found: dict[str, list[str]] = collections.defaultdict(list)
    for node in manifest.nodes.values():
        if node.resource_type == "model":
            calls, seen = list(node.depends_on.macros), set[str]()
            while calls:
                macro = calls.pop()
                if macro not in seen and macro in manifest.macros:
                    seen.add(macro)
                    found[macro].append(node.name)
                    calls += manifest.macros[macro].depends_on.macros
    return found


def texts(manifest: Any, only: list[str]) -> Iterator[tuple[Any, str, int, tuple[str, ...]]]:
    """What is mutated, in the order of the files: the node, its SQL, its first line, its models."""
    for node in sorted(manifest.nodes.values(), key=lambda node: str(node.original_file_path)):
        if node.resource_type == "model" and node.language == "sql":
            is_plain = set(Path(node.original_file_path).parts) & WITHOUT
            if node.name in only if only else not is_plain:
                yield node, node.raw_code, 1, (node.name,)
    users = callers(manifest)
    for macro in sorted(manifest.macros.values(), key=lambda macro: str(macro.original_file_path)):
        is_own = (ROOT / macro.original_file_path).exists() and macro.unique_id in users
        is_asked = macro.name in only if only else macro.original_file_path.startswith(MACROS)
        if is_own and is_asked:
            whole = (ROOT / macro.original_file_path).read_text()
            line = whole.count("\n", 0, max(whole.find(macro.macro_sql), 0)) + 1
            yield macro, macro.macro_sql, line, tuple(users[macro.unique_id])


def mutants(manifest: Any, numbers: set[str], only: list[str]) -> list[Mutant]:
    """Every mutant of what holds logic, or of the models and macros named."""
    found = []
    for node, code, first_line, models in texts(manifest, only):
        seen = set()
        for start, end, text in sorted(changes(code, numbers)):
            mutated = code[:start] + text + code[end:]
            if mutated in seen:
                continue
            seen.add(mutated)
            first = code.rfind("\n", 0, start) + 1
            after_end = (code + "\n").index("\n", end)
            before = " ".join(code[first:after_end].split())
            after = " ".join(mutated[first : after_end + len(mutated) - len(code)].split())
            line = code.count("\n", 0, start) + first_line
            path = node.original_file_path
            found.append(Mutant(node.unique_id, models, path, line, before, after, mutated))
    return found


def sample_of(found: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """``size`` of them by chance, the same for a seed: some of each file, then more of each."""
    chance = random.Random(seed)
    by_file: dict[str, list[Mutant]] = collections.defaultdict(list)
    for mutant in chance.sample(found, len(found)):
        by_file[mutant.path].append(mutant)
    drawn: list[Mutant] = []
    while len(drawn) < min(size, len(found)):
        for path, left in by_file.items():
            share = 3 if path.startswith(WEIGHTY) else 1
            drawn += left[:share]
            del left[:share]
    return drawn[:size]


class Given:
    """A pytest plugin: fixtures that are here already."""

    def __init__(self, **fixtures: object) -> None:
        self.fixtures = fixtures
        self.failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> object:
        value = self.fixtures.get(fixturedef.argname)
        if value is not None:
            fixturedef.cached_result = (value, fixturedef.cache_key(request), None)
        return value

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = str(report.nodeid).split("::")[-1]


class Bench:
    """The sample and the golden set, built, and the questions that a mutant is asked of them."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(TESTS))
        self.tests = importlib.import_module("conftest")
        self.folder = folder
        self.project = self.tests.Project(ROOT, folder / "project")
        self.manifest = self.project.parsed()
        self.raw = {"sample": ROOT / "exports" / "sample", "golden": ROOT / "tests/golden/raw"}

    def prepare(self) -> str:
        """Build both databases and ask everything of the unchanged project: who fails, if any."""
        for name in self.raw:
            (self.folder / name).mkdir()
        return (
            self._dbt("sample", "", "--select", "*")
            or self._dbt("golden", "", "--exclude-resource-types", "test", "unit_test")
            or self._pytest("golden", "")
            or self._pytest("sample", "")
        )

    def killer(self, mutant: Mutant) -> str:
        """The stage and the test that notices the mutant; empty if it survives."""
        for name in self.raw:
            (self.folder / "mutant" / name).mkdir(parents=True, exist_ok=True)
            database = Path(name) / self.tests.DATABASE
            shutil.copy(self.folder / database, self.folder / "mutant" / database)
        if mutant.unique_id in self.manifest.macros:
            self.manifest.macros[mutant.unique_id].macro_sql = mutant.code
        else:
            self.manifest.nodes[mutant.unique_id].raw_code = mutant.code
        below = [f"{model}+" for model in mutant.models]
        no_tests = ("--exclude-resource-types", "test", "unit_test")
        no_unit_tests = ("--exclude-resource-types", "unit_test")
        itself = ("--select", *mutant.models, "--indirect-selection", "buildable")
        stages: list[tuple[str, Callable[[], str]]] = [
            ("1 own tests", lambda: self._dbt("sample", "mutant", *itself)),
            ("2 golden", lambda: self._dbt("golden", "mutant", "--select", *below, *no_tests)),
            ("2 golden", lambda: self._pytest("golden", "mutant")),
            ("3 downstream", lambda: self._dbt(
                "sample", "mutant", "--select", *below, *no_unit_tests)),
            ("4 sample truth", lambda: self._pytest("sample", "mutant")),
        ]  # fmt: skip
        for stage, ask in stages:
            failed = ask()
            if failed.endswith(ERROR) and stage == "1 own tests":
                return f"0 does not build: {failed}"
            if failed:
                return f"{stage}: {failed}"
        return ""

    def _dbt(self, name: str, copy: str, *options: str) -> str:
        home = self.folder / copy / name
        ran = self.project.run("build", "--fail-fast", *options, home=home,
                               raw_dir=self.raw[name], manifest=self.manifest)  # fmt: skip
        results = getattr(ran.result, "results", None) or []
        failed = [done for done in results if str(done.status) in ("error", "fail")]
        if ran.success:
            return ""
        if not failed:
            return f"dbt: {ran.exception}"
        return str(failed[0].node.name) + (ERROR if str(failed[0].status) == "error" else "")

    def _pytest(self, name: str, copy: str) -> str:
        home = self.folder / copy / name
        warehouse = self.tests.Warehouse(self.project, home, self.raw[name])
        given = Given(project=self.project, **{f"{name}_warehouse": warehouse})
        test = "test_golden.py" if name == "golden" else "test_sample_truth.py"
        options = ["-x", "-q", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]
        code = pytest.main([str(TESTS / test), *options], plugins=[given])
        return given.failed or (f"pytest: {code}" if code else "")


def apart(ask: Callable[[], str], seconds: int) -> str:
    """The answer of a process of its own, which forgets everything and may end badly."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def run() -> None:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        sender.send(ask())

    process = context.Process(target=run)
    process.start()
    sender.close()
    answer = f"5 no answer: in {seconds} s"
    try:
        if receiver.poll(seconds):
            answer = str(receiver.recv())
            process.join(10)
    except EOFError:
        answer = "5 no answer: the process ended"
    finally:
        process.kill()
        process.join()
    return answer


def report(asked: list[tuple[Mutant, str]]) -> str:
    """What became of the mutants, in Markdown."""
    stages = collections.Counter(answer.split(":")[0] or "survived" for _, answer in asked)
    valid = len(asked) - stages["0 does not build"]
    killed = valid - stages["survived"]
    lines = ["| killed by | mutants |", "|---|---|"]
    lines += [f"| {stage} | {count} |" for stage, count in sorted(stages.items())]
    lines += ["", f"{killed} of {valid} that build are killed: {killed / max(valid, 1):.0%}."]
    survivors = [mutant for mutant, answer in asked if not answer]
    if survivors:
        lines += ["", "| survivor | before | after |", "|---|---|---|"]
    for mutant in survivors:
        texts = [f"`{text}`".replace("|", "\\|") for text in (mutant.before, mutant.after)]
        lines.append(f"| {mutant.path}:{mutant.line} | {' | '.join(texts)} |")
    return "\n".join(lines)


def main() -> int:
    """Ask a sample of mutants; one line for each on the way, and the report at the end."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--sample", type=int, default=60, help="how many mutants (60)")
    parser.add_argument("--seed", type=int, default=1, help="of the drawing (1)")
    parser.add_argument("--only", nargs="+", default=[], help="only of these models and macros")
    parser.add_argument("--list", action="store_true", help="name the mutants, ask nothing")
    arguments = parser.parse_args()
    variables = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    numbers = {name for name, value in variables.items() if isinstance(value, int | float)}
    asked: list[tuple[Mutant, str]] = []
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        bench = Bench(Path(folder))
        found = mutants(bench.manifest, numbers, arguments.only)
        drawn = sample_of(found, arguments.sample, arguments.seed)
        if not drawn:
            parser.error("there is no mutant of these models and macros")
        if arguments.list:
            for mutant in drawn:
                print(f"{mutant.path}:{mutant.line}: {mutant.before} -> {mutant.after}")
            return 0
        print(f"{len(drawn)} of {len(found)} mutants; first the project unchanged ...", flush=True)
        failed = apart(bench.prepare, 4 * TIMEOUT_SECONDS)
        if failed:
            print(f"The project fails without any mutant, see `make test`: {failed}")
            return 1
        try:
            for number, mutant in enumerate(drawn, 1):
                started = time.monotonic()
                answer = apart(partial(bench.killer, mutant), TIMEOUT_SECONDS)
                asked.append((mutant, answer))
                seconds = time.monotonic() - started
                print(f"{number:>4} {answer or 'SURVIVED'} ({seconds:.0f} s) {mutant.path}:"
                      f"{mutant.line}: {mutant.before} -> {mutant.after}", flush=True)  # fmt: skip
        except KeyboardInterrupt:
            print("Interrupted: this is what was asked so far.")
    print(f"\n{report(asked)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
