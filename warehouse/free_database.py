"""Says in one sentence what to do if another program holds the warehouse.

DuckDB lets one process write a file at a time; without this, dbt answers with a traceback. Run by
`make build` before dbt, because SQL cannot be asked before the database is open.
"""

from __future__ import annotations

import os
import re
import sys

import duckdb


def main() -> int:
    """Return 0 if the working database can be written, else say who holds it."""
    path = os.environ.get("WAREHOUSE_PATH", "warehouse.duckdb")
    try:
        duckdb.connect(path).close()
    except duckdb.IOException as error:
        holder = re.search(r"PID (\d+)", str(error))
        if holder is None:
            print(f"{path} cannot be opened: {error}", file=sys.stderr)
        else:
            print(
                f"{path} is open in another program (process {holder.group(1)}): close it, and let "
                f"readers open the published file instead, which never blocks a build.",
                file=sys.stderr,
            )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
