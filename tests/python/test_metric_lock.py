"""No definition changes unnoticed: metrics.lock says what each metric is computed by."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Project

from tools import metric_lock

RESOLVED = "int_conversations_resolved"


@pytest.fixture(scope="module")
def compiled(project: Project) -> tuple[Any, dict[str, str]]:
    return metric_lock.compiled_project(project.workspace / "profiles", project.parsed())


@pytest.fixture(scope="module")
def current(compiled: tuple[Any, dict[str, str]]) -> metric_lock.Lock:
    return metric_lock.definitions(*compiled)


def changed_by(
    compiled: tuple[Any, dict[str, str]], current: metric_lock.Lock, model: str, old: str, new: str
) -> set[str]:
    """The metrics whose definition another text in a model's SQL changes."""
    manifest, sql = compiled
    assert old in sql[model], f"{model} has no {old!r} any more: choose another text for this test"
    altered = metric_lock.definitions(manifest, sql | {model: sql[model].replace(old, new, 1)})
    return {name for name in current if altered[name]["models"] != current[name]["models"]}


def test_no_metric_changed_without_a_version(current: metric_lock.Lock) -> None:
    changes = metric_lock.changes(metric_lock.read(), current)
    assert not changes, "\n".join(changes)


def test_a_changed_flag_changes_what_counts_it(
    compiled: tuple[Any, dict[str, str]], current: metric_lock.Lock
) -> None:
    changed = changed_by(
        compiled, current, "int_conversations_counted",
        "is_bot_involved and is_evaluable) and (is_deflected)",
        "is_bot_involved and is_matured) and (is_deflected)",
    )
    assert changed == {"deflection_rate"}


def test_a_change_far_below_reaches_the_metrics_it_matters_to(
    compiled: tuple[Any, dict[str, str]], current: metric_lock.Lock
) -> None:
    changed = changed_by(compiled, current, "fct_orders", "is_sale", "is_sale and true as is_sale")
    assert "average_order_value" in changed and "resolution_rate" not in changed
    changed = changed_by(
        compiled, current, "int_survey_responses_scored", "<= 0.25", "<= 0.3")
    assert "resolution_rate" in changed and "average_order_value" not in changed


def test_a_filter_counts_as_much_as_a_column(
    compiled: tuple[Any, dict[str, str]], current: metric_lock.Lock
) -> None:
    changed = changed_by(compiled, current, "fct_conversations", "where is_in_scope", "where true")
    assert "resolution_rate" in changed and "average_order_value" not in changed


def test_a_comment_changes_nothing(
    compiled: tuple[Any, dict[str, str]], current: metric_lock.Lock
) -> None:
    assert not changed_by(
        compiled, current, "int_conversations_counted", "with", "-- Another comment.\nwith")


def lock(version: int, sql: str) -> metric_lock.Lock:
    return {"resolution_rate": {"version": version, "definition": "a", "models": {RESOLVED: sql}}}


def test_a_change_asks_for_a_version_and_a_decision() -> None:
    same = metric_lock.changes(lock(1, "old"), lock(1, "new"))
    assert len(same) == 1 and RESOLVED in same[0] and "version 1" in same[0]
    assert metric_lock.undecided(lock(1, "old"), lock(1, "new"), "`resolution_rate` v1") == same
    raised = metric_lock.undecided(lock(1, "old"), lock(2, "new"), "nothing about `resolution_rate`")
    assert len(raised) == 1 and "`resolution_rate` v2" in raised[0]
    assert not metric_lock.undecided(lock(1, "old"), lock(2, "new"), "- `resolution_rate` v2: why")
    assert not metric_lock.undecided(lock(1, "old"), lock(1, "old"), "")
    assert not metric_lock.undecided({}, lock(1, "new"), "")
    lowered = metric_lock.undecided(lock(2, "old"), lock(1, "new"), "`resolution_rate` v2")
    assert len(lowered) == 1 and "only rises" in lowered[0]


def test_every_locked_version_has_its_decision() -> None:
    """A lock written around the tool, or an entry that was lost."""
    reasons = metric_lock.unexplained(metric_lock.read(), metric_lock.DECISIONS.read_text())
    assert not reasons, "\n".join(reasons)
    assert len(metric_lock.unexplained(lock(2, "a"), "`resolution_rate` v20")) == 1
