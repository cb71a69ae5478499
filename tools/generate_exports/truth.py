"""The truth tables: what the simulator knows by construction and no model may read."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import IO, Any

COLUMNS: dict[str, tuple[str, ...]] = {
    "customers": (
        "person_id",
        "cluster_id",
        "source_system",
        "record_kind",
        "record_id",
        "is_identifiable",
        "identity_profile",
    ),
    "conversations": (
        "source_system",
        "conversation_id",
        "person_id",
        "cluster_id",
        "scenario",
        "topic",
        "is_tagged",
        "in_scope",
        "out_of_scope_why",
        "was_bot_involved",
        "was_human_replied",
        "was_deflected",
        "was_helped",
        "expected_is_resolved",
        "unknown_why",
        "false_deflection_reason",
        "recontact_of",
        "caused_order_id",
    ),
    "orders": (
        "source_system",
        "order_id",
        "person_id",
        "currency",
        "is_in_scope",
        "out_of_scope_why",
        "is_sale",
        "gross_sales",
        "net_sales",
        "refunded_sales",
        "net_revenue",
        "caused_by_conversation_id",
    ),
    "surveys": (
        "source_system",
        "response_id",
        "cluster_id",
        "survey_type",
        "is_answered",
        "is_counted",
        "nps_group",
    ),
    "dirty_records": ("source_system", "object", "file", "line", "what_is_wrong"),
}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Truth:
    """Writes the truth tables row by row; without a folder it writes nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._files: dict[str, IO[str]] = {}
        self._writers: dict[str, Any] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for table, columns in COLUMNS.items():
                handle = open(folder / f"{table}.csv", "w", encoding="utf-8", newline="")
                self._files[table] = handle
                self._writers[table] = csv.writer(handle, lineterminator="\n")
                self._writers[table].writerow(columns)

    def add(self, table: str, **values: Any) -> None:
        """Adds one row; a column that is not given is empty."""
        if self.folder is None:
            return
        unknown = values.keys() - set(COLUMNS[table])
        if unknown:
            raise KeyError(f"{table} has no column {sorted(unknown)}")
        self._writers[table].writerow([_text(values.get(name)) for name in COLUMNS[table]])

    def close(self) -> None:
        """Closes the files."""
        for handle in self._files.values():
            handle.close()


def cents(amount: int | None) -> str:
    """Money as decimal text."""
    if amount is None:
        return ""
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100}.{amount % 100:02d}"
