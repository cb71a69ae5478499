"""dbt-duckdb plugin: makes Python functions callable from the warehouse's SQL.

``profiles.yml`` names this module; dbt-duckdb loads it once and calls it for every connection. It
is Python because that is what dbt-duckdb loads. What the functions do stands in the modules that
register them.
"""

from __future__ import annotations

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from warehouse import landing_functions, publishing


class Plugin(BasePlugin):
    """What dbt-duckdb loads by the module's name."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Called by dbt-duckdb with the connection that the build's cursors come from."""
        landing_functions.register_functions(conn)
        publishing.register_functions(conn)
