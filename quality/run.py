"""Runs the suites and prints what they find."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult

from quality.business import EXPECTED
from quality.contracts import load_contracts
from quality.data_docs import Outcome
from quality.mart_suite import agreements_of, lacks, mart_suite
from quality.marts import Mart, built_tables, load_marts
from quality.project import Project
from quality.raw_suite import raw_suite
from quality.raw_tables import (
    RawDatabase,
    RawFile,
    RawTable,
    list_object_files,
    nothing_to_read,
)
from quality.report import failures
from quality.session import Session, Target


class Run:
    """One or both kinds of check in one context."""

    def __init__(self, project: Project, docs: Path | None = None) -> None:
        """``docs`` is the folder for the pages, if there are to be any."""
        self._project = project
        self._session = Session(docs)
        self.outcomes: list[Outcome] = []  # of every suite that was run

    def build_docs(self) -> None:
        """Write the pages of everything that was run."""
        say("docs: writing the pages")
        self._session.build_docs()

    def raw(self) -> int:
        """Check the exports."""
        contracts = load_contracts(self._project.root)
        files = list_object_files(self._project, contracts)
        if not any(files.values()):
            print(nothing_to_read(self._project))
            return 0
        systems = {contract.source_system for contract in contracts}
        for system in sorted(systems):
            absent = [name for name in files if name.startswith(f"{system}/") and not files[name]]
            if absent:
                all_of_it = all(not files[n] for n in files if n.startswith(f"{system}/"))
                objects = ", ".join(name.partition("/")[2] for name in absent)
                print(f"skipped {system}: no files{'' if all_of_it else f' of {objects}'}")
        with tempfile.TemporaryDirectory(prefix="quality_raw_") as folder:
            path = Path(folder) / "exports.duckdb"
            tables = self._read(path, files)
            rate = self._project.quarantine_error_rate
            suites = [(table, raw_suite(table, rate)) for table in tables]
            targets = [
                Target(table.name, "raw", table.view, suite) for table, suite in suites if suite
            ]
            results = self._session.run("raw", path, targets, say)
        return self._conclude("raw", results)

    def _read(self, path: Path, files: dict[str, list[RawFile]]) -> list[RawTable]:
        database = RawDatabase(self._project, path)
        tables: list[RawTable] = []
        for contract in load_contracts(self._project.root):
            if found := files[contract.name]:
                say(f"raw: reading {contract.name}: {len(found)} files")
                tables += database.add(contract, found)
        database.close()
        return tables

    def marts(self) -> int:
        """Check the marts."""
        every = load_marts(self._project.manifest)
        built = built_tables(self._project.warehouse)
        missing = [mart for mart in every if (mart.schema, mart.table) not in built]
        for mart in missing:
            print(f"FAILED  {mart.name}: is not in '{self._project.warehouse}'. Run `dbt build`.")
        marts = {mart.name: mart for mart in every if mart not in missing}
        if not marts:
            print("There is no mart to check.")
            return 1 if missing else 0
        _say_unread(marts)
        targets = []
        for mart in marts.values():
            agreements, skipped = agreements_of(mart, marts)
            for line in skipped:
                print(f"skipped {line}")
            suite = mart_suite(mart, built) + agreements
            targets.append(Target(mart.name, mart.schema, mart.table, suite))
        results = self._session.run("marts", self._project.warehouse, targets, say)
        return self._conclude("marts", results, len(missing))

    def _conclude(
        self,
        what: str,
        results: list[ExpectationSuiteValidationResult],
        other_failures: int = 0,
    ) -> int:

        found = []
        for result in results:
            unmet = failures(result)
            found += unmet
            lines = [one.line for one in unmet]
            self.outcomes.append(Outcome(result.suite_name, len(result.results), lines))
        for one in found:
            print(one.line)
        count = sum(outcome.expectations for outcome in self.outcomes[-len(results) :])
        failed = sum(one.is_error for one in found) + other_failures
        warned = len(found) + other_failures - failed
        print(
            f"{what}: {count} expectations on {len(results)} tables, {failed} failed, "
            f"{warned} warnings"
        )
        return 1 if failed else 0


def _say_unread(marts: dict[str, Mart]) -> None:
    """Name the expectations written by hand that have nothing to look at."""

    for one in EXPECTED:
        mart = marts.get(one.mart)
        if mart is None:
            print(f"skipped {one.mart}.{one.column}: there is no such mart")
        elif missing := lacks(mart, one):
            print(f"skipped {one.mart}.{one.column}: the mart has no column {', '.join(missing)}")


def say(line: str) -> None:
    """Progress goes beside the results."""
    print(line, file=sys.stderr, flush=True)
