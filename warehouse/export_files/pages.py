"""Pages of an API as they come: an object with a list of records, and whether another follows.

Python, because which of a page's lists holds the records is told by the object that the file is an
export of, and each record has to stay as it is written in the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from warehouse.export_files.file_text import BLANK
from warehouse.export_files.json_documents import json_object

# A page of an API is an object with a list of records and, beside it, only what says where the page
# stands. The list is named like the object (`tickets`; `comments` of ticket_comments) or as one of
# PAGE_LISTS; other lists are records of other objects, delivered along with it.
PAGE_LISTS = ("data", "results", "items", "records")
PAGE_KEYS = frozenset(
    {
        "type", "object", "url", "uri", "count", "total", "total_count", "total_pages", "pages",
        "page", "per_page", "page_size", "limit", "offset", "next", "previous", "prev", "next_page",
        "previous_page", "next_page_url", "previous_page_url", "first_page_uri", "next_page_uri",
        "previous_page_uri", "start", "end", "end_time", "end_of_stream", "has_more", "cursor",
        "next_cursor", "after_cursor", "before_cursor", "after_url", "before_url", "meta", "links",
        "paging", "pagination", "response_metadata", "facets", "success",
    }
)  # fmt: skip
NEXT_PAGE_KEYS = ("next", "next_page", "next_page_url", "next_page_uri", "next_cursor")


def page_key(record: dict[str, Any], object_name: str) -> str | None:
    """The key of a page's records; None if it is no page."""
    names = [object_name, object_name.rpartition("_")[2]]
    lists = {key for key, value in record.items() if isinstance(value, list)}
    kept = next((name for name in [*names, *PAGE_LISTS] if name in lists), None)
    if kept is None:  # one record in a wrapper of its own: {"ticket": {...}}
        single = [name.removesuffix("s") for name in names if name.endswith("s")]
        kept = next((name for name in single if isinstance(record.get(name), dict)), None)
    elif not all(isinstance(item, dict) for item in record[kept]):
        return None
    if kept is None or not record.keys() - lists - {kept} <= PAGE_KEYS:
        return None
    kind = record.get("type", "list")
    return kept if isinstance(kind, str) and kind.endswith("list") else None


def without_pages(lines: Iterable[str], object_name: str) -> Iterator[str]:
    """Each record of each page on a line, as it is written there; other lines as they are."""
    for line in lines:
        page = json_object(line) if line.lstrip().startswith("{") else None
        key = page_key(page, object_name) if page is not None else None
        if key is not None:
            yield from _records_at(line, key)
        elif line.strip(BLANK):
            yield line


def _records_at(page: str, key: str) -> Iterator[str]:
    """The text of each record below ``key`` of a JSON object."""
    decoder = json.JSONDecoder(strict=False)
    mark = re.compile(r"[\s,:]*")

    def after(position: int) -> int:
        return mark.match(page, position).end()  # type: ignore[union-attr]

    position = after(page.index("{") + 1)
    while not page.startswith("}", position):
        name, end = decoder.raw_decode(page, position)
        position = start = after(end)
        _, end = decoder.raw_decode(page, position)
        position = after(end)
        if name != key:
            continue
        if not page.startswith("[", start):
            yield page[start:end]
            return
        start = after(start + 1)
        while not page.startswith("]", start):
            _, end = decoder.raw_decode(page, start)
            yield page[start:end]
            start = after(end)
        return


def is_continued(page: dict[str, Any]) -> bool:
    """Whether a page says that another one follows, in the words of whoever wrote it.

    Some give the address of a next page at the end too, and say beside it that this is the end.
    """
    meta, links = (
        page[key] if isinstance(page.get(key), dict) else {} for key in ("meta", "links")
    )
    for said in (page.get("has_more"), meta.get("has_more")):
        if isinstance(said, bool):
            return said
    if isinstance(page.get("end_of_stream"), bool):
        return not page["end_of_stream"]
    paging = [page[key] for key in ("pages", "paging", "pagination") if key in page]
    nested = [place.get("next") for place in (links, *paging) if isinstance(place, dict)]
    return any(page.get(key) for key in NEXT_PAGE_KEYS) or any(nested)
