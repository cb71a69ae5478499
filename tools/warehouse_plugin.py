"""dbt-duckdb plugin: the few things the build needs that SQL cannot do."""

from __future__ import annotations

from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    """Registers nothing yet."""
