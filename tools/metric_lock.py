"""The lock of the metric definitions: what each metric is computed by, as hashes.

`python -m tools.metric_lock` (`make lock-metrics`) writes `metrics.lock` anew. A metric whose
definition changed is refused until its `config.meta.version` is raised and `DECISIONS.md` has an
entry that names it, e.g. "`deflection_rate` v2". A test compares the lock with the project.

Hashed is what the numbers depend on: the semantic definition, and the SQL of every column that the
metric's numerator and denominator are made of, model by model down to the interface entities. A new
source system below them changes no hash, nor does a column that the metric does not use. Which
columns those are only a parser of SQL can tell, hence no SQL here.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot
from dbt.cli.main import dbtRunner
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "metrics.lock"
DECISIONS = ROOT / "DECISIONS.md"

# A company's own settings, which make no metric another one.
SETTINGS = {
    "reporting_currency": "EUR",
    "reporting_time_zone": "Europe/Dublin",
    "default_country_code": "IE",
    "as_of": None,
    "raw_dir": None,
}
# Everything between the interface and the marts.
_SELECTION = [
    "--select", "path:models/interface", "path:models/intermediate", "path:models/marts",
    "--exclude", "path:models/interface/mappings", "path:models/marts/quality",
]  # fmt: skip
# Where the meaning of a metric ends and a source begins.
_INTERFACE = "models/interface/"

Lock = dict[str, dict[str, Any]]


# What decides a column: a model, one SELECT of it, and the column (none: the presence of rows).
_Node = tuple[str, Scope, str | None]


class Lineage:
    """Which expressions a column of a model is made of, through all models above the interface."""

    def __init__(
        self,
        sql: Mapping[str, str],
        leaves: Mapping[str, list[str]],
        python: Mapping[str, str] | None = None,
    ) -> None:
        """``sql``: compiled SQL by model; ``leaves``: columns of what is not looked into.

        ``python``: what stands for a model that is no SQL, of which every column is made.
        """
        self._sql = sql
        self._python = python or {}
        self._leaves = leaves
        self._scopes: dict[str, Scope] = {}
        self._steps: dict[tuple[int, str | None], tuple[list[str], list[_Node]]] = {}

    def _scope(self, name: str) -> Scope:
        if name not in self._scopes:
            tables = sorted({table.name for table in _parsed(self._sql[name]).find_all(exp.Table)})
            known = [table for table in tables if table in self._sql or table in self._leaves]
            columns = tuple((table, self._columns(table)) for table in known)
            self._scopes[name] = _qualified(self._sql[name], columns)
        return self._scopes[name]

    def _columns(self, name: str) -> tuple[str, ...]:
        if name in self._leaves:
            return tuple(self._leaves[name])
        return tuple(_query(self._scope(name)).named_selects)

    def texts(self, model: str, columns: Iterable[str]) -> dict[str, set[str]]:
        """SQL by model of everything that these columns are made of."""
        found: dict[str, set[str]] = {}
        todo: list[_Node] = [(model, self._scope(model), column) for column in columns]
        done = set()
        while todo:
            name, scope, column = todo.pop()
            if (id(scope), column) in done:
                continue
            done.add((id(scope), column))
            texts, further = self._step(name, scope, column)
            found.setdefault(name, set()).update(texts)
            todo += further
        return found

    def _step(self, name: str, scope: Scope, column: str | None) -> tuple[list[str], list[_Node]]:
        """The expressions of one SELECT that decide a column, and what these are made of."""
        key = (id(scope), column)
        if key not in self._steps:
            self._steps[key] = self._worked_out(name, scope, column)
        return self._steps[key]

    def _worked_out(
        self, name: str, scope: Scope, column: str | None
    ) -> tuple[list[str], list[_Node]]:
        query = scope.expression
        if not isinstance(query, exp.Query):
            # A list made rows: it reads columns of what stands beside it.
            return [query.sql(dialect="duckdb")], []
        if scope.set_operation_scopes:
            # A column of a union is the one at the same place of each part.
            names = query.named_selects
            place = names.index(column) if column in names else None
            return [], [
                (name, part, _query(part).named_selects[place] if place is not None else None)
                for part in scope.set_operation_scopes
            ]
        pieces, sources = _pieces(scope, column)
        texts = [piece.sql(dialect="duckdb", comments=False) for piece in pieces]
        further: list[_Node] = [
            (name, inner, select)
            for inner in scope.subquery_scopes
            for select in (None, *_query(inner).named_selects)
        ]
        used = {(used.table, used.name) for piece in pieces for used in piece.find_all(exp.Column)}
        for table, wanted in sorted(used) + [(table, None) for table in sorted(sources)]:
            source = scope.sources.get(table)
            if isinstance(source, Scope):
                further.append((name, source, wanted))
            elif isinstance(source, exp.Table) and source.name in self._sql:
                further.append((source.name, self._scope(source.name), wanted))
            elif isinstance(source, exp.Table):
                texts.append(f"{source.name}.{wanted}")
                texts += [self._python[source.name]] if source.name in self._python else []
        return texts, further


@cache
def _parsed(sql: str) -> exp.Query:
    """The SQL as a tree in which a model is known by its name: names are unique in a project."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    assert isinstance(tree, exp.Query)
    for table in tree.find_all(exp.Table):
        table.set("db", None)
        table.set("catalog", None)
    return tree


