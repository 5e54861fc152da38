"""Part of the Python package: checks what jsii passes on unseen.

jsii makes a struct of a dictionary where the argument itself is a struct, but not in a list or a map. There the library's Node.js
process drops every key that it doesn't know, `port_mappings` included. And jsii's own error for a value of the wrong class in a map
prints the value, which may be a secret. Both pass through the `__init__` of a struct, so that is where they are looked at: dictionaries
become structs, what no struct has is refused with the name to write, and a value in the wrong place is refused without being shown.
"""
import collections.abc
import difflib
import functools
import inspect
import re
import typing


def check(namespace: dict) -> None:
    """Wraps the `__init__` of every struct of a module."""
    for cls in list(namespace.values()):
        if is_struct(cls):
            cls.__init__ = checked(cls, cls.__init__)


def is_struct(cls: typing.Any) -> bool:
    return isinstance(cls, type) and "__jsii_name_mapping__" in vars(cls)


def checked(cls: type, init: typing.Callable) -> typing.Callable:
    known = [name for name, parameter in inspect.signature(init).parameters.items() if parameter.kind == parameter.KEYWORD_ONLY]
    hints: dict = {}

    @functools.wraps(init)
    def __init__(self: typing.Any, *args: typing.Any, **fields: typing.Any) -> None:
        for name in fields:
            if name not in known:
                raise TypeError(f"field '{name}' of {cls.__name__} is unknown: {hint(name, known)}")
        hints.update(hints or typing.get_type_hints(init))
        init(self, *args, **{name: converted(value, hints[name], f"{cls.__name__}.{name}") for name, value in fields.items()})

    return __init__


def hint(name: str, known: typing.List[str]) -> str:
    snake = re.sub(r"[A-Z]", lambda letter: "_" + letter.group().lower(), name)
    close = [snake] if snake in known else difflib.get_close_matches(snake, known, 1)
    return f"write '{close[0]}'" if close else f"it can have {', '.join(sorted(known))}"


def converted(value: typing.Any, expected: typing.Any, place: str) -> typing.Any:
    """The value with structs for dictionaries. What else is wrong with it is found by jsii's own check of types."""
    alternatives = typing.get_args(expected) if typing.get_origin(expected) is typing.Union else (expected,)
    for alternative in alternatives:
        origin, inner = typing.get_origin(alternative), typing.get_args(alternative)
        if is_struct(alternative) and isinstance(value, dict):
            return alternative(**value)
        if origin is collections.abc.Sequence and isinstance(value, (list, tuple)):
            return [converted(item, inner[0], f"{place}[{index}]") for index, item in enumerate(value)]
        if origin is collections.abc.Mapping and isinstance(value, collections.abc.Mapping):
            return {key: converted(item, inner[1], f"{place}['{key}']") for key, item in value.items()}
    classes = [cls for cls in alternatives if isinstance(cls, type) and cls is not type(None)]
    if hasattr(value, "__jsii_type__") or value is None or not any(hasattr(cls, "__jsii_type__") for cls in classes):
        return value
    if isinstance(value, (str, bytes, int, float, dict, list, tuple)) and not any(isinstance(value, cls) for cls in classes if not hasattr(cls, "__jsii_type__")):
        names = " or ".join(cls.__name__ for cls in classes)
        raise TypeError(f"{place} must be a {names}; got {type(value).__name__}{ADVICE.get(names, '')}")
    return value


ADVICE = {"SecretValue": ": use SecretValue.from_variable(…), or SecretValue.plaintext(…) for what is not a secret"}
