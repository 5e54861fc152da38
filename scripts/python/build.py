"""Builds the Python package: python3 scripts/python/build.py [PACKAGE] [OUTDIR]

PACKAGE is the folder of the compiled npm package, by default the repository; OUTDIR gets the wheel and the source distribution, by
default PACKAGE/dist/python. jsii-pacmak writes the code; `_arguments.py` and the keywords are added to it.
"""
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
QUIET = ["--quiet", "--disable-pip-version-check"]


def environment(directory: Path, *packages: str) -> Path:
    """A fresh virtual environment with the packages; its Python."""
    for python in [sys.executable, *filter(None, (shutil.which("python3"), "/usr/bin/python3"))]:
        shutil.rmtree(directory, ignore_errors=True)
        if subprocess.run([python, "-m", "venv", directory], capture_output=True).returncode == 0:
            break
    else:
        sys.exit("python: no virtual environment can be made: install python3-venv")
    created = directory / ("Scripts" if os.name == "nt" else "bin") / "python"
    if packages:
        subprocess.run([created, "-m", "pip", *QUIET, "install", *packages], check=True)
    return created


def quietly(*command: object) -> None:
    """Runs a command, whose output is only shown if it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}{done.stderr}")


def generate(package: Path, outdir: Path) -> Path:
    """The code of the package."""
    shutil.rmtree(outdir, ignore_errors=True)
    pacmak = ROOT / "node_modules/.bin/jsii-pacmak"
    # an example that isn't translated would stand as TypeScript on the page and in the docstrings
    quietly(pacmak, "--code-only", "--rosetta-unknown-snippets=fail", "--target", "python", "--outdir", outdir, package)
    complete(outdir / "python", json.loads((package / "package.json").read_text()))
    return outdir / "python"


def complete(code: Path, manifest: dict) -> None:
    module = code / "src" / manifest["jsii"]["targets"]["python"]["module"]
    shutil.copy(HERE / "_arguments.py", module)
    with (module / "__init__.py").open("a") as init:
        init.write("\nfrom . import _arguments\n\n_arguments.check(globals())\n")
    setup = code / "setup.py"
    name = f'"name": "{manifest["jsii"]["targets"]["python"]["distName"]}",'
    text = setup.read_text()
    if text.count(name) != 1:
        sys.exit(f"python: {setup} has no {name}")
    setup.write_text(text.replace(name, f'{name}\n    "keywords": {json.dumps(manifest["keywords"])},'))


def main(package: Path = ROOT, outdir: Path | None = None) -> None:
    outdir = (outdir or package / "dist/python").resolve()
    build = ROOT / ".build/python-package"
    code = generate(package.resolve(), build / "code")
    # what the package says that it is built with, and setuptools' part for wheels
    needed = json.loads(re.search(r"^requires = (\[.*\])$", (code / "pyproject.toml").read_text(), re.MULTILINE).group(1))
    python = environment(build / "venv", *needed, "wheel")
    quietly(python, "-m", "build", "--no-isolation", "--outdir", outdir, code)
    for file in sorted(outdir.iterdir()):
        print(f"python: {file.name} ({file.stat().st_size // 1024} KiB)")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