@cache
def _qualified(sql: str, columns: tuple[tuple[str, tuple[str, ...]], ...]) -> Scope:
    """The SQL with every column named by its source, given the columns of what it reads."""
    schema: dict[str, object] = {name: dict.fromkeys(names, "varchar") for name, names in columns}
    tree = qualify(
        _parsed(sql).copy(), schema=schema, dialect="duckdb", validate_qualify_columns=False,
        quote_identifiers=False, identify=False,
    )  # fmt: skip
    scope = build_scope(tree)
    assert scope is not None
    return scope


def _query(scope: Scope) -> exp.Query:
    assert isinstance(scope.expression, exp.Query)
    return scope.expression


def _pieces(scope: Scope, column: str | None) -> tuple[list[Any], set[str]]:
    """What decides a column (none: the presence of rows) within one SELECT, and by which sources.

    A left join decides nothing that does not use its columns: keys are unique, which tests see to.
    """
    select = _query(scope)
    pieces: list[Any] = [
        clause
        for key in ("where", "group", "having", "qualify", "distinct", "limit")
        if (clause := select.args.get(key)) is not None
    ]
    if column is not None:
        pieces += [item for item in select.selects if item.alias_or_name == column]
    joins = {join.alias_or_name: join for join in select.args.get("joins") or []}
    used = {used.table for piece in pieces for used in piece.find_all(exp.Column)}
    used |= {name for name in scope.selected_sources if name not in joins}
    used |= {name for name, join in joins.items() if join.side != "LEFT"}
    while True:
        needed = {
            column.table
            for name in used & joins.keys()
            for column in joins[name].find_all(exp.Column)
        }
        if needed <= used:
            break
        used |= needed
    pieces += [join for name, join in joins.items() if name in used]
    return pieces, used & scope.selected_sources.keys()


def _digest(material: Any) -> str:
    return hashlib.sha256(json.dumps(material, sort_keys=True).encode()).hexdigest()[:12]


def _program(code: str) -> str:
    """A Python model with the modules of this project that it imports."""
    modules = re.findall(r"^\s*from tools import (\w+)", code, re.MULTILINE)
    return "\n".join([code, *((ROOT / "tools" / f"{name}.py").read_text() for name in modules)])


def definitions(manifest: Any, compiled: Mapping[str, str]) -> Lock:
    """The lock as it would be now: version, semantic hash and SQL hash by model, of each metric."""
    sql, leaves, python = {}, {}, {}
    for node in manifest.nodes.values():
        if node.resource_type.value == "model":
            if node.original_file_path.startswith(_INTERFACE) or node.name not in compiled:
                leaves[node.name] = [column.lower() for column in node.columns]
            elif node.language == "python":
                leaves[node.name] = [column.lower() for column in node.columns]
                python[node.name] = _program(node.raw_code)
            else:
                sql[node.name] = compiled[node.name]
        elif node.resource_type.value == "seed":
            with (ROOT / node.original_file_path).open(encoding="utf-8") as handle:
                leaves[node.name] = handle.readline().strip().split(",")
    lineage = Lineage(sql, leaves, python)
    lock: Lock = {}
    for metric in manifest.metrics.values():
        meta = metric.config.meta
        if not meta.get("kind"):
            continue
        if meta["kind"] == "percentile":
            columns = [meta["column"]]
        elif meta["kind"] == "count":
            columns = [metric.name]
        else:
            columns = [f"{metric.name}_numerator", f"{metric.name}_denominator"]
        columns += ["metric_date"]
        columns += [meta["distinct"]] if meta.get("distinct") else []
        words = {key: meta.get(key) for key in (
            "kind", "counted_in", "column", "fraction", "distinct", "grain", "numerator",
            "denominator", "vars",
        )}
        texts = lineage.texts(meta["counted_in"], columns)
        lock[metric.name] = {
            "version": meta["version"],
            "definition": _digest(words),
            "models": {name: _digest(sorted(parts)) for name, parts in sorted(texts.items())},
        }
    return lock


