"""Exports as companies have them, each with answers worked out by hand: `tests/cases/README.md`.

A group of cases is one landing zone and one build; each line of its `expected.csv` is one test.
"""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import PROJECT, Project, Warehouse

CASES = PROJECT / "tests" / "cases"


class Question(NamedTuple):
    """One line of an `expected.csv`."""

    group: str
    case: str
    question: str
    answer: str
    because: str


def groups() -> list[str]:
    return sorted(path.parent.name for path in CASES.glob("*/expected.csv"))


def questions() -> list[Question]:
    found = []
    for group in groups():
        with (CASES / group / "expected.csv").open(encoding="utf-8", newline="") as file:
            found += [Question(group, **line) for line in csv.DictReader(file)]
    return found


def settings(group: str) -> dict[str, Any]:
    path = CASES / group / "settings.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def asked_of(group: str) -> list[str]:
    """The tables that a group's questions read."""
    words = " ".join(asked.question for asked in questions() if asked.group == group)
    return sorted(set(re.findall(r"\b(?:from|join)\s+\w+\.(\w+)", words)))


@pytest.fixture(scope="session")
def built_group(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The warehouse of a group, built when its first question is asked."""

    @cache
    def build(group: str) -> Warehouse:
        raw_dir: Path = CASES / group / "raw"
        warehouse = Warehouse(project, tmp_path_factory.mktemp(group), raw_dir)
        tests = (
            ["resource_type:test"]
            if settings(group).get("green")
            else settings(group).get("tests", [])
        )
        is_heard = any(settings(group).get(key) for key in ("green", "messages", "tests"))
        tables = [""] if is_heard else [f"+{name}," for name in asked_of(group)]
        models = [f"{t}resource_type:{kind}" for t in tables for kind in ("model", "seed")]
        return warehouse.build([*models, *tests], settings(group).get("vars"), tests="empty")

    return lambda group: build(group).built()


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: f"{asked.group}/{asked.case}")
def test_answer(built_group: Any, asked: Question) -> None:
    rows = built_group(asked.group).query(asked.question)
    assert len(rows) == 1 and len(rows[0]) == 1, f"not one value: {asked.question}"
    value = rows[0][0]
    answer = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    assert answer == asked.answer, (
        f"{asked.group}/{asked.case} gives {answer or 'NULL'} and not {asked.answer or 'NULL'}, "
        f"because {asked.because}\n{asked.question}"
    )


@pytest.mark.parametrize("group", [group for group in groups() if settings(group).get("messages")])
def test_build_says(built_group: Any, group: str) -> None:
    said = built_group(group).output
    for message in settings(group)["messages"]:
        assert message in said, f"the build of {group} does not say {message!r}:\n{said}"


@pytest.mark.parametrize("group", [group for group in groups() if settings(group).get("green")])
def test_build_is_green(built_group: Any, group: str) -> None:
    """Nothing in it is a reason not to publish: what is wrong with it is listed or warned of."""
    states = built_group(group).not_green()
    assert not {name: state for name, state in states.items() if state != "warn"}
