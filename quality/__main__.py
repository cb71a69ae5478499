"""``python -m quality raw | marts | docs``: exit 0 if every expectation is met, 1 if not."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from quality.contracts import load_contracts
from quality.data_docs import Outcome, finish_pages
from quality.marts import Mart, built_tables, load_marts
from quality.project import DATA_DOCS_DIR, Project, QualityError, load_project
from quality.raw_tables import RawDatabase, RawFile, RawTable, list_object_files

if TYPE_CHECKING:  # imported when there is something to check: the library takes seconds to load
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
    )

    from quality.session import Session


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m quality", description=__doc__)
    parser.add_argument(
        "what",
        choices=["raw", "marts", "docs"],
        help="raw: the exports in RAW_DIR; marts: the built marts in WAREHOUSE_PATH; "
        "docs: both, with the results as a web page",
    )
    parser.add_argument("--out", type=Path, default=DATA_DOCS_DIR, help="folder for the page")
    chosen = parser.parse_args(arguments)
    try:
        project = load_project(root)
        if chosen.what == "docs":
            return _docs(project, chosen.out.resolve())
        return _Run(project).raw() if chosen.what == "raw" else _Run(project).marts()
    except QualityError as problem:
        print(f"FAILED  {problem}")
        return 1


def _docs(project: Project, out: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="quality_docs_") as folder:
        pages = Path(folder) / "pages"
        run = _Run(project, pages)
        code = run.raw()
        if project.manifest.is_file() and project.warehouse.is_file():
            code = max(code, run.marts())
        else:
            print("skipped marts: nothing is built yet, run `dbt build`")
        if not run.outcomes:
            print("Nothing was checked, so there is no page to write.")
            return code
        _say("docs: writing the page")
        run.session().build_docs()
        finish_pages(pages, run.outcomes)
        _replace_folder(pages, out)
    print(f"Data Docs: {out / 'index.html'}")
    return code


def _replace_folder(pages: Path, out: Path) -> None:
    """Put the pages in the place of former ones, and of nothing else."""
    if out.is_dir() and any(out.iterdir()):
        if not (out / "index.html").is_file() or not (out / "validations").is_dir():
            raise QualityError(f"'{out}' holds something else than Data Docs: name another --out.")
        shutil.rmtree(out)
    shutil.copytree(pages, out, dirs_exist_ok=True)


class _Run:
    """One or both kinds of check in one context."""

    def __init__(self, project: Project, docs: Path | None = None) -> None:
        self._project = project
        self._docs = docs
        self._session: Session | None = None
        self.outcomes: list[Outcome] = []  # of every suite that was run

    def session(self) -> Session:
        """The context, made when first needed."""
        if self._session is None:
            _say("loading Great Expectations")
            from quality.session import Session

            self._session = Session(self._docs)
        return self._session

    def raw(self) -> int:
        """Check the exports."""
        contracts = load_contracts(self._project.root)
        files = list_object_files(self._project, contracts)
        if not any(files.values()):
            print(
                f"The landing zone '{self._project.raw_dir}' holds no export of a known object: "
                "there is nothing to check."
            )
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
            session = self.session()
            from quality.raw_suite import raw_suite
            from quality.session import Target

            rate = self._project.quarantine_error_rate
            suites = [(table, raw_suite(table, rate)) for table in tables]
            targets = [
                Target(table.name, "raw", table.view, suite) for table, suite in suites if suite
            ]
            results = session.run("raw", path, targets, _say)
        return self._conclude("raw", results)

    def _read(self, path: Path, files: dict[str, list[RawFile]]) -> list[RawTable]:
        database = RawDatabase(self._project, path)
        tables: list[RawTable] = []
        for contract in load_contracts(self._project.root):
            if found := files[contract.name]:
                _say(f"raw: reading {contract.name}: {len(found)} files")
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
        session = self.session()
        from quality.mart_suite import agreements_of, mart_suite
        from quality.session import Target

        _say_unread(marts)
        targets = []
        for mart in marts.values():
            agreements, skipped = agreements_of(mart, marts)
            for line in skipped:
                print(f"skipped {line}")
            suite = mart_suite(mart, built) + agreements
            targets.append(Target(mart.name, mart.schema, mart.table, suite))
        results = session.run("marts", self._project.warehouse, targets, _say)
        return self._conclude("marts", results, len(missing))

    def _conclude(
        self,
        what: str,
        results: list[ExpectationSuiteValidationResult],
        other_failures: int = 0,
    ) -> int:
        from quality.report import failures

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
    from quality.business import EXPECTED
    from quality.mart_suite import lacks

    for one in EXPECTED:
        mart = marts.get(one.mart)
        if mart is None:
            print(f"skipped {one.mart}.{one.column}: there is no such mart")
        elif missing := lacks(mart, one):
            print(f"skipped {one.mart}.{one.column}: the mart has no column {', '.join(missing)}")


def _say(line: str) -> None:
    """Progress goes beside the results."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
