"""The rules of the layout, from the parsed project and its files: no build."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, Project

# Systems that have, or may get, a mapping. `generic` is a word like any other.
LANDED = {path.name for path in (PROJECT / "models/landing").iterdir() if path.is_dir()}
VENDORS = (LANDED - {"generic"}) | {
    "zendesk", "gorgias", "intercom", "livechat", "shopify", "woocommerce", "zigpoll", "qualtrics",
    "typeform", "recharge", "twilio",
}  # fmt: skip


# The rooms in the order of flow.
ROOMS = [
    "landing",
    "staging",
    "interface/mappings",
    "interface",
    "intermediate/observed",
    "intermediate/identity",
    "intermediate/messages",
    "intermediate/conversations",
    "intermediate/resolution",
    "intermediate/texts",
    "intermediate/orders",
    "intermediate/attribution",
    "intermediate/surveys",
    "intermediate/verdicts",
    "intermediate/durations",
    "marts/core",
    "marts/metrics",
    "marts/kpi",
    "marts/quality",
]


@pytest.fixture(scope="module")
def models(project: Project) -> dict[str, Any]:
    """Every model of the project by its name."""
    return {
        node.name: node for node in project.parsed().nodes.values() if node.resource_type == "model"
    }


def folder(model: Any) -> str:
    """Where a model lies below models/."""
    return str(Path(model.original_file_path).parent.relative_to("models"))


def room(model: Any) -> str:
    """The room of a model: a folder, whichever source's or engine's part of it."""
    place = folder(model)
    return max((name for name in ROOMS if f"{place}/".startswith(f"{name}/")), key=len)


def parents(model: Any) -> set[str]:
    """The models that a model reads."""
    return {name.split(".")[2] for name in model.depends_on.nodes if name.startswith("model.")}


@cache
def project_files() -> list[Path]:
    """Every file that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return [PROJECT / name for name in listed if name and (PROJECT / name).is_file()]


@cache
def contracts() -> dict[str, dict[str, Any]]:
    """Every raw contract as `<source>.<object>`."""
    return {
        f"{source['name']}.{table['name']}": table
        for path in (PROJECT / "models/landing").glob("*/_*__sources.yml")
        for source in yaml.safe_load(path.read_text())["sources"]
        for table in source["tables"]
    }


def meta(column: dict[str, Any]) -> dict[str, Any]:
    """A contract column's config.meta."""
    found: dict[str, Any] = column.get("config", {}).get("meta", {})
    return found


# --- Landing ------------------------------------------------------------------------------------


def test_landing_models_lists_every_landing_model(models: dict[str, Any]) -> None:
    text = (PROJECT / "macros/landing/landing_models.sql").read_text()
    written = re.search(r"set objects = (\{.*?\}) -%\}", text, re.DOTALL)
    assert written, "macros/landing/landing_models.sql no longer sets `objects`"
    listed = {
        f"land_{system}__{name}"
        for system, names in ast.literal_eval(written[1]).items()
        for name in names
    }
    assert listed == {name for name in models if name.startswith("land_")}


def test_every_raw_contract_is_landed_and_only_there(models: dict[str, Any]) -> None:
    landed = {
        name: f"{{{{ land(source('{system}', '{table}')) }}}}"
        for system, table in (key.split(".") for key in contracts())
        for name in (f"land_{system}__{table}",)
    }
    assert {
        name: model.raw_code.strip() for name, model in models.items() if model.sources
    } == landed


@pytest.mark.parametrize("name", contracts())
def test_a_raw_contract_can_be_used(name: str) -> None:
    """Records without a key would all be versions of one; a version must be a time."""
    table = contracts()[name]
    columns = {column["name"]: column for column in table["columns"]}
    about = meta(table)
    for column in about["key"]:
        assert meta(columns[column]).get("required") is True, f"{column} is a key, but not required"
    for role in ("version", "occurred"):
        if role in about:
            assert columns[about[role]]["data_type"] == "timestamp", f"{role} is no timestamp"
    for column in columns.values():
        assert column.get("description"), f"{column['name']} has no description"
        if column["data_type"] == "list":
            assert not meta(column).get("required"), f"{column['name']}: a list cannot be required"


# --- Layers -------------------------------------------------------------------------------------


