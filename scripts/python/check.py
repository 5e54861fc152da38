"""What can be said about the Python package on this machine.

Checks that the example and the pages call names that the generated package has, builds the wheel, installs it into .build/python and
compiles every file. Where the packages of requirements.txt are installed, it synthesises the quickstart in Python and in TypeScript and
compares the stack files. What can't be done for want of a package is said, and is an error with PYTHON_REQUIRED=1.
"""
import compileall
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from names import check, python_blocks, read_package

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / ".build/bindings/python"
BUILD = ROOT / ".build/python"
SITE = BUILD / "site"
PACKAGE = "cdktf_ecs_secrets"
NEEDED = ["jsii", "constructs", "cdktf", "cdktf_cdktf_provider_aws"]


def installed(purpose: str, modules: list[str]) -> bool:
    """Whether the modules are there; says what isn't, and ends where it has to be."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        required = os.environ.get("PYTHON_REQUIRED") == "1"
        hint = "" if required else " (skipped; PYTHON_REQUIRED=1 makes this an error)"
        print(f"python: {purpose}: not installed: {', '.join(missing)}; pip install -r scripts/python/requirements.txt{hint}", file=sys.stderr)
        if required:
            sys.exit(1)
    return not missing


def build() -> None:
    shutil.rmtree(BUILD, ignore_errors=True)
    if not installed("wheel", ["pip", "setuptools", "wheel"]):
        return
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(BUILD), str(GENERATED)], check=True)
    (wheel,) = BUILD.glob("*.whl")
    subprocess.run([*pip, "install", "--root-user-action", "ignore", "--no-deps", "--no-index", "--no-compile", "--target", str(SITE), str(wheel)], check=True)
    if not compileall.compile_dir(str(SITE), quiet=1):
        sys.exit("python: the wheel holds a file that doesn't compile")
    print(f"python: {wheel.name} built, installed and compiled ({wheel.stat().st_size // 1024} KiB)")


def names() -> None:
    classes = read_package((GENERATED / "src" / PACKAGE / "__init__.py").read_text())
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


def stack(outdir: Path) -> dict:
    return json.loads((outdir / "stacks/quickstart/cdk.tf.json").read_text())


def synth() -> None:
    if not SITE.exists() or not installed("synthesis", NEEDED):
        return
    search = os.pathsep.join(filter(None, [str(SITE), os.environ.get("PYTHONPATH")]))
    typescript = [str(ROOT / "node_modules/.bin/ts-node"), "-T", "-P", str(ROOT / "tsconfig.dev.json"), "-r", "tsconfig-paths/register"]
    apps = {"python": [sys.executable, "examples/python/main.py"], "typescript": [*typescript, "examples/quickstart/main.ts"]}
    for language, command in apps.items():
        environment = {**os.environ, "CDKTF_OUTDIR": str(BUILD / language), "PYTHONPATH": search}
        subprocess.run(command, cwd=ROOT, check=True, env=environment)
    if stack(BUILD / "python") != stack(BUILD / "typescript"):
        sys.exit(f"python: the quickstart's stack file differs from TypeScript's: diff -r {BUILD}/typescript {BUILD}/python")
    print("python: the quickstart's stack file is the same as TypeScript's")

    (program,) = [block for block in python_blocks((ROOT / "docs/languages.md").read_text()) if "app.synth()" in block]
    environment = {**os.environ, "CDKTF_OUTDIR": str(BUILD / "page"), "PYTHONPATH": search}
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, env=environment)
    if "aws_ecs_task_definition" not in (BUILD / "page/stacks/example/cdk.tf.json").read_text():
        sys.exit("python: the program of docs/languages.md makes no task definition")
    print("python: the program of docs/languages.md is synthesised")


if __name__ == "__main__":
    names()
    build()
    synth()
