"""Evaluates IAM policy documents the way AWS documents it: an explicit deny wins, then an allow, else no.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import json
import re
from functools import lru_cache

ALLOWED = "allowed"
DENIED = "explicit deny"
NOT_ALLOWED = "no allow"


class UnsupportedPolicy(ValueError):
    """A policy uses what this evaluator doesn't know. Guessing would make a test pass or fail for the wrong reason."""


def decide(documents, action, resource, context):
    """One action on one resource: ALLOWED, DENIED or NOT_ALLOWED."""
    decision = NOT_ALLOWED
    for statement in statements(documents):
        if not _covers(statement, action, resource, context):
            continue
        if statement["Effect"] == "Deny":
            return DENIED
        decision = ALLOWED
    return decision


def trusts(document, action, principals, context):
    """Whether a trust policy lets one of `principals` ({"Service": [...], "AWS": [...]}) take `action`."""
    decision = False
    for statement in statements([document]):
        if not (
            _one_of(statement, "Action", action, ignore_case=True)
            and _names(statement.get("Principal"), principals)
            and conditions_hold(statement.get("Condition", {}), context)
        ):
            continue
        if statement["Effect"] == "Deny":
            return False
        decision = True
    return decision


def statements(documents):
    for document in documents:
        parsed = json.loads(document) if isinstance(document, str) else document
        yield from as_list(parsed.get("Statement", []))


def as_list(value):
    return value if isinstance(value, list) else [value]


def _covers(statement, action, resource, context):
    return (
        _one_of(statement, "Action", action, ignore_case=True)
        and _one_of(statement, "Resource", resource)
        and conditions_hold(statement.get("Condition", {}), context)
    )


def _one_of(statement, element, value, ignore_case=False):
    if f"Not{element}" in statement:
        return not _any_matches(statement[f"Not{element}"], value, ignore_case)
    return _any_matches(statement.get(element, []), value, ignore_case)


def _any_matches(patterns, value, ignore_case=False):
    return any(matches(pattern, value, ignore_case) for pattern in as_list(patterns))


def _names(principal, principals):
    if principal == "*":
        return True
    if not isinstance(principal, dict):
        return False
    return any(
        named == "*" or named in principals.get(kind, [])
        for kind, names in principal.items()
        for named in as_list(names)
    )


def matches(pattern, value, ignore_case=False):
    return _regex(pattern, ignore_case).fullmatch(value) is not None


@lru_cache(maxsize=None)
def _regex(pattern, ignore_case):
    if "${" in pattern:
        raise UnsupportedPolicy(f"policy variables are not supported: {pattern}")
    translated = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    return re.compile(translated, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _arn_like(pattern, value):
    """ArnLike compares the six parts one by one, so that a `*` can't reach over a colon of the first five."""
    wanted, given = pattern.split(":", 5), value.split(":", 5)
    return len(wanted) == len(given) == 6 and all(map(matches, wanted, given))


# ArnEquals and ArnLike behave alike: both take wildcards.
_OPERATORS = {
    "StringEquals": lambda wanted, value: wanted == value,
    "StringEqualsIgnoreCase": lambda wanted, value: wanted.lower() == value.lower(),
    "StringLike": matches,
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": lambda wanted, value: str(wanted).lower() == value.lower(),
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def conditions_hold(condition, context):
    """Every operator and key must hold; one of a key's values is enough. Key names ignore case."""
    values = {key.lower(): value for key, value in context.items()}
    return all(
        _holds(operator, values.get(key.lower()), as_list(wanted))
        for operator, keys in condition.items()
        for key, wanted in keys.items()
    )


def _holds(operator, value, wanted):
    optional = operator.endswith("IfExists")
    name = operator[: -len("IfExists")] if optional else operator
    if name == "Null":
        return any(str(want).lower() == str(value is None).lower() for want in wanted)
    negated = name in _NEGATED
    compare = _OPERATORS.get(_NEGATED.get(name, name))
    if compare is None:
        raise UnsupportedPolicy(f"condition operator not supported: {operator}")
    if value is None:
        return optional or negated
    return any(compare(want, value) for want in wanted) != negated