def test_only_staging_and_quality_read_landing(models: dict[str, Any]) -> None:
    readers = {
        name: sorted(parent for parent in parents(model) if parent.startswith("land"))
        for name, model in models.items()
        if folder(model).split("/")[0] not in ("landing", "staging")
        and folder(model) != "marts/quality"
    }
    assert {name: read for name, read in readers.items() if read} == {}


def test_no_model_reads_a_later_room(models: dict[str, Any]) -> None:
    """So no two rooms stand in a circle, and a reader goes from the exports to the marts once."""
    wrong = [
        f"{name} ({room(model)}) reads {parent} ({room(models[parent])})"
        for name, model in models.items()
        for parent in sorted(parents(model))
        if ROOMS.index(room(models[parent])) > ROOMS.index(room(model))
    ]
    assert not wrong, "read what comes before, or move the model:\n" + "\n".join(wrong)


def test_the_readme_shows_the_rooms_in_the_order_of_flow() -> None:
    picture = (PROJECT / "README.md").read_text().split("## Layers")[1].split("```")[1]
    shown = re.findall(r"^([a-z]+(?:/[a-z]+)?)/(?:<source>/)? ", picture, re.MULTILINE)
    assert shown[1:] == ROOMS, "README, Layers: one line a room, in their order"


def test_marts_do_not_read_staging(models: dict[str, Any]) -> None:
    readers = {
        name: sorted(parent for parent in parents(model) if parent.startswith("stg_"))
        for name, model in models.items()
        if folder(model).startswith("marts")
    }
    assert {name: read for name, read in readers.items() if read} == {}


def test_models_are_named_after_their_folder(models: dict[str, Any]) -> None:
    patterns = {
        r"landing/(\w+)": r"land_\1__\w+",
        r"landing": r"landed_\w+",
        r"staging/(\w+)": r"stg_\1__\w+",
        r"interface/mappings/(\w+)": r"int_\1__\w+",
        r"(interface|intermediate/\w+(?:/with(?:out)?_python)?)": r"int_(?!\w*__)\w+",
        r"marts/metrics": r"int_\w+",
        r"marts/quality": r"\w+",
        r"marts/\w+": r"(dim|fct|bridge|kpi|customer|repeat)_\w+",
    }
    misplaced = {}
    for name, model in models.items():
        for place, pattern in patterns.items():
            if found := re.fullmatch(place, folder(model)):
                if not re.fullmatch(found.expand(pattern.replace(r"\w", "[a-z0-9_]")), name):
                    misplaced[name] = folder(model)
                break
        else:
            misplaced[name] = folder(model)
    assert misplaced == {}


def test_no_vendor_is_named_above_the_mappings(models: dict[str, Any]) -> None:
    """Only the interface knows the mappings' names, to unite them."""
    named = {}
    for name, model in models.items():
        layer = folder(model)
        if layer.startswith(("landing", "staging", "interface/mappings")):
            continue
        text = model.raw_code
        if layer == "interface":
            text = re.sub(r"\bint_[a-z0-9]+__\w+", "", text)
        if found := sorted(vendor for vendor in VENDORS if vendor in f"{name} {text}".lower()):
            named[name] = found
    for path in (PROJECT / "models/semantic").glob("**/*.yml"):
        if found := sorted(vendor for vendor in VENDORS if vendor in path.read_text().lower()):
            named[path.name] = found
    assert named == {}


# --- Documentation and contracts ------------------------------------------------------------------


def test_every_model_has_a_yaml_of_its_own_beside_it(models: dict[str, Any]) -> None:
    strays = {}
    for name, model in models.items():
        beside = re.sub(r"\.(sql|py)$", ".yml", model.original_file_path)
        described_in = (model.patch_path or "no YAML").split("://")[-1]
        if described_in != beside:
            strays[name] = described_in
    assert strays == {}


def test_every_description_says_the_grain(models: dict[str, Any]) -> None:
    assert {
        name: model.description[:60]
        for name, model in models.items()
        if not model.description.startswith(("One row per ", "One row in all"))
    } == {}


