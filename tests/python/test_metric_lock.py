"""No definition changes unnoticed: metrics.lock says what each metric is computed by."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Project

from tools import metric_lock

RESOLVED = "int_conversations_resolved"
HANGS = {"resolution_rate": {RESOLVED}}
DECISIONS = "### 2026-11-28: A goodbye is no request\n\nBecause.\n"


@pytest.fixture(scope="module")
def compiled(project: Project) -> tuple[Any, dict[str, str]]:
    return metric_lock.compiled_project(project.workspace / "profiles", project.parsed())


@pytest.fixture(scope="module")
def current(compiled: tuple[Any, dict[str, str]]) -> metric_lock.Lock:
    return metric_lock.definitions(*compiled)


def test_nothing_changed_without_a_reason(
    compiled: tuple[Any, dict[str, str]], current: metric_lock.Lock
) -> None:
    hangs = metric_lock.models_by_metric(compiled[0])
    changes = metric_lock.changes(metric_lock.read(), current, hangs)
    assert not changes, "\n".join(changes)


@pytest.mark.parametrize(
    ("old", "new", "is_change"),
    [
        ("is_evaluable) and (is_deflected)", "is_matured) and (is_deflected)", True),
        ("with", "-- Another comment.\nwith", False),
        ("select", "SELECT  ", False),
    ],
)
def test_what_is_another_statement(
    compiled: tuple[Any, dict[str, str]],
    current: metric_lock.Lock,
    old: str,
    new: str,
    is_change: bool,
) -> None:
    manifest, sql = compiled
    model = "int_conversations_counted"
    assert old in sql[model], f"{model} has no {old!r} any more: choose another text for this test"
    altered = metric_lock.definitions(manifest, sql | {model: sql[model].replace(old, new, 1)})
    changed = {
        name for name in current["models"] if altered["models"][name] != current["models"][name]
    }
    assert changed == ({model} if is_change else set())
    assert altered["metrics"] == current["metrics"]


def test_a_model_tells_which_metrics_hang_on_it(compiled: tuple[Any, dict[str, str]]) -> None:
    hangs = metric_lock.models_by_metric(compiled[0])
    assert {"fct_orders", "int_orders_refunded"} <= hangs["average_order_value"]
    assert {RESOLVED, "int_conversations_counted"} <= hangs["resolution_rate"]
    assert "int_conversations_counted" not in hangs["average_order_value"]
    below = {name for models in hangs.values() for name in models if "__" in name}
    assert not below, f"what a source system brings makes no metric another one: {below}"


def lock(version: int, sql: str, declaration: str = "a") -> metric_lock.Lock:
    return {
        "metrics": {"resolution_rate": {"version": version, "declaration": declaration}},
        "models": {RESOLVED: {"sql": sql}},
    }


def test_another_statement_asks_for_a_reason() -> None:
    (same,) = metric_lock.changes(lock(1, "old"), lock(1, "new"), HANGS)
    assert RESOLVED in same and "resolution_rate" in same
    _, reasons = metric_lock.locked_anew(lock(1, "old"), lock(1, "new"), "", DECISIONS)
    assert len(reasons) == 1 and RESOLVED in reasons[0]
    anew, reasons = metric_lock.locked_anew(lock(1, "old"), lock(1, "new"), "shorter", DECISIONS)
    assert not reasons and anew["models"][RESOLVED] == {"sql": "new", "why": "shorter"}
    assert not metric_lock.changes(anew, lock(1, "new"), HANGS)
    again, reasons = metric_lock.locked_anew(anew, lock(1, "new"), "", DECISIONS)
    assert not reasons and again == anew


def test_another_declaration_asks_for_a_version_and_a_decision() -> None:
    (same,) = metric_lock.changes(lock(1, "x"), lock(1, "x", "b"), HANGS)
    assert "still version 1" in same
    _, refused = metric_lock.locked_anew(lock(1, "x"), lock(1, "x", "b"), "shorter", DECISIONS)
    assert refused == [same]
    _, refused = metric_lock.locked_anew(lock(1, "x"), lock(2, "x", "b"), "shorter", DECISIONS)
    assert len(refused) == 1 and "version 2" in refused[0] and "heading" in refused[0]
    why = "A goodbye is no request"
    anew, refused = metric_lock.locked_anew(lock(1, "x"), lock(2, "x", "b"), why, DECISIONS)
    assert not refused and anew["metrics"]["resolution_rate"]["decision"] == why
    _, refused = metric_lock.locked_anew(lock(2, "x"), lock(1, "x"), why, DECISIONS)
    assert len(refused) == 1 and "only rises" in refused[0]
    _, refused = metric_lock.locked_anew({"metrics": {}, "models": {}}, lock(1, "x"), "", "")
    assert not refused


def test_every_locked_version_has_its_decision() -> None:
    """A lock written around the tool, or a heading that was worded otherwise."""
    reasons = metric_lock.unexplained(metric_lock.read(), metric_lock.DECISIONS.read_text())
    assert not reasons, "\n".join(reasons)
    assert len(metric_lock.unexplained(lock(2, "x"), DECISIONS)) == 1
