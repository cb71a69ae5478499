"""The lock of the metric definitions: what each metric is computed by, as hashes.

`make lock-metrics WHY="…"` writes `metrics.lock` anew: a line a metric (its version, its
declaration and the decision behind its version) and a line a model that metrics hang on (its SQL,
and why that last changed). A metric whose declaration changed is refused until its
`config.meta.version` is raised, and a raised version until `WHY` is the heading of an entry of
DECISIONS.md; a model whose SQL changed no number is locked with the reason as `WHY`. A test
compares the lock with the project.

Comments, blank space and the case of words change no hash, nor does anything below the interface
entities: a new source system makes no metric another one. To tell a comment from SQL takes a parser
of SQL, hence no SQL here.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlglot
from dbt.cli.main import dbtRunner
from sqlglot import exp

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
# What of a metric's declaration defines it.
_DECLARED = (
    "kind", "counted_in", "column", "fraction", "distinct", "grain", "numerator", "denominator",
    "vars",
)  # fmt: skip

# "metrics" and "models", by name.
Lock = dict[str, dict[str, dict[str, Any]]]


def _digest(material: Any) -> str:
    return hashlib.sha256(json.dumps(material, sort_keys=True).encode()).hexdigest()[:12]


def _program(code: str) -> str:
    """A Python model with the modules of this project that it imports."""
    modules = re.findall(r"^\s*from warehouse import (\w+)", code, re.MULTILINE)
    return "\n".join([code, *((ROOT / "warehouse" / f"{name}.py").read_text() for name in modules)])


def _statement(sql: str) -> str:
    """The SQL as one would write it anew: models by name, for names are unique in a project."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for table in tree.find_all(exp.Table):
        table.set("db", None)
        table.set("catalog", None)
    return tree.sql(dialect="duckdb", comments=False, normalize=True)


def models_by_metric(manifest: Any) -> dict[str, set[str]]:
    """By metric: the models that it is computed by, down to the interface."""
    inner = {
        node.unique_id: node
        for node in manifest.nodes.values()
        if node.resource_type.value == "model"
        and not node.original_file_path.startswith(_INTERFACE)
    }
    by_name = {node.name: key for key, node in inner.items()}

    def above(key: str, found: set[str]) -> set[str]:
        node = inner.get(key)
        if node is not None and node.name not in found:
            found.add(node.name)
            for parent in node.depends_on.nodes:
                above(parent, found)
        return found

    return {
        metric.name: above(by_name[metric.config.meta["counted_in"]], set())
        for metric in manifest.metrics.values()
        if metric.config.meta.get("kind")
    }


def definitions(manifest: Any, compiled: Mapping[str, str]) -> Lock:
    """The lock as it would be now, without its reasons."""
    hangs = models_by_metric(manifest)
    metrics = {
        metric.name: {
            "version": metric.config.meta["version"],
            "declaration": _digest({key: metric.config.meta.get(key) for key in _DECLARED}),
        }
        for metric in manifest.metrics.values()
        if metric.name in hangs
    }
    wanted = set().union(*hangs.values())
    models = {
        node.name: {
            "sql": _digest(
                _program(node.raw_code)
                if node.language == "python"
                else _statement(compiled[node.name])
            )
        }
        for node in manifest.nodes.values()
        if node.resource_type.value == "model" and node.name in wanted
    }
    return {"metrics": metrics, "models": models}


def changes(locked: Lock, current: Lock, hangs: Mapping[str, set[str]]) -> list[str]:
    """What differs, a sentence a metric and a model, with the remedy."""
    sentences = []
    for name, was, now in _differing(locked, current, "metrics"):
        if was is None or now is None:
            sentences.append(
                f"{name} is {'new' if was is None else 'gone'}: run make lock-metrics."
            )
        elif now["version"] < was["version"]:
            sentences.append(
                f"{name} is version {now['version']}, and was {was['version']}: a version "
                "only rises."
            )
        elif now["version"] > was["version"]:
            sentences.append(
                f"{name} is now version {now['version']}: say why in DECISIONS.md, and run "
                'make lock-metrics WHY="the heading of that entry".'
            )
        else:
            sentences.append(_same_version(name, now["version"]))
    for name, was, now in _differing(locked, current, "models"):
        if was is None or now is None:
            sentences.append(
                f"{name} is {'new' if was is None else 'gone'}: run make lock-metrics."
            )
            continue
        metrics = sorted(metric for metric, models in hangs.items() if name in models)
        named = ", ".join(metrics[:3]) + (f" and {len(metrics) - 3} more" if metrics[3:] else "")
        sentences.append(
            f"{name} is computed differently, and {named} may be, too. If one of them means "
            "something else now, raise its config.meta.version in models/semantic and say why in "
            'DECISIONS.md; then run make lock-metrics WHY="the heading of that entry, or why no '
            'number changes".'
        )
    return sentences


