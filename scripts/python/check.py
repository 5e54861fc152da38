"""Tests the Python package as users get it: npm run python

Builds the wheel, installs it with pip into a fresh virtual environment with nothing else given, and runs the examples, the programs of the
pages and the tests there. Fails where no environment can be made or a package can't be had.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import build
from names import check, python_blocks, read_package

ROOT = build.ROOT
BUILD = ROOT / ".build/python"
PACKAGE = "cdktf_ecs_secrets"


def names(module: Path) -> None:
    """Checks that the example and the pages call what the package has, also where a snippet is no whole program."""
    classes = read_package(module.read_text())
    sources = {"examples/python/main.py": (ROOT / "examples/python/main.py").read_text()}
    for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/README.md")]):
        for number, block in enumerate(python_blocks(page.read_text()), 1):
            sources[f"{page.relative_to(ROOT)}, Python block {number}"] = block
    problems = []
    for place, source in sources.items():
        checked = check(source, PACKAGE, classes)
        problems += [f"{place}: {problem}" for problem in checked.problems]
        if checked.calls == 0:
            problems.append(f"{place}: calls nothing of {PACKAGE}")
        print(f"python: {place}: {checked.calls} calls checked against {len(classes)} classes")
    if problems:
        sys.exit("\n".join(problems))


def main() -> None:
    shutil.rmtree(BUILD, ignore_errors=True)
    npx = [ROOT / "node_modules/.bin/ts-node", "-T", "-P", ROOT / "tsconfig.dev.json"]
    build.quietly(*npx, ROOT / "scripts/languages/translate.ts")
    build.main(ROOT, BUILD / "dist")
    names(ROOT / ".build/python-package/code/python/src" / PACKAGE / "__init__.py")

    python = build.environment(BUILD / "venv")
    (wheel,) = (BUILD / "dist").glob("*.whl")
    pip = [python, "-m", "pip", *build.QUIET, "install"]
    subprocess.run([*pip, wheel], check=True)
    subprocess.run([*pip, "--requirement", ROOT / "scripts/python/requirements.txt"], check=True)
    # the folder that is current for them is the repository, as for the programs of the pages
    tests = [python, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-rs", ROOT / "scripts/python/tests"]
    sys.exit(subprocess.run(tests, cwd=ROOT, env={**os.environ, "PYTHON_BUILD": str(BUILD)}).returncode)


if __name__ == "__main__":
    main()
