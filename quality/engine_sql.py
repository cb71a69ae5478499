"""SQL of the landing's own macros, so that what is accepted is said in one place only.

The macros called here only put text together, so plain Jinja renders them without dbt.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from quality.contracts import Field

_FILES = ("engine/parse.sql", "landing/contract.sql", "landing/batch.sql", "landing/records.sql")


class _Returned(Exception):  # noqa: N818, it is no error
    """Carries what a macro gives to dbt's ``return``."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _give_back(value: Any) -> None:
    raise _Returned(value)


class _Raise:
    """Stands in for dbt's ``exceptions``."""

    @staticmethod
    def raise_compiler_error(message: str) -> None:
        raise ValueError(message)


# Stands in for dbt's ``model``: whose batch it is.
_MODEL = {"name": "quality"}


class EngineSql:
    """The macros of ``macros/engine/parse.sql`` and ``macros/landing`` that are pure text."""

    def __init__(self, root: Path) -> None:
        """Read the macros of the project in ``root``."""
        environment = jinja2.Environment(
            extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined
        )
        # A macro may call one of another file: all of them are known to all.
        environment.globals.update({"return": _give_back, "exceptions": _Raise, "model": _MODEL})
        for name in _FILES:
            source = (root / "macros" / name).read_text("utf-8")
            module = environment.from_string(source).module
            found = {key: value for key, value in vars(module).items() if not key.startswith("_")}
            environment.globals.update(found)
        self._macros: Mapping[str, Any] = environment.globals

    def call(self, macro: str, *arguments: Any) -> Any:
        """The macro's text, or the value it returns."""
        try:
            return str(self._macros[macro](*arguments)).strip()
        except _Returned as returned:
            return returned.value

    def text(self, raw: str) -> str:
        """The raw text, NULL where it is empty: an empty string is a missing value."""
        return str(self.call("parse_varchar", raw))

    def identifier(self, raw: str) -> str:
        """The raw text, NULL where it is a word for nothing as well."""
        return str(self.call("parse_identifier", raw))

    def word(self, raw: str, field: Field) -> str:
        """The word of the contract's list that a text stands for."""
        known = {
            "values": list(field.values),
            "synonyms": dict(field.synonyms),
            "required": field.required,
        }
        return str(self.call("parse_word", raw, known))

    def value(self, raw: str, data_type: str, timestamp_format: str) -> str:
        """The typed value; NULL if missing or not accepted."""
        if data_type == "timestamp":
            return str(self.call("parse_timestamp", raw, timestamp_format))
        if timestamp_format == "currency_code":
            return str(self.call("parse_currency_code", raw))
        return str(self.call(f"parse_{data_type}", raw))
