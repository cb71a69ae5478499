"""Makes the pages that Great Expectations writes stand alone.

As written they load their style, scripts and even their logo from other people's servers: without
a network they have no layout, and with one each view is told to somebody. What is fetched is taken
out; ``data_docs.css`` beside this module and a few lines of script take its place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_STYLE = Path(__file__).with_suffix(".css")

_FETCHED = re.compile(
    r"""<script\b[^>]*\bsrc=["']https?:[^>]*>\s*</script>"""
    r"""|<link\b[^>]*\bhref=["']https?:[^>]*>"""
    r"""|<img\b[^>]*\bsrc=["']https?:[^>]*>"""
    r"""|<footer\b.*?</footer>""",
    re.DOTALL,
)
_FETCHED_BY_STYLE = re.compile(r"url\(\s*['\"]?https?:[^)]*\)")
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)

# In the place of the pages' own functions of these names, which need a library.
_FILTER = """<script>
function showSucceeded(shown) {
  const marked = ".hide-succeeded-validation-target, .hide-succeeded-validation-target-child";
  document.querySelectorAll(marked).forEach((mark) => {
    const row = mark.closest("tr") || mark;
    row.style.display = shown ? "" : "none";
  });
}
function showAllValidations() { showSucceeded(true); }
function hideSucceededValidations() { showSucceeded(false); }
</script>"""


@dataclass(frozen=True)
class Outcome:
    """How one suite ended, for the front page."""

    suite: str
    expectations: int
    lines: Sequence[str]  # of what was not met


def finish_pages(folder: Path, outcomes: Sequence[Outcome]) -> None:
    """Rewrite every page below ``folder``, and write the front page."""
    style = f"<style>\n{_STYLE.read_text('utf-8')}</style>"
    for page in folder.rglob("*.html"):
        page.write_text(stand_alone(page.read_text("utf-8"), style), "utf-8")
    (folder / "index.html").write_text(_front_page(folder, outcomes, style), "utf-8")
    for unused in ("fonts", "images"):  # of the style that was taken out, and of tutorials
        for file in (folder / "static" / unused).rglob("*"):
            if file.is_file() and file.name != "favicon.ico":
                file.unlink()


def stand_alone(page: str, style: str) -> str:
    """The page without anything that is fetched from elsewhere."""
    page = _FETCHED.sub("", page)
    page = _FETCHED_BY_STYLE.sub("none", page)
    page = _SCRIPT.sub("", page)
    return page.replace("</head>", f"{style}\n{_FILTER}\n</head>", 1)


def _front_page(folder: Path, outcomes: Sequence[Outcome], style: str) -> str:
    """Every suite with its outcome; the one that comes with the pages is made by a script."""
    rows = []
    for outcome in sorted(outcomes, key=lambda one: (not one.lines, one.suite)):
        place = Path("validations", *outcome.suite.split("."), "__none__")
        page = max((folder / place).rglob("*.html")).relative_to(folder).as_posix()
        sign = "fa-times text-danger" if outcome.lines else "fa-check-circle text-success"
        said = "<br>".join(html.escape(line) for line in outcome.lines)
        rows.append(
            f'<tr><td><i class="{sign}"></i></td>'
            f'<td><a href="{html.escape(page)}">{html.escape(outcome.suite)}</a></td>'
            f"<td>{outcome.expectations}</td><td>{said}</td></tr>"
        )
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Data quality</title>{style}</head>
<body><div class="container">
<h1>Data quality</h1>
<p>What is expected of the raw exports and of the marts, and whether it is so.
What is not met comes first; each suite's page has every expectation.</p>
<table class="table">
<thead><tr><th></th><th>Suite</th><th>Expectations</th><th>Not met</th></tr></thead>
<tbody>
{chr(10).join(rows)}
</tbody></table>
</div></body>
</html>
"""
