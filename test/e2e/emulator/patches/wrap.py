import functools


def wrap(owner, name):
    """Replaces a method by one that gets the original as its first argument."""

    def decorate(replacement):
        original = getattr(owner, name)

        @functools.wraps(original)
        def method(*args, **kwargs):
            return replacement(original, *args, **kwargs)

        setattr(owner, name, method)

    return decorate
