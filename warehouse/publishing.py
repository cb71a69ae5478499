"""What publishing does to files: a finished one takes another's place in one step.

SQL writes the published file and the Parquet files beside it. This module is Python because SQL can
neither rename a file, so that whoever opens it sees the former state or the new one, nor remove it.
"""

from __future__ import annotations

import os
import shutil

import duckdb
from duckdb import DuckDBPyConnection
from duckdb.sqltypes import VARCHAR

from warehouse.landing_functions import OUTSIDE
from warehouse.object_storage import upload


def replace_file(source: str, target: str) -> str:
    """Put ``source`` in the place of ``target``, in one step for whoever opens ``target``."""
    os.makedirs(os.path.dirname(os.path.abspath(target)), exist_ok=True)
    os.replace(source, target)
    return target


def replace_folder(source: str, target: str) -> str:
    """Put the files of ``source`` in the place of those of ``target``, each in one step."""
    os.makedirs(target, exist_ok=True)
    names = set(os.listdir(source))
    for name in sorted(names):
        os.replace(os.path.join(source, name), os.path.join(target, name))
    for name in set(os.listdir(target)) - names:
        os.remove(os.path.join(target, name))
    os.rmdir(source)
    return target


def make_folder(path: str) -> str:
    """An empty folder at ``path``."""
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def remove_file(path: str) -> str:
    """No file at ``path``, whether or not there was one."""
    for name in (path, f"{path}.wal"):
        if os.path.exists(name):
            os.remove(name)
    return path


def register_functions(conn: DuckDBPyConnection) -> None:
    """Make what the publisher calls known to a connection."""
    uploaded = duckdb.struct_type({"problem": VARCHAR, "left_over": duckdb.list_type(VARCHAR)})
    for two_places in (replace_file, replace_folder):
        conn.create_function(
            two_places.__name__, two_places, [VARCHAR, VARCHAR], VARCHAR, **OUTSIDE
        )
    for place in (make_folder, remove_file):
        conn.create_function(place.__name__, place, [VARCHAR], VARCHAR, **OUTSIDE)
    conn.create_function("upload", upload, [VARCHAR, VARCHAR, VARCHAR], uploaded, **OUTSIDE)
