"""What the classification of messages finds of labels that people gave before the rules were made.

`message_labels.csv` holds whole conversations in eight languages, a label for each message; half of
those of the first two writers (a, b) and of the fifth (f) were held back while the rules were written.
A run with `-s` prints the tables of `docs/messages.md`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Warehouse

LABELS = Path(__file__).with_name("message_labels.csv")
MIDNIGHT = datetime(2025, 6, 1)


class Label(NamedTuple):
    """A message, what a person called it, and what the warehouse calls it."""

    part: str
    author: str
    is_asked: bool
    language: str
    kind: str
    found: str
    text: str


def rows() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exports() -> dict[str, list[dict[str, Any]]]:
    """The labelled conversations as a landing zone, without their labels."""
    messages = []
    dialogues = sorted({row["dialogue_id"] for row in rows()})
    for row in rows():
        customer = row["author"] == "customer"
        sent_at = MIDNIGHT + timedelta(minutes=int(row["turn"]))
        messages.append(
            {
                "message_id": f"{row['dialogue_id']}-{row['turn']}",
                "conversation_id": row["dialogue_id"],
                "sent_at": sent_at.isoformat(),
                "author_role": row["author"],
                "author_id": f"p-{row['dialogue_id']}" if customer else row["author"],
                "body": row["text"],
            }
        )
    conversations = [
        {
            "conversation_id": dialogue,
            "customer_id": f"p-{dialogue}",
            "channel": "chat",
            "started_at": MIDNIGHT.isoformat(),
        }
        for dialogue in dialogues
    ]
    agents = [{"agent_id": "bot", "kind": "bot"}, {"agent_id": "agent", "kind": "human"}]
    return {
        "generic/messages.jsonl": messages,
        "generic/conversations.jsonl": conversations,
        "generic/agents.jsonl": agents,
    }


@pytest.fixture(scope="module")
def labels(project: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Label]:
    """Every message that a bot or a customer wrote."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("labels"))
    warehouse.write(exports())
    warehouse.build(["+int_messages_classified"], command="build").built()
    found = dict(
        warehouse.query(
            "select messages.message_id, classified.message_kind "
            "from intermediate.int_messages as messages "
            "inner join intermediate.int_messages_classified as classified using (message_key)"
        )
    )
    asked: set[str] = set()
    labels = []
    for row in rows():
        if row["author"] == "customer":
            asked.add(row["dialogue_id"])
        if row["author"] == "agent":
            continue
        label = Label(
            part=row["part"],
            author=row["author"],
            is_asked=row["dialogue_id"] in asked,
            language=row["language"],
            kind=row["kind"],
            found=found[f"{row['dialogue_id']}-{row['turn']}"],
            text=row["text"],
        )
        labels.append(label)
    return labels


def right(labels: Iterable[Label], judge: Callable[[str], object]) -> float:
    """Share of labels of which the warehouse says the same, as far as `judge` sees."""
    verdicts = [judge(label.kind) == judge(label.found) for label in labels]
    return sum(verdicts) / len(verdicts)


def bots(labels: Iterable[Label], part: str) -> list[Label]:
    """What bots wrote after the customer: before that, by definition, nothing answers."""
    return [
        label for label in labels if label.part == part and label.author == "bot" and label.is_asked
    ]


def customers(labels: Iterable[Label], part: str) -> list[Label]:
    return [
        label
        for label in labels
        if label.part == part
        and label.author == "customer"
        and label.kind in ("request", "closing")
    ]


def is_answer(kind: str) -> bool:
    return kind == "answer"


def is_goodbye(kind: str) -> bool:
    return kind == "closing"


def confusion(labels: Iterable[Label]) -> str:
    """A line a kind: how many, how many found, and what the others were taken for."""
    lines = ["| author | kind | labelled | found | taken for |", "|---|---|---|---|---|"]
    counts = Counter((label.author, label.kind, label.found) for label in labels)
    for author, kind in sorted({(author, kind) for author, kind, _ in counts}):
        found = {f: n for (a, k, f), n in counts.items() if (a, k) == (author, kind)}
        others = ", ".join(
            f"{name} {number}"
            for name, number in sorted(found.items(), key=lambda item: (-item[1], item[0]))
            if name != kind
        )
        total = sum(found.values())
        lines.append(f"| {author} | {kind} | {total} | {found.get(kind, 0)} | {others} |")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("part", "answers", "goodbyes"),
    [
        pytest.param("development", 0.98, 0.94, id="development"),
        pytest.param("held_back", 0.94, 0.90, id="held_back"),
    ],
)
def test_line_is_held(labels: list[Label], part: str, answers: float, goodbyes: float) -> None:
    seen = [label for label in labels if label.part == part]
    answer_share = right(bots(labels, part), is_answer)
    goodbye_share = right(customers(labels, part), is_goodbye)
    exact_share = right(seen, str)
    table = confusion(seen)
    print(
        f"\n{part}: answer or not {answer_share:.3f} of {len(bots(labels, part))}, "
        f"goodbye or request {goodbye_share:.3f} of {len(customers(labels, part))}, "
        f"exactly that kind {exact_share:.3f} of {len(seen)}\n{table}"
    )
    assert answer_share >= answers and goodbye_share >= goodbyes, (
        f"Of the {part} labels {answer_share:.3f} (wanted {answers}) are told answer from no answer "
        f"and {goodbye_share:.3f} (wanted {goodbyes}) goodbye from request: a phrase or a rule that "
        f"changed takes something for what it is not.\n{table}"
    )


def test_labels_are_enough_to_measure_by() -> None:
    counts = Counter((row["part"], row["language"]) for row in rows() if row["author"] != "agent")
    assert len({language for _, language in counts}) == 8
    assert sum(counts.values()) >= 400
    assert all(number >= 25 for number in counts.values()), (
        f"too few labelled messages of a language to hold a line by: {counts}"
    )
