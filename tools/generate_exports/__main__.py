"""Command line of the sample-export generator."""

from __future__ import annotations

import argparse
import re
import sys
import time
from multiprocessing import Process
from pathlib import Path

from .dirty import write_dirty
from .intercom import write_admins
from .life import live_last_minute, live_unit
from .people import PICKUP_EVERY
from .shopify import write_products
from .surveys import Surveys
from .truth import Truth
from .writer import DEFAULT_ROLL_BYTES, ExportWriter
from .zendesk import write_agents

UNITS_PER_SCALE = 540
_SIZES = {"": 1, "K": 1000, "M": 1000**2, "G": 1000**3, "T": 1000**4}


class UsageError(Exception):
    """Something the caller can put right; its text is one sentence."""


def parse_bytes(text: str) -> int:
    """``1GB`` -> 1000000000."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)B?\s*", text, re.IGNORECASE)
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is not a size like 500MB or 10GB")
    return int(float(match.group(1)) * _SIZES[match.group(2).upper()])


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.generate_exports",
        description="Writes raw exports of a simulated shop (Zendesk, Intercom, Shopify, and a"
        " survey tool in the open format) over"
        " 2025-01-01 to 2025-09-30. The same options give the same bytes.",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write the exports into")
    parser.add_argument("--truth", type=Path, help="folder for the truth tables; off by default")
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help=f"1 is the shipped sample, about {UNITS_PER_SCALE} people (default 1)",
    )
    size.add_argument(
        "--bytes",
        type=parse_bytes,
        metavar="SIZE",
        help="write about this much uncompressed JSON instead, e.g. 500MB or 10GB",
    )
    parser.add_argument("--seed", type=int, default=20250101, help="default 20250101")
    parser.add_argument(
        "--processes",
        type=int,
        default=1,
        help="worker processes; each writes files of its own (default 1)",
    )
    parser.add_argument(
        "--roll",
        type=parse_bytes,
        default=DEFAULT_ROLL_BYTES,
        metavar="SIZE",
        help="start a new file at this size (default 128 MiB)",
    )
    return parser.parse_args(argv)


def run(
    out: Path,
    truth_folder: Path | None,
    scale: float,
    target_bytes: int | None,
    seed: int,
    worker: int = 0,
    workers: int = 1,
    roll_bytes: int = DEFAULT_ROLL_BYTES,
) -> int:
    """Writes every ``workers``-th unit from ``worker`` on; gives the bytes written."""
    last = None if target_bytes else max(1, round(UNITS_PER_SCALE * scale))
    # a number left by few people would join them instead of being recognised as shared
    pickup_phone = last is None or last >= 13 * PICKUP_EVERY
    limit = None if target_bytes is None else target_bytes // workers
    truth = Truth(truth_folder)
    suffix = "" if workers == 1 else f".worker-{worker + 1}"
    started = shown = time.monotonic()
    unit = worker + 1
    with ExportWriter(out, suffix, roll_bytes) as writer:
        if worker == 0:
            write_agents(writer)
            write_admins(writer)
            write_products(writer)
            live_last_minute(seed, writer, truth)
        surveys = Surveys(seed, writer, truth)
        while (last is None or unit <= last) and (limit is None or writer.bytes_written < limit):
            for life in live_unit(unit, seed, writer, truth, pickup_phone):
                surveys.write(life)
            unit += workers
            if unit % 500 < workers and time.monotonic() - shown > 5:
                shown = time.monotonic()
                print(
                    f"worker {worker + 1}: {unit:,} people, {writer.bytes_written / 1e6:,.0f} MB,"
                    f" {writer.bytes_written / 1e6 / (shown - started):.1f} MB/s",
                    file=sys.stderr,
                )
        surveys.close()
        if worker == 0:
            write_dirty(writer, truth)
        written, records = writer.bytes_written, writer.records_written
    truth.close()
    seconds = time.monotonic() - started
    print(f"{records:,} records, {written / 1e6:,.1f} MB in {seconds:.1f} s", file=sys.stderr)
    return written


def main(argv: list[str] | None = None) -> int:
    """Checks the arguments and runs; the exit status is 2 for wrong usage."""
    args = _arguments(argv)
    try:
        if args.scale <= 0:
            raise UsageError("--scale must be greater than 0.")
        if args.processes < 1:
            raise UsageError("--processes must be at least 1.")
        if args.processes > 1 and args.truth:
            raise UsageError("--truth needs a single process; leave out --processes.")
        if args.out.exists() and not args.out.is_dir():
            raise UsageError(f"{args.out} is not a folder.")
        if args.out.is_dir() and any(args.out.iterdir()):
            raise UsageError(f"{args.out} is not empty; remove it or name another folder.")
        if args.processes == 1:
            run(args.out, args.truth, args.scale, args.bytes, args.seed, roll_bytes=args.roll)
            return 0
        workers = [
            Process(
                target=run,
                args=(
                    args.out,
                    None,
                    args.scale,
                    args.bytes,
                    args.seed,
                    n,
                    args.processes,
                    args.roll,
                ),
            )
            for n in range(args.processes)
        ]
        for process in workers:
            process.start()
        for process in workers:
            process.join()
        return max(process.exitcode or 0 for process in workers)
    except (UsageError, OSError) as error:
        print(f"generate_exports: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
