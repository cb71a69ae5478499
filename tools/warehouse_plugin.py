"""dbt-duckdb plugin: makes Python functions callable from the warehouse's SQL.

``profiles.yml`` names this module; dbt-duckdb loads it once and calls it for every connection. What
landing calls stands in :mod:`landing_functions`; here is what publishing needs besides.
"""

from __future__ import annotations

import os
import shutil

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection
from duckdb.sqltypes import VARCHAR

from tools import export_files, landing_functions
from tools.landing_functions import OUTSIDE


def _make_folder(path: str) -> str:
    """An empty folder at ``path``."""
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def _remove_file(path: str) -> str:
    """No file at ``path``, whether or not there was one."""
    for name in (path, f"{path}.wal"):
        if os.path.exists(name):
            os.remove(name)
    return path


def register_functions(conn: DuckDBPyConnection) -> None:
    """Make the functions that the landing macros and the publisher call known to a connection."""
    landing_functions.register_functions(conn)
    for name in ("replace_file", "replace_folder"):
        function = getattr(export_files, name)
        conn.create_function(name, function, [VARCHAR, VARCHAR], VARCHAR, **OUTSIDE)
    conn.create_function("remove_file", _remove_file, [VARCHAR], VARCHAR, **OUTSIDE)
    conn.create_function("make_folder", _make_folder, [VARCHAR], VARCHAR, **OUTSIDE)


class Plugin(BasePlugin):
    """What dbt-duckdb loads by the module's name."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Called by dbt-duckdb with the connection that the build's cursors come from."""
        register_functions(conn)
