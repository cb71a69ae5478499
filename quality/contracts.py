"""The raw contracts, read from ``models/landing/<source>/_<source>__sources.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Field:
    """One field of a record, or of the objects in a list of it."""

    name: str
    data_type: str
    path: str
    required: bool = False
    personal: bool = False
    event_time: bool = False
    format: str = "iso_8601"
    values: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()  # other words for them
    identifier: bool = False
    fields: tuple[Field, ...] = ()  # of the objects, where data_type is list

    @property
    def is_identifier(self) -> bool:
        """Whether it names a record, a person or a place to write to: as the landing macro says."""
        return (
            self.data_type == "varchar"
            and not self.values
            and (self.identifier or self.name == "id" or self.name.endswith("_id"))
        )

    @property
    def is_closed(self) -> bool:
        """Whether a word that is not in the list rejects the record."""
        return bool(self.values) and self.required and "other" not in self.values

    @property
    def is_typed(self) -> bool:
        """Whether not every text is a value of it."""
        types = ("bigint", "decimal", "boolean", "timestamp", "date")
        return self.data_type in types or self.format == "currency_code"

    @property
    def type_in_words(self) -> str:
        """What its text is expected to be, for a message."""
        if self.data_type == "timestamp":
            return f"timestamp ({self.format})"
        if self.format == "currency_code":
            return "currency code"
        return self.data_type


@dataclass(frozen=True)
class Contract:
    """What is agreed about one object of a source system."""

    source_system: str
    object_name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    version: str | None
    occurred: str | None
    deleted_when: str | None
    file: str  # the YAML, relative to the project

    @property
    def name(self) -> str:
        """The object as people see it in the landing zone: ``zendesk/tickets``."""
        return f"{self.source_system}/{self.object_name}"


def load_contracts(root: Path) -> list[Contract]:
    """Every raw contract of the project, by system and object."""
    contracts = []
    for file in sorted(root.glob("models/landing/*/_*__sources.yml")):
        for source in yaml.safe_load(file.read_text("utf-8"))["sources"]:
            for table in source["tables"]:
                where = file.relative_to(root).as_posix()
                contracts.append(_contract(source["name"], table, where))
    return sorted(contracts, key=lambda contract: contract.name)


def _contract(source_system: str, table: dict[str, Any], file: str) -> Contract:
    meta = table["config"]["meta"]
    return Contract(
        source_system=source_system,
        object_name=table["name"],
        fields=tuple(
            _field({**column.get("config", {}).get("meta", {}), **_named(column)})
            for column in table["columns"]
        ),
        key=tuple(meta["key"]),
        version=meta.get("version"),
        occurred=meta.get("occurred"),
        deleted_when=meta.get("deleted_when"),
        file=file,
    )


def _named(column: dict[str, Any]) -> dict[str, Any]:
    return {"name": column["name"], "data_type": column["data_type"]}


def _field(entry: dict[str, Any]) -> Field:
    return Field(
        name=entry["name"],
        data_type=entry["data_type"],
        path=entry.get("path") or entry["name"],
        required=entry.get("required") is True,
        personal=entry.get("personal") is True,
        event_time=entry.get("event_time") is True,
        format=entry.get("format") or "iso_8601",
        values=tuple(str(value).lower() for value in entry.get("values") or ()),
        synonyms=tuple((entry.get("synonyms") or {}).items()),
        identifier=entry.get("identifier") is True,
        fields=tuple(_field(part) for part in entry.get("fields") or ()),
    )
