"""The test `holds`: each kind of sentence is seen when it is broken, and says of how many rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from conftest import DATABASE, Project, Warehouse

MODEL = "int_conversations_judged"


def test_every_kind_of_sentence_can_fail(
    project: Project, sample_warehouse: Warehouse, tmp_path: Path
) -> None:
    shutil.copy(sample_warehouse.path, tmp_path / DATABASE)
    with duckdb.connect(str(tmp_path / DATABASE)) as connection:
        table = f"intermediate.{MODEL}"
        keys = [
            key for (key,) in connection.execute(f"""
                select conversation_key from {table} where is_false_deflection order by all limit 4
            """).fetchall()
        ]  # fmt: skip
        for key, change in zip(
            keys,
            (
                "handled_by = 'robot'",
                "has_helped = null",
                "false_deflection_reason = null",
                f"conversation_key = '{keys[0]}'",
            ),
            strict=True,
        ):
            connection.execute(f"update {table} set {change} where conversation_key = ?", [key])
    warehouse = Warehouse(project, tmp_path, sample_warehouse.raw_dir)
    warehouse.build([f"{MODEL},test_name:holds"], command="test")
    assert [status for name, status in warehouse.status().items()] == ["fail"]
    searched = 'Find them: select * from "warehouse"."intermediate"."int_conversations_judged"'
    for said in (
        f"conversation_key is unique: not true of 1 rows. {searched}",
        f"has_helped is never NULL: not true of 1 rows, e.g. {keys[1]}. {searched} where ",
        "handled_by is one of bot, human, bot_then_human, human_then_bot, nobody: not true of 1 rows,"
        f" e.g. {keys[0]}. {searched} where handled_by not in ('bot', ",
        f"every_false_deflection_has_a_reason: not true of 1 rows, e.g. {keys[2]}. {searched} where not (",
    ):
        assert said in warehouse.output, f"not said: {said}\n{warehouse.output}"
    assert warehouse.output.count("Find them") == 4, "a sentence that holds failed"
