"""Where things are, and the vars of ``dbt_project.yml``: as dbt sees them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from warehouse.object_storage import is_bucket

DATA_DOCS_DIR = Path(__file__).parent / "data_docs"


class QualityError(Exception):
    """The checks cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Project:
    """A dbt project's folder, its landing zone and its working database."""

    root: Path
    raw_dir: str  # a folder's path or a bucket's address
    warehouse: Path
    quarantine_error_rate: float
    earliest_plausible_date: str

    @property
    def manifest(self) -> Path:
        """What dbt knows of the models, written by its last run."""
        return self.root / os.environ.get("DBT_TARGET_PATH", "target") / "manifest.json"


def load_project(root: Path | None = None) -> Project:
    """Read the project in ``root`` (default: the one this package stands in)."""
    root = root or Path(__file__).resolve().parents[1]
    config: dict[str, Any] = yaml.safe_load((root / "dbt_project.yml").read_text("utf-8"))
    variables = config["vars"]
    raw_dir = variables["raw_dir"] or os.environ.get("RAW_DIR") or "exports/sample"
    return Project(
        root=root,
        raw_dir=raw_dir if is_bucket(raw_dir) else str(root / raw_dir),
        warehouse=root / (os.environ.get("WAREHOUSE_PATH") or "warehouse.duckdb"),
        quarantine_error_rate=float(variables["quarantine_error_rate"]),
        earliest_plausible_date=str(variables["earliest_plausible_date"]),
    )
