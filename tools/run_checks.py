"""Everything that guards the warehouse, two checks at a time, each printed whole when it ends.

`python -m tools.run_checks` runs all, `python -m tools.run_checks lint` the static ones. All checks
run even if one fails, so that one run shows everything; the exit code is 1 if any did.

The Python tests take most of the time and little more than one processor, so they start first and
the others run beside them, one after the other; those of Spark, the longest, are one of the others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import dbt

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent
SPARK_TESTS = "tests/python/test_spark.py"
DBT_SCHEMAS = Path(dbt.__path__[0]) / "jsonschemas" / "resources"


@dataclass
class Check:
    """One command, and what to do if it fails."""

    name: str
    command: list[str]
    remedy: str
    environment: dict[str, str] = field(default_factory=dict)


def _tracked(*patterns: str) -> list[str]:
    """Files of the project that match, whether or not git knows them yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted({name for name in listed.stdout.split("\n") if name and (ROOT / name).exists()})


def _static_checks(workspace: Path, processes: int) -> list[Check]:
    yaml = _tracked("*.yml", "*.yaml")
    resources = [
        name
        for name in _tracked("models/*.yml", "seeds/*.yml")
        if not Path(name).name.startswith("sem_")
    ]
    schema = str(DBT_SCHEMAS / "latest.json")
    return [
        Check(
            "sql style",
            ["sqlfluff", "lint", "--processes", str(processes), "models", "tests", "analyses"],
            "Run .venv/bin/sqlfluff fix on the files named, and read the rest.",
            # Linting compiles and asks the database nothing; two processes could not share a file,
            # nor what dbt parsed.
            {"WAREHOUSE_PATH": ":memory:", "DBT_TARGET_PATH": str(workspace / "lint")},
        ),
        Check(
            "python style",
            ["ruff", "check", "."],
            "Run .venv/bin/ruff check --fix . and read the rest.",
        ),
        Check(
            "python types",
            ["mypy", "warehouse", "tools", "quality"],
            "Correct the types mypy names.",
        ),
        Check("yaml style", ["yamllint", "-s", *yaml], "Correct the lines yamllint names."),
        Check(
            "yaml keys",
            ["check-jsonschema", "--schemafile", schema, *resources],
            "A key is misspelt or out of place, and dbt would ignore it: correct it.",
        ),
    ]


def _build_checks(workspace: Path) -> list[Check]:
    """Checks that need a warehouse, built over the sample in a workspace of its own."""
    shutil.copy(ROOT / "profiles.example.yml", workspace / "profiles.yml")
    environment = {
        "DBT_PROFILES_DIR": str(workspace),
        "WAREHOUSE_PATH": str(workspace / "warehouse.duckdb"),
        "RAW_DIR": "exports/sample",
    }
    return [
        Check(
            "python tests",
            ["pytest", "--durations=10", f"--ignore={SPARK_TESTS}"],
            "Read the failing test's message.",
            environment,
        ),
        Check(
            "spark against duckdb",
            ["pytest", "-rs", SPARK_TESTS],
            "Read the failing test's message.",
            environment,
        ),
        Check(
            "exports against their contract",
            ["python", "-m", "quality", "raw"],
            "Read the lines above: file, column and what to do stand there.",
            environment,
        ),
    ]


def _run(check: Check) -> bool:
    print(f"-- {check.name} ...", flush=True)
    started = time.monotonic()
    program, *arguments = check.command
    done = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=ROOT,
        env=os.environ | {"DBT_PROFILES_DIR": str(ROOT)} | check.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    passed = done.returncode == 0
    verdict = "ok" if passed else f"FAILED. {check.remedy}"
    seconds = time.monotonic() - started
    # In one call, so that what ends at the same moment is not mixed.
    output = done.stdout.decode(errors="replace")
    print(f"{output}-- {check.name}: {verdict} ({seconds:.0f} s)\n", end="", flush=True)
    return passed


def main(arguments: list[str]) -> int:
    """Run the checks; return the number of a process: 0 if all passed."""
    with tempfile.TemporaryDirectory(prefix="warehouse_checks_") as name:
        workspace = Path(name)
        if "lint" in arguments:
            checks = _static_checks(workspace, processes=2)
        else:
            checks = [*_build_checks(workspace), *_static_checks(workspace, processes=1)]
        with ThreadPoolExecutor(max_workers=2) as pool:
            passed = list(pool.map(_run, checks))
    failed = [check.name for check, good in zip(checks, passed, strict=True) if not good]
    if failed:
        print(f"Failed: {', '.join(failed)}")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
