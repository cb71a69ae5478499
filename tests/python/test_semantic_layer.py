"""The semantic layer says what the marts say: every metric, by day and by channel, to the last digit."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, Project, Warehouse
from dbt.adapters.factory import get_adapter_by_type
from dbt.contracts.graph.semantic_manifest import SemanticManifest
from dbt_metricflow.cli.dbt_connectors.adapter_backed_client import AdapterBackedSqlClient
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

MILLIONTH = Decimal("0.000001")


def catalogue(project: Project) -> dict[str, dict[str, Any]]:
    """Every metric for people, with its meta; numerators and denominators of others are none."""
    return {
        metric.name: metric.config.meta
        for metric in project.parsed().metrics.values()
        if metric.config.meta.get("kind")
    }


def counted(project: Project) -> dict[str, list[str]]:
    """The metrics of each components model, by its name."""
    models: dict[str, list[str]] = {}
    for metric, meta in catalogue(project).items():
        models.setdefault(meta["counted_in"], []).append(metric)
    assert models, "the semantic layer has no metric"
    return models


@pytest.fixture(scope="module")
def engine(sample_warehouse: Warehouse) -> MetricFlowEngine:
    """MetricFlow over this project. It writes SQL here; the tests run it."""
    project = sample_warehouse.project
    # MetricFlow asks the adapter which SQL to write, and dbt keeps the one of its last command.
    project.run("debug", "--connection", home=project.workspace, raw_dir=project.workspace)
    semantic = SemanticManifest(project.parsed())._get_pydantic_semantic_manifest()
    manifest = parse_manifest_from_dbt_generated_manifest(manifest_json_string=semantic.json())
    return MetricFlowEngine(
        semantic_manifest_lookup=SemanticManifestLookup(manifest),
        sql_client=AdapterBackedSqlClient(get_adapter_by_type("duckdb")),
    )


def channel_of(project: Project, model_name: str) -> str | None:
    """What the semantic layer calls the channel of a components model, e.g. conversation__channel."""
    for semantic in project.parsed().semantic_models.values():
        if semantic.node_relation.alias == model_name:
            keys = [entity.name for entity in semantic.entities if entity.type.value == "primary"]
            # Without a column of its own, the entity is named beside the others.
            primary = semantic.primary_entity or keys[0]
            names = {dimension.name for dimension in semantic.dimensions}
            channel = names & {"channel", "sales_channel"}
            return f"{primary}__{channel.pop()}" if channel else None
    raise AssertionError(f"no semantic model reads {model_name}: add one to models/semantic")


def answer(
    engine: MetricFlowEngine, warehouse: Warehouse, metrics: list[str], group_by: list[str]
) -> dict[tuple[str, ...], Decimal]:
    """What MetricFlow answers: value by (metric, day, channel), without the empty ones."""
    request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
    sql = engine.explain(request).sql_statement.sql
    answers = {}
    for row in warehouse.query(f"select {', '.join([*group_by, *metrics])} from ({sql})"):
        keys = tuple(str(cell)[:10] if name.startswith("metric_time") else str(cell)
                     for name, cell in zip(group_by, row, strict=False))
        for metric, value in zip(metrics, row[len(group_by):], strict=True):
            if value is not None:
                rounded = Decimal(repr(float(value))).quantize(MILLIONTH, ROUND_HALF_UP)
                answers[(metric, *keys)] = rounded
    return answers


def differences(
    told: dict[tuple[str, ...], Decimal], shown: dict[tuple[str, ...], Decimal]
) -> list[str]:
    return [
        f"{' '.join(key)}: {shown.get(key)} in the mart, {told.get(key)} in the semantic layer"
        for key in sorted(told.keys() | shown.keys())
        if told.get(key) != shown.get(key)
    ]


def test_every_metric_is_the_same_by_day_and_by_channel(
    engine: MetricFlowEngine, sample_warehouse: Warehouse
) -> None:
    project = sample_warehouse.project
    wrong: list[str] = []
    for model_name, metrics in counted(project).items():
        names = ", ".join(f"'{metric}'" for metric in metrics)
        rows = sample_warehouse.query(
            f"""
            select metric, cast(metric_date as varchar), channel, metric_value
            from marts.kpi_daily where metric in ({names})
            """
        )
        told = answer(engine, sample_warehouse, metrics, ["metric_time__day"])
        wrong += differences(told, {row[:2]: row[3] for row in rows if row[2] == "(all)"})
        channel = channel_of(project, model_name)
        if channel:
            told = answer(engine, sample_warehouse, metrics, ["metric_time__day", channel])
            wrong += differences(told, {row[:3]: row[3] for row in rows if row[2] != "(all)"})
    assert not wrong, f"{len(wrong)} differ, first:\n" + "\n".join(wrong[:20])


@pytest.mark.parametrize("together", [[], ["month_start_date"], ["channel"], ["month_start_date", "channel"]],
                         ids=lambda columns: "_and_".join(columns) or "over_all")
def test_theme_share_is_the_same_by_topic(
    engine: MetricFlowEngine, sample_warehouse: Warehouse, together: list[str]
) -> None:
    """kpi_daily has no topics. Summed over months or channels the mart says what is asked of them."""
    names = {"month_start_date": "metric_time__month", "channel": "conversation_theme__channel"}
    asked = [*(names[column] for column in together), "conversation_theme__topic"]
    told = answer(engine, sample_warehouse, ["theme_share"], asked)
    columns = ", ".join([*together, "topic"])
    rows = sample_warehouse.query(
        f"""
        select {columns}, sum(theme_share_numerator)::decimal / sum(theme_share_denominator)
        from (select *, started_month_date::varchar as month_start_date from marts.kpi_themes_monthly)
        group by {columns}
        """
    )
    shown = {
        ("theme_share", *row[:-1]): Decimal(repr(float(row[-1]))).quantize(MILLIONTH, ROUND_HALF_UP)
        for row in rows
    }
    wrong = differences(told, shown)
    assert told and not wrong, f"{len(wrong)} differ, first:\n" + "\n".join(wrong[:20])


@pytest.mark.parametrize("period", ["week", "month"])
def test_the_scorecard_is_what_the_semantic_layer_answers(
    engine: MetricFlowEngine, sample_warehouse: Warehouse, period: str
) -> None:
    """By week and month too, where percentiles, distinct counts and stocks do not add up, and by channel."""
    project = sample_warehouse.project
    told = answer(engine, sample_warehouse, [*catalogue(project)], [f"metric_time__{period}"])
    rows = sample_warehouse.query(
        f"""
        select metric, cast(period_start_date as varchar), channel, metric_value
        from marts.kpi_scorecard where period_type = '{period}' and metric_value is not null
        """
    )
    wrong = differences(told, {row[:2]: row[3] for row in rows if row[2] == "(all)"})
    for model_name, metrics in counted(project).items():
        channel = channel_of(project, model_name)
        shown = {row[:3]: row[3] for row in rows if row[0] in metrics and row[2] != "(all)"}
        told = answer(engine, sample_warehouse, metrics, [f"metric_time__{period}", channel]) if channel else {}
        wrong += differences(told, shown)
    assert not wrong, f"{len(wrong)} differ, first:\n" + "\n".join(wrong[:20])


def test_the_metrics_of_the_layers_are_the_same_ones(sample_warehouse: Warehouse) -> None:
    """Semantic layer, kpi_definitions and kpi_daily; what never occurs in the sample is defined all the same."""
    declared = set(catalogue(sample_warehouse.project))
    defined = {row[0] for row in sample_warehouse.query("select metric from marts.kpi_definitions")}
    daily = {row[0] for row in sample_warehouse.query("select distinct metric from marts.kpi_daily")}
    assert declared == defined, f"kpi_definitions lacks or adds {sorted(declared ^ defined)}"
    assert declared == daily, (
        f"kpi_daily lacks or adds {sorted(declared ^ daily)}: is the components model in the macro "
        "counted_models, and has the sample such records?"
    )


def test_no_metric_leaves_out_what_there_is_to_say(project: Project) -> None:
    wanted = {"kind", "counted_in", "version", "owner", "grain", "numerator", "denominator", "vars",
              "decision"}
    wrong = [
        f"{name}: config.meta lacks {sorted(wanted - set(meta))}"
        for name, meta in catalogue(project).items()
        if not wanted <= set(meta)
    ]
    wrong += [
        f"{metric.name}: {missing} is empty"
        for metric in project.parsed().metrics.values()
        for missing in ("label", "description")
        if metric.config.meta.get("kind") and not getattr(metric, missing)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_metric_counts_what_is_not_tested(project: Project) -> None:
    """Its two columns: never NULL, and expected by a unit test of the components model."""
    manifest = project.parsed()
    models = {node.name: node for node in manifest.nodes.values() if node.resource_type == "model"}
    counting = {
        node.attached_node.rsplit(".", 1)[-1]
        for node in manifest.nodes.values()
        if (of := getattr(node, "test_metadata", None)) and of.kwargs.get("counts_metrics")
    }
    expected: dict[str, str] = {}
    for unit in manifest.unit_tests.values():
        expected[unit.model] = expected.get(unit.model, "") + str(unit.expect.rows)
    wrong = []
    for metric, meta in catalogue(project).items():
        model = meta["counted_in"]
        assert model in models, f"{metric}: config.meta.counted_in is no model: {model}"
        if model not in counting:
            wrong.append(f"{model}.yml: its test `holds` lacks counts_metrics: true")
        if meta["kind"] in ("percentile", "count", "stock"):
            continue
        for column in (f"{metric}_numerator", f"{metric}_denominator"):
            if column not in expected.get(model, ""):
                wrong.append(f"{column} is expected by no unit test in {model}.yml")
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="module")
def clone(sample_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a folder of its own, since `mf` reads the manifest that dbt left beside it."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("dbt_project.yml", "models", "macros", "seeds", "tests", "analyses", "warehouse"):
        (folder / name).symlink_to(PROJECT / name)
    return folder


def test_the_command_line_works(sample_warehouse: Warehouse, clone: Path) -> None:
    """`mf` as an analyst types it, in the project's folder.

    What each metric answers is asked of the warehouse above, so it need not be explained here too.
    """
    commands = [
        ["dbt", "parse", "--quiet"],
        ["mf", "validate-configs", "--skip-dw"],
        ["mf", "query", "--metrics", "resolution_rate", "--group-by", "metric_time__month"],
    ]
    places = {
        "WAREHOUSE_PATH": str(sample_warehouse.path),
        "DBT_PROFILES_DIR": str(sample_warehouse.project.workspace / "profiles"),
    }
    for program, *arguments in commands:
        done = subprocess.run(
            [str(Path(sys.executable).parent / program), *arguments],
            cwd=clone, env=os.environ | places, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
