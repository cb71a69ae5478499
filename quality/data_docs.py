"""Makes the pages that Great Expectations writes stand alone.

As written they load their style, scripts and even their logo from other people's servers: without
a network they have no layout, and with one each view is told to somebody. What is fetched is taken
out; ``data_docs.css`` beside this module and a few lines of script take its place.
"""

from __future__ import annotations

import re
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


def finish_pages(folder: Path) -> None:
    """Rewrite every page below ``folder``."""
    style = f"<style>\n{_STYLE.read_text('utf-8')}</style>"
    for page in folder.rglob("*.html"):
        page.write_text(stand_alone(page.read_text("utf-8"), style), "utf-8")
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
