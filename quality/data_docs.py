"""Pages as written, until they are made to stand alone."""

from pathlib import Path


def finish_pages(folder: Path) -> None:
    """Nothing yet."""
