"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "workbench"
SOURCES = sorted(PACKAGE.rglob("*.py")) + sorted((ROOT / "pages").glob("*.py"))

LAYERS = {
    "pages": 7,
    "app": 7,
    "ui": 6,
    "cli": 6,
    "ask": 5,
    "evaluate": 5,
    "train": 5,
    "charts": 4,
    "export": 4,
    "store": 3,
    "prompt": 4,
    "question": 4,
    "sql": 4,
    "data": 4,
    "sandbox": 3,
    "llm": 3,
    "schema": 2,
    "text": 1,
    "settings": 1,
    "errors": 1,
}
"""Higher may import lower or equal; contracts (frozen values) of a higher layer are named in VALUES."""
VALUES = {
    "workbench.ask.answer",  # the store keeps answers
    "workbench.data.database",
    "workbench.llm.chat",
    "workbench.llm.endpoint",
    "workbench.question.interpreted",
    "workbench.question.linked",
    "workbench.sandbox.result",
    "workbench.schema.model",
    "workbench.sql.diagnostic",
}


def imports_of(path: Path) -> set[str]:
    """Modules imported anywhere in the file, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return found


def area_of(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return "pages" if relative.parts[0] == "pages" else relative.parts[1].removesuffix(".py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_dependencies_point_one_way(path: Path) -> None:
    area = area_of(path)
    if area in {"__init__", "__main__"}:
        return
    for module in imports_of(path):
        if not module.startswith("workbench.") or module in VALUES:
            continue
        target = module.split(".")[1]
        assert LAYERS[target] <= LAYERS[area], f"{path} imports {module}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_ui_imports_streamlit(path: Path) -> None:
    if area_of(path) not in {"pages", "app", "ui"}:
        assert not any(module.split(".")[0] == "streamlit" for module in imports_of(path))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_functions_stay_under_50_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 50
    ]
    assert long == []


def test_no_drawer_modules() -> None:
    assert not [p for p in SOURCES if p.stem in {"utils", "util", "helpers", "helper", "common", "misc"}]


def test_importing_the_core_loads_neither_torch_nor_streamlit() -> None:
    program = (
        "import sys, workbench.cli.main, workbench.ask.job;"
        "print([m for m in ('torch', 'transformers', 'streamlit', 'bitsandbytes', 'peft') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_top_level_holds_what_the_client_fixed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    allowed = {"workbench", "pages", "models", "sample_db", "tests", "docs", "requirements.txt"}
    allowed |= {"README.md", "pyproject.toml", "Makefile", "CHANGELOG.md", "LICENSE"}
    assert {name for name in top if not name.startswith(".")} <= allowed