def changes(locked: Lock, current: Lock) -> list[str]:
    """What differs, one sentence a metric, with the remedy."""
    sentences = []
    for name in sorted(locked.keys() | current.keys()):
        was, now = locked.get(name), current.get(name)
        if was == now:
            continue
        if was is None or now is None:
            word = "new" if was is None else "gone"
            sentences.append(f"{name} is {word}: run make lock-metrics.")
            continue
        models = sorted(
            model for model in was["models"].keys() | now["models"].keys()
            if was["models"].get(model) != now["models"].get(model)
        )
        where = f"what it uses of {', '.join(models)}" if models else "its entry in models/semantic"
        if was["version"] == now["version"]:
            sentences.append(
                f"{name} is computed differently ({where} differs) and is still version "
                f"{now['version']}: raise config.meta.version in models/semantic, say why in "
                f"DECISIONS.md in an entry that names `{name}` v{now['version'] + 1}, and run "
                f"make lock-metrics."
            )
        elif now["version"] < was["version"]:
            sentences.append(
                f"{name} is version {now['version']}, and was {was['version']} before: a version "
                f"only rises, so make config.meta.version {was['version'] + 1}, or "
                f"{was['version']} if nothing else changed."
            )
        else:
            sentences.append(
                f"{name} is now version {now['version']}: say why in DECISIONS.md in an entry that "
                f"names `{name}` v{now['version']}, and run make lock-metrics."
            )
    return sentences


def undecided(locked: Lock, current: Lock, decisions: str) -> list[str]:
    """Why a new lock may not be written yet."""
    reasons = []
    for name, now in sorted(current.items()):
        was = locked.get(name)
        if was is None or was == now:
            continue
        if now["version"] <= was["version"]:
            reasons += changes({name: was}, {name: now})
        else:
            reasons += unexplained({name: now}, decisions)
    return reasons


def unexplained(lock: Lock, decisions: str) -> list[str]:
    """The versions after the first that no entry of the decisions names."""
    return [
        f"{name} is now version {entry['version']}, and DECISIONS.md does not say why: add a dated "
        f"entry that names `{name}` v{entry['version']}."
        for name, entry in sorted(lock.items())
        if entry["version"] > 1 and not re.search(rf"`{name}` v{entry['version']}\b", decisions)
    ]


def compiled_project(profiles: Path, manifest: Any = None) -> tuple[Any, dict[str, str]]:
    """The project's manifest (parsed, if not given), and the compiled SQL of its models."""
    with tempfile.TemporaryDirectory() as folder:
        options = [
            "--quiet", "--no-write-json", "--vars", json.dumps(SETTINGS),
            "--project-dir", str(ROOT), "--profiles-dir", str(profiles),
            "--target-path", folder, "--log-path", folder,
        ]  # fmt: skip
        if manifest is None:
            manifest = _result(dbtRunner().invoke(["parse", *options]))
        run = _result(dbtRunner(manifest=manifest).invoke(["compile", *_SELECTION, *options]))
    compiled = {
        outcome.node.name: outcome.node.compiled_code
        for outcome in run.results
        if outcome.node.resource_type.value == "model"
    }
    return manifest, compiled


def _result(outcome: Any) -> Any:
    if not outcome.success:
        raise SystemExit("The project does not compile: see the lines above.")
    return outcome.result


def read() -> Lock:
    """The lock as it is committed; empty if there is none."""
    return json.loads(LOCK.read_text()) if LOCK.exists() else {}


def write(lock: Lock) -> None:
    """One line a metric, so that a difference reads well."""
    lines = [f"  {json.dumps(name)}: {json.dumps(lock[name])}" for name in sorted(lock)]
    LOCK.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def main() -> int:
    """Write the lock, unless a definition changed without a decision."""
    current, locked = definitions(*compiled_project(ROOT)), read()
    reasons = undecided(locked, current, DECISIONS.read_text())
    if reasons:
        print("\n".join(reasons), f"{LOCK.name} was not written.", sep="\n", file=sys.stderr)
        return 1
    write(current)
    print(f"{LOCK.name}: {len(current)} metrics.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
