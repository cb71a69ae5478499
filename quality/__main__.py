"""``python -m quality raw | marts | docs``: exit 0 if every expectation is met, 1 if not."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from quality.contracts import load_contracts
from quality.data_docs import finish_pages
from quality.project import DATA_DOCS_DIR, Project, QualityError, load_project
from quality.raw_tables import list_landing_zone, nothing_to_read, of_no_object

if TYPE_CHECKING:
    from quality.run import Run


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
        return _raw(project) if chosen.what == "raw" else _marts(project)
    except QualityError as problem:
        print(f"FAILED  {problem}")
        return 1


# Great Expectations takes seconds to load: only what needs it imports `quality.run`.


def _raw(project: Project, run: Run | None = None) -> int:
    files, unrecognised = list_landing_zone(project, load_contracts(project.root))
    if unrecognised:
        print(of_no_object(unrecognised))
    if not any(files.values()):
        print(nothing_to_read(project))
        # Files are there, and none is recognised: a folder too high or too low.
        return 1 if unrecognised else 0
    from quality.run import Run

    return (run or Run(project)).raw()


def _marts(project: Project) -> int:
    from quality.run import Run

    return Run(project).marts()


def _docs(project: Project, out: Path) -> int:
    from quality.run import Run

    with tempfile.TemporaryDirectory(prefix="quality_docs_") as folder:
        pages = Path(folder) / "pages"
        run = Run(project, pages)
        code = _raw(project, run)
        if project.manifest.is_file() and project.warehouse.is_file():
            code = max(code, run.marts())
        else:
            print("skipped marts: nothing is built yet, run `dbt build`")
        if not run.outcomes:
            print("Nothing was checked, so there is no page to write.")
            return code
        run.build_docs()
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


if __name__ == "__main__":
    sys.exit(main())