def test_marts_and_interface_have_enforced_contracts(models: dict[str, Any]) -> None:
    for name, model in models.items():
        is_promised = folder(model) == "interface" or (
            folder(model).startswith("marts") and folder(model) != "marts/metrics"
        )
        assert model.config.contract.enforced is is_promised, name
        assert (str(model.access) == "public" or "public" in str(model.access)) is is_promised, name
        if is_promised:
            undescribed = [
                column.name for column in model.columns.values() if not column.description
            ]
            assert undescribed == [], name


def test_every_macro_is_short_and_says_what_it_is_for() -> None:
    too_long, silent = {}, []
    for path in sorted((PROJECT / "macros").glob("**/*.sql")):
        text = path.read_text()
        if not text.startswith("{#"):
            silent.append(path.name)
        for found in re.finditer(r"\{%-? macro (\w+).*?endmacro -?%\}", text, re.DOTALL):
            if (length := found[0].count("\n") + 1) > 40:
                too_long[found[1]] = length
    assert (too_long, silent) == ({}, [])


# --- Python -------------------------------------------------------------------------------------


def test_what_a_build_needs_stands_in_warehouse() -> None:
    """A server that only builds does without the packages that `tools` and `quality` need."""
    foreign = re.compile(r"^\s*(?:from|import) (?:tools|quality|tests)\b.*", re.MULTILINE)
    programs = [path for path in project_files() if path.suffix == ".py"]
    found = {
        str(path.relative_to(PROJECT)): foreign.findall(path.read_text())
        for path in programs
        if path.is_relative_to(PROJECT / "warehouse") or path.is_relative_to(PROJECT / "models")
    }
    assert found
    assert {name: lines for name, lines in found.items() if lines} == {}


# --- The repository -------------------------------------------------------------------------------


def test_nothing_is_needed_from_a_package_hub() -> None:
    for name in ("packages.yml", "dependencies.yml", "package-lock.yml"):
        assert not (PROJECT / name).exists(), name


def test_dbt_finds_nothing_of_its_own_among_the_python_tests() -> None:
    """dbt reads every .sql and .yml below tests/."""
    allowed = {".py", ".csv", ".jsonl", ".toml", ".md"}
    strays = [
        str(path.relative_to(PROJECT))
        for path in project_files()
        if path.is_relative_to(PROJECT / "tests/python")
        or path.is_relative_to(PROJECT / "tests/golden")
        if path.suffix not in allowed
    ]
    assert strays == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    home = re.compile(r"(?<![\w.}])/(?:home|Users|root|work|tmp|opt|mnt)/[a-z]")
    named = {}
    for path in project_files():
        if path == Path(__file__) or path.suffix in (".gz", ".png", ".duckdb", ".parquet"):
            continue
        if path.is_relative_to(PROJECT / "exports"):
            continue
        if found := home.findall(path.read_text(errors="replace")):
            named[str(path.relative_to(PROJECT))] = found
    assert named == {}


def test_what_a_build_leaves_behind_is_not_part_of_the_project() -> None:
    left = re.compile(r"\.duckdb|\.wal$|^target/|^logs/|^profiles\.yml$|\.parquet$|__pycache__")
    names = [str(path.relative_to(PROJECT)) for path in project_files()]
    assert [name for name in names if left.search(name)] == []


def vars_read(project: Project, node: Any) -> set[str]:
    """The vars that a node reads, itself or in the project's macros that it calls."""
    macros = project.parsed().macros
    found = set(re.findall(r"(?<!env_)var\(\s*['\"](\w+)['\"]", node.raw_code))
    calls, seen = list(node.depends_on.macros), set[str]()
    while calls:
        name = calls.pop()
        macro = macros.get(name)
        if name in seen or macro is None or macro.package_name != node.package_name:
            continue
        seen.add(name)
        found |= set(re.findall(r"(?<!env_)var\(\s*['\"](\w+)['\"]", macro.macro_sql))
        calls += macro.depends_on.macros
    return found


def test_unit_tests_pin_the_vars_that_their_models_read(
    project: Project, models: dict[str, Any]
) -> None:
    """A company sets its own currency and windows: no unit test may fail because of it."""
    loose = {}
    for test in project.parsed().unit_tests.values():
        pinned = set(test.overrides.vars) if test.overrides else set()
        missing = vars_read(project, models[test.model]) - pinned
        if missing:
            loose[test.name] = sorted(missing)
    assert not loose, f"add these under `overrides: vars:` of the unit test: {loose}"