def _same_version(name: str, version: int) -> str:
    return (
        f"{name} is declared differently and is still version {version}: raise config.meta.version "
        "in models/semantic, and say why in DECISIONS.md."
    )


def _differing(locked: Lock, current: Lock, part: str) -> list[tuple[str, Any, Any]]:
    """Name, what was and what is; what is only known to the lock, its reasons, is no difference."""
    was, now = locked.get(part, {}), current[part]
    return [
        (name, was.get(name), now.get(name))
        for name in sorted(was.keys() | now.keys())
        if name not in was
        or name not in now
        or any(was[name][key] != value for key, value in now[name].items())
    ]


def headings(decisions: str) -> set[str]:
    """The titles of the entries of DECISIONS.md: `### 2026-11-28: Title`."""
    return set(re.findall(r"^### \d{4}-\d\d-\d\d: (.+)$", decisions, re.MULTILINE))


def locked_anew(locked: Lock, current: Lock, why: str, decisions: str) -> tuple[Lock, list[str]]:
    """The new lock, its reasons carried on, and why it may not be written yet."""
    reasons = []
    anew: Lock = {
        part: {name: locked.get(part, {}).get(name, {}) | entry for name, entry in entries.items()}
        for part, entries in current.items()
    }
    for name, was, now in _differing(locked, current, "metrics"):
        if was is None or now is None:
            continue
        if now["version"] <= was["version"]:
            reasons += changes({"metrics": {name: was}}, {"metrics": {name: now}, "models": {}}, {})
        elif why not in headings(decisions):
            reasons.append(
                f"{name} is now version {now['version']}: WHY has to be the heading of an entry of "
                "DECISIONS.md, without its date."
            )
        else:
            anew["metrics"][name]["decision"] = why
    for name, was, now in _differing(locked, current, "models"):
        if was is None or now is None:
            continue
        if not why:
            reasons.append(f'{name} is computed differently: say why with WHY="…".')
        anew["models"][name]["why"] = why
    return anew, reasons


def unexplained(lock: Lock, decisions: str) -> list[str]:
    """The versions after the first of which no entry of the decisions says why."""
    return [
        f"{name} is version {entry['version']}, and DECISIONS.md has no entry "
        f"{entry.get('decision', 'for it')!r} that says why: correct the heading, or the lock."
        for name, entry in sorted(lock["metrics"].items())
        if entry["version"] > 1 and entry.get("decision") not in headings(decisions)
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
    return json.loads(LOCK.read_text()) if LOCK.exists() else {"metrics": {}, "models": {}}


def write(lock: Lock) -> None:
    """One line a metric and a model, so that a difference reads well."""
    parts = [
        f"{json.dumps(part)}: {{\n"
        + ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(lock[part][name])}" for name in sorted(lock[part])
        )
        + "\n}"
        for part in ("metrics", "models")
    ]
    LOCK.write_text("{\n" + ",\n".join(parts) + "\n}\n")


def main(why: str) -> int:
    """Write the lock, unless something changed without a reason."""
    current = definitions(*compiled_project(ROOT))
    lock, reasons = locked_anew(read(), current, why.strip(), DECISIONS.read_text())
    if reasons:
        print("\n".join(reasons), f"{LOCK.name} was not written.", sep="\n", file=sys.stderr)
        return 1
    write(lock)
    print(f"{LOCK.name}: {len(lock['metrics'])} metrics, {len(lock['models'])} models.")
    return 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
