"""What loaders such as Airbyte and Singer put around records: wrappers, and lines of their own.

The database takes the wrappers off (macros/landing) by the keys that stand here. Python, because
whether a file is a loader's is told by its first readable record, before it is read.
"""

from __future__ import annotations

from typing import Any

from warehouse.export_files.file_text import text_lines
from warehouse.export_files.json_documents import json_object

# Keys that a loader wraps around a record. A record is unwrapped only if it has no others.
ENVELOPE_KEYS = frozenset(
    {
        "type", "stream", "namespace", "record", "data", "emitted_at", "version", "time_extracted",
        "_airbyte_raw_id", "_airbyte_ab_id", "_airbyte_data", "_airbyte_emitted_at",
        "_airbyte_extracted_at", "_airbyte_loaded_at", "_airbyte_meta", "_airbyte_generation_id",
    }
)  # fmt: skip
PAYLOAD_KEYS = ("data", "record", "_airbyte_data")
# A loader's own lines between the records: one of these types, and no key but these.
CONTROL_TYPES = frozenset(
    {"SCHEMA", "STATE", "ACTIVATE_VERSION", "LOG", "TRACE", "CATALOG", "SPEC"}
)
CONTROL_KEYS = ENVELOPE_KEYS | {
    "schema", "key_properties", "bookmark_properties", "value", "state", "log", "trace", "catalog",
    "spec", "metadata",
}  # fmt: skip


def envelope_keys() -> list[str]:
    """The keys that a loader wraps around a record."""
    return sorted(ENVELOPE_KEYS)


def control_types() -> list[str]:
    """The types of a loader's lines that hold no record."""
    return sorted(CONTROL_TYPES)


def control_keys() -> list[str]:
    """The keys that such a line has; one with another key is a record."""
    return sorted(CONTROL_KEYS)


def is_envelope(record: dict[str, Any]) -> bool:
    """Whether a record is a loader's: one in a wrapper, or a line of the loader's own."""
    if _is_control(record):
        return True
    return record.keys() <= ENVELOPE_KEYS and any(key in record for key in PAYLOAD_KEYS)


def _is_control(record: dict[str, Any]) -> bool:
    kind = record.get("type")
    return isinstance(kind, str) and kind in CONTROL_TYPES and record.keys() <= CONTROL_KEYS


def control_lines(path: str) -> int:
    """Lines of a loader's file that hold no record: SCHEMA, STATE and the like."""
    records = (json_object(line) for line in text_lines(path) if '"type"' in line)
    return sum(1 for record in records if record is not None and _is_control(record))
