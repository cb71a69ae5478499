"""Prints the four numbers that the warehouse was asked for first, from the published marts.

Sums numerators and denominators of the marts and nothing else: no definition is repeated here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import duckdb

# Every share of the table is over the same conversations: a bot took part, and they can be judged.
LADDER = """
    select
        coalesce(channel, 'all channels') as "channel",
        sum(bot_involved_evaluable_count) as "judged, with a bot",
        sum(deflected_count) / nullif(sum(bot_involved_evaluable_count), 0) as "deflected",
        sum(automated_resolution_count) / nullif(sum(bot_involved_evaluable_count), 0)
            as "resolved by the bot",
        sum(deflection_gap_count) / nullif(sum(bot_involved_evaluable_count), 0) as "gap",
        sum(false_deflection_count) / nullif(sum(bot_involved_evaluable_count), 0)
            as "not resolved at all"
    from kpi_deflection_vs_resolution
    group by rollup (channel)
    having sum(bot_involved_evaluable_count) > 0 or channel is null
    order by channel is null, sum(bot_involved_evaluable_count) desc, channel
"""
COUNTS = """
    select
        coalesce(sum(conversation_count), 0) as conversations,
        coalesce(sum(conversation_count) - sum(evaluable_count), 0) as unjudged,
        coalesce(sum(immature_count), 0) as immature,
        coalesce(sum(bot_involved_evaluable_count), 0) as judged_with_bot,
        coalesce(sum(deflected_count), 0) as deflected,
        coalesce(sum(automated_resolution_count), 0) as resolved_by_bot,
        coalesce(sum(deflection_gap_count), 0) as gap,
        coalesce(sum(false_deflection_count), 0) as falsely_deflected,
        coalesce(sum(deflected_count_all), 0) as deflected_of_all,
        coalesce(sum(deflection_known_count), 0) as matured
    from kpi_deflection_vs_resolution
"""
EXPORTS = """
    select
        (select max(started_date) from fct_conversations) as conversations_until,
        (select max(ordered_date) from fct_orders) as orders_until,
        coalesce(sum(exported_rows), 0) as exported,
        coalesce(sum(quarantined_rows), 0) as quarantined,
        arg_max(
            source_system || '/' || object_name || ' (' || source_instance || ')', quarantined_rows
        ) as most_quarantined
    from source_accounting
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
RATES = {"deflected", "resolved by the bot", "gap", "not resolved at all", "repeat purchase rate"}


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


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return dict(zip(names, result.fetchall()[0], strict=True))


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.1%})" if whole else f"{part:,} of none"


def ladder_in_words(counts: dict[str, Any]) -> list[str]:
    """What the columns of the table mean, with the numbers behind them."""
    return [
        "deflected            a bot wrote and nobody of the team replied: "
        + _share(counts["deflected"], counts["judged_with_bot"]),
        "resolved by the bot  deflected, nobody asked for a person, and it stood: "
        + _share(counts["resolved_by_bot"], counts["judged_with_bot"]),
        "gap                  deflected less resolved by the bot: "
        + _share(counts["gap"], counts["judged_with_bot"]),
        "not resolved at all  that part of the gap, the false deflections: "
        + _share(counts["falsely_deflected"], counts["deflected"])
        + " of the deflected",
        "A vendor would show, over all conversations, with a bot or without: "
        + _share(counts["deflected_of_all"], counts["matured"]),
    ]


def limits_in_words(counts: dict[str, Any], exports: dict[str, Any]) -> list[str]:
    """How far the data go, and what none of the numbers says."""
    lines = [
        f"Conversations go up to {exports['conversations_until'] or 'none'}, "
        f"orders up to {exports['orders_until'] or 'none'}.",
        f"{_share(counts['unjudged'], counts['conversations'])} conversations cannot be judged, "
        f"{counts['immature']:,} of them not yet.",
        f"{_share(exports['quarantined'], exports['exported'])} exported rows could not be used",
    ]
    if exports["quarantined"]:
        lines[-1] += f", most of {exports['most_quarantined']} (rejections_by_reason)"
    lines[-1] += "."
    return lines


def main() -> int:
    """Print the headline, or one sentence if nothing was published yet."""
    path = published_path()
    if not path.exists():
        print(f"Nothing is published at {path} yet: run a whole build of which every test passes.")
        return 1
    with duckdb.connect(str(path), read_only=True) as connection:
        counts = _row(connection, COUNTS)
        print("\nDeflection versus resolution: of the conversations a bot took part in and that")
        print("can be judged, the same ones in every column\n")
        print(_table(connection, LADDER))
        print("\n" + "\n".join(ladder_in_words(counts)))
        print("\nCommerce, in the reporting currency\n")
        print(_table(connection, COMMERCE))
        print("\n" + "\n".join(limits_in_words(counts, _row(connection, EXPORTS))))
    print(f"\nPublished: {path}. What each number means: README.md, 'The numbers'.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
