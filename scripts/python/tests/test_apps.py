"""Apps in Python make the stacks that TypeScript makes."""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BUILD, ROOT
from names import python_blocks

APPS = ROOT / "scripts/python/apps"
QUICKSTART = {".py": ROOT / "examples/python/main.py", ".ts": ROOT / "examples/quickstart/main.ts"}
PROGRAMS = [QUICKSTART, *({".py": path, ".ts": path.with_suffix(".ts")} for path in sorted(APPS.glob("*.py")))]


def run(program: Path, outdir: Path) -> None:
    ts_node = [ROOT / "node_modules/.bin/ts-node", "-T", "-P", ROOT / "tsconfig.dev.json", "-r", "tsconfig-paths/register"]
    outdir.mkdir(parents=True, exist_ok=True)
    command = [sys.executable] if program.suffix == ".py" else ts_node
    subprocess.run([*command, program], cwd=ROOT, check=True, env={**os.environ, "CDKTF_OUTDIR": str(outdir)})


def stacks(outdir: Path) -> dict:
    found = {file.parent.name: json.loads(file.read_text()) for file in outdir.glob("stacks/*/cdk.tf.json")}
    assert found
    for stack in found.values():
        # pip takes the newest bindings, the repository has the oldest
        del stack["terraform"]["required_providers"]["aws"]["version"]
    return found


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: f"{program['.py'].parent.name}/{program['.py'].stem}")
def test_the_stack_is_that_of_typescript(program: dict) -> None:
    outdirs = {}
    for suffix, path in program.items():
        outdirs[suffix] = BUILD / "stacks" / f"{path.stem}{suffix}"
        run(path, outdirs[suffix])
    assert stacks(outdirs[".py"]) == stacks(outdirs[".ts"])


def test_the_program_of_the_page_is_that_of_typescript() -> None:
    page = (ROOT / "docs/languages.md").read_text()
    (python,) = [block for block in python_blocks(page) if "app.synth()" in block]
    (typescript,) = [block for block in re.findall(r"^```ts nofixture\n(.*?)^```$", page, flags=re.M | re.S) if "app.synth()" in block]
    found = {}
    for name, text in {"page.py": python, "page.ts": typescript}.items():
        program = BUILD / name
        program.write_text(text)
        run(program, BUILD / "stacks" / name)
        found[name] = stacks(BUILD / "stacks" / name)
    assert found["page.py"] == found["page.ts"]


def test_every_whole_program_of_the_pages_runs() -> None:
    pages = [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    programs = [block for page in pages for block in python_blocks(page.read_text()) if "app.synth()" in block]
    assert programs
    for number, text in enumerate(programs):
        program = BUILD / f"program{number}.py"
        program.write_text(text)
        run(program, BUILD / "stacks" / program.stem)
