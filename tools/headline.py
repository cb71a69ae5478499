"""Prints the four numbers that the warehouse was asked for first, from the published marts.

Sums numerators and denominators of the marts and nothing else: no definition is repeated here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import duckdb

LADDER = """
    select
        coalesce(channel, 'all channels') as "channel",
        sum(conversation_count) as "conversations",
        sum(deflected_count_all) / nullif(sum(deflection_known_count), 0)
            as "deflected, as a vendor counts",
        sum(deflected_count) / nullif(sum(bot_involved_evaluable_count), 0) as "deflected",
        sum(automated_resolution_count) / nullif(sum(bot_involved_evaluable_count), 0)
            as "resolved by bot",
        sum(deflection_gap_count) / nullif(sum(bot_involved_evaluable_count), 0) as "gap",
        sum(false_deflection_count) / nullif(sum(deflected_count), 0) as "false deflection",
        sum(immature_count) + sum(unobservable_count) as "not judged yet"
    from kpi_deflection_vs_resolution
    group by rollup (channel)
    order by channel is null, sum(conversation_count) desc
"""
COMMERCE = """
    select
        (select sum(sold_amount) / nullif(sum(sale_count), 0) from kpi_commerce_daily)
            as "average order value",
        (select sum(repeat_customer_count) / nullif(sum(customer_count), 0)
            from repeat_purchase_cohorts) as "repeat purchase rate",
        (select sum(customer_lifetime_value_amount) / nullif(count(*), 0) from customer_value)
            as "customer lifetime value to date"
"""
RATES = {"deflected, as a vendor counts", "deflected", "resolved by bot", "gap", "false deflection"}
RATES |= {"repeat purchase rate"}


def published_path() -> Path:
    """Where the last good build was published."""
    working = os.environ.get("WAREHOUSE_PATH", "warehouse.duckdb")
    default = working.replace(".duckdb", "") + ".published.duckdb"
    return Path(os.environ.get("PUBLISHED_PATH") or default)


def _shown(name: str, value: object) -> str:
    if value is None:
        return "-"
    if name in RATES:
        return f"{float(str(value)):.1%}"
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def _table(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    rows = [[_shown(n, v) for n, v in zip(names, row, strict=True)] for row in result.fetchall()]
    widths = [max(len(row[i]) for row in [names, *rows]) for i in range(len(names))]
    lines = [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in [names, *rows]
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def main() -> int:
    """Print the headline, or one sentence if nothing was published yet."""
    path = published_path()
    if not path.exists():
        print(f"Nothing is published at {path} yet: run a whole build of which every test passes.")
        return 1
    with duckdb.connect(str(path), read_only=True) as connection:
        print("\nDeflection versus resolution, of conversations a bot took part in\n")
        print(_table(connection, LADDER))
        print("\nCommerce, in the reporting currency\n")
        print(_table(connection, COMMERCE))
    print(f"\nPublished: {path}. What each number means: README.md, 'The numbers'.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
