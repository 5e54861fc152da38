import unittest

from names import check, python_blocks, read_package

GENERATED = '''
import builtins
import typing
import constructs as _constructs

class Value(metaclass=Meta):
    @jsii.member(jsii_name="external")
    @builtins.classmethod
    def external(cls, *, version: typing.Optional[jsii.Number] = None) -> "Value":
        ...

class Selection(metaclass=Meta):
    @jsii.member(jsii_name="renamed")
    def renamed(self, names: typing.Mapping[str, str]) -> "Selection":
        ...

class Store(_constructs.Construct, metaclass=Meta):
    def __init__(self, scope: "_constructs.Construct", id: builtins.str, *, path: builtins.str, tags: typing.Any = None) -> None:
        ...

    @jsii.member(jsii_name="except")
    def except_(self, *names: builtins.str) -> "Selection":
        ...

    @builtins.property
    def arn(self) -> builtins.str:
        ...

class Special(Store, metaclass=Meta):
    pass

class Owner(enum.Enum):
    LATEST = "LATEST"
'''
CLASSES = read_package(GENERATED)


def problems(code: str) -> list[str]:
    return check(f"from package import Owner, Special, Store, Value\n{code}", "package", CLASSES).problems


class NamesTest(unittest.TestCase):
    def test_accepts_what_the_package_has(self) -> None:
        code = "store = Store(self, 'Store', path='/a')\nstore.except_('A', 'B').renamed({'C': 'D'})\nstore.arn\nstore.node\nValue.external(version=2)\nOwner.LATEST"
        self.assertEqual(problems(code), [])
        self.assertEqual(check(f"from package import Store, Value\n{code}", "package", CLASSES).calls, 4)

    def test_leaves_other_packages_alone(self) -> None:
        self.assertEqual(problems("from other import Thing\nThing(anything=1).at_all()"), [])

    def test_follows_what_is_inherited(self) -> None:
        self.assertEqual(problems("Special(self, 'S', path='/a').except_('A')"), [])

    def test_fails_on_names_that_are_not_there(self) -> None:
        for code, expected in {
            "from package import Storage": "line 2: package has no Storage",
            "Store(self, 'Store', paht='/a', path='/a')": "line 2: Store has no argument paht",
            "Store(self, 'Store')": "line 2: Store lacks the argument path",
            "Store(self, 'Store', 'more', path='/a')": "line 2: Store takes 2 positional arguments, got 3",
            "Value.externally()": "line 2: Value has no externally",
            "s = Store(self, 'Store', path='/a')\ns.excpet('A')": "line 3: Store has no excpet",
            "Store(self, 'Store', path='/a').except_('A').rename({})": "line 2: Selection has no rename",
            "Special(self, 'S', path='/a').anr": "line 2: Special has no anr",
            "Owner.LAST": "line 2: Owner has no LAST",
        }.items():
            with self.subTest(code):
                self.assertEqual(problems(code), [expected])

    def test_reads_the_blocks_of_a_page(self) -> None:
        self.assertEqual(python_blocks("a\n```python\nx = 1\n```\n```ts\nlet y;\n```\n"), ["x = 1\n"])


if __name__ == "__main__":
    unittest.main()
