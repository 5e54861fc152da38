"""Whether Python code calls the generated package by names and arguments that it has.

Both are read as syntax trees, so neither has to be importable. Only what comes from the package is followed: its classes, their
instances in variables, and what their methods return.
"""
import ast
import re
from dataclasses import dataclass, field

# what every construct has from its base class outside the package
INHERITED = {"node", "to_string", "is_construct"}


@dataclass
class Signature:
    positional: list[str]
    required: set[str]
    keywords: set[str]
    variadic: bool
    any_keyword: bool
    returns: str | None


@dataclass
class Class:
    bases: list[str]
    methods: dict[str, Signature] = field(default_factory=dict)
    attributes: dict[str, str | None] = field(default_factory=dict)


def name_of(annotation: ast.expr | None) -> str | None:
    """The class that an annotation names, written as a name or in quotes."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value
    return annotation.id if isinstance(annotation, ast.Name) else None


def signature(function: ast.FunctionDef, bound: bool) -> Signature:
    arguments = function.args
    positional = [argument.arg for argument in arguments.posonlyargs + arguments.args][1 if bound else 0:]
    defaults = len(arguments.defaults)
    required = set(positional[: len(positional) - defaults] if defaults else positional)
    required |= {argument.arg for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults) if default is None}
    keywords = {argument.arg for argument in arguments.kwonlyargs}
    return Signature(positional, required, keywords, arguments.vararg is not None, arguments.kwarg is not None, name_of(function.returns))


def read_package(source: str) -> dict[str, Class]:
    """The public classes of a generated package."""
    classes: dict[str, Class] = {}
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        entry = classes.setdefault(node.name, Class([name for base in node.bases if (name := name_of(base))]))
        for member in node.body:
            if isinstance(member, ast.Assign):
                entry.attributes.update({target.id: node.name for target in member.targets if isinstance(target, ast.Name)})
            if not isinstance(member, ast.FunctionDef):
                continue
            decorators = {ast.unparse(decorator).split("(")[0] for decorator in member.decorator_list}
            if decorators & {"builtins.property", "property", "jsii.python.classproperty"}:
                entry.attributes[member.name] = name_of(member.returns)
            else:
                entry.methods[member.name] = signature(member, bound="staticmethod" not in decorators)
    return classes


class Checker(ast.NodeVisitor):
    def __init__(self, package: str, classes: dict[str, Class]) -> None:
        self.package = package
        self.classes = classes
        self.imported: dict[str, str] = {}
        self.instances: dict[str, str] = {}
        self.calls = 0
        self.problems: list[str] = []

    def problem(self, node: ast.AST, text: str) -> None:
        self.problems.append(f"line {node.lineno}: {text}")

    def member(self, name: str, member: str) -> Signature | str | None:
        """A method's signature, an attribute's class ('' where it isn't one of the package), or None: there is no such member."""
        entry = self.classes.get(name)
        if entry is None:
            return ""
        if member in entry.methods:
            return entry.methods[member]
        if member in entry.attributes:
            return entry.attributes[member] or ""
        found = [self.member(base, member) for base in entry.bases if base in self.classes]
        return next((one for one in found if one is not None), "" if member in INHERITED else None)

    def class_of(self, node: ast.expr) -> str | None:
        """The package's class that an expression is, or is an instance of."""
        if isinstance(node, ast.Name):
            return self.imported.get(node.id) or self.instances.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self.class_of(node.value)
            found = self.member(owner, node.attr) if owner else None
            return found if isinstance(found, str) and found else None
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                return self.imported.get(node.func.id)
            if isinstance(node.func, ast.Attribute):
                owner = self.class_of(node.func.value)
                found = self.member(owner, node.func.attr) if owner else None
                return found.returns if isinstance(found, Signature) else None
        return None

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names if node.module == self.package else []:
            if alias.name in self.classes:
                self.imported[alias.asname or alias.name] = alias.name
            else:
                self.problem(node, f"{self.package} has no {alias.name}")

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        if (known := self.class_of(node.value)) is not None:
            self.instances.update({target.id: known for target in node.targets if isinstance(target, ast.Name)})

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.generic_visit(node)
        owner = self.class_of(node.value)
        if owner is not None and self.member(owner, node.attr) is None:
            self.problem(node, f"{owner} has no {node.attr}")

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        found: Signature | str | None = None
        if isinstance(node.func, ast.Name) and node.func.id in self.imported:
            found = self.member(self.imported[node.func.id], "__init__")
        elif isinstance(node.func, ast.Attribute) and (owner := self.class_of(node.func.value)):
            found = self.member(owner, node.func.attr)
        if isinstance(found, Signature):
            self.calls += 1
            self.check(node, found)

    def check(self, node: ast.Call, expected: Signature) -> None:
        callee = ast.unparse(node.func)
        if any(isinstance(argument, ast.Starred) for argument in node.args) or any(keyword.arg is None for keyword in node.keywords):
            return
        if len(node.args) > len(expected.positional) and not expected.variadic:
            self.problem(node, f"{callee} takes {len(expected.positional)} positional arguments, got {len(node.args)}")
        given = {*expected.positional[: len(node.args)], *(keyword.arg for keyword in node.keywords)}
        if not expected.any_keyword:
            for name in sorted(given - expected.keywords - set(expected.positional)):
                self.problem(node, f"{callee} has no argument {name}")
        for name in sorted(expected.required - given):
            self.problem(node, f"{callee} lacks the argument {name}")


def check(source: str, package: str, classes: dict[str, Class]) -> Checker:
    checker = Checker(package, classes)
    checker.visit(ast.parse(source))
    return checker


def python_blocks(markdown: str) -> list[str]:
    """The fenced Python blocks of a page."""
    return re.findall(r"^```python\n(.*?)^```$", markdown, flags=re.M | re.S)
