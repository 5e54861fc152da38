"""Faults that a test arms: the next calls that match are refused, throttled, or carried out without an answer."""

import socket
import time
from fnmatch import fnmatchcase

# effect → code and message of the answer, where the test names no others
_ANSWERS = {
    "deny": ("AccessDeniedException", "the test denies this call"),
    "throttle": ("ThrottlingException", "Rate exceeded"),
    "refuse": ("InvalidRequestException", "the test refuses this call"),
    "drop": ("", ""),
    "crash": ("", ""),
    "garbage": ("", ""),
    "silence": ("", ""),
    "late": ("", ""),
}
_FIELDS = {"action", "resource", "detail", "effect", "code", "message", "after", "times"}


class Fault:
    def __init__(self, given):
        unknown = set(given) - _FIELDS
        if unknown or given.get("effect") not in _ANSWERS or "action" not in given:
            raise ValueError(f"not a fault: {given}")
        code, message = _ANSWERS[given["effect"]]
        self.effect = given["effect"]
        self.code, self.message = given.get("code", code), given.get("message", message)
        self._given = given
        self._seen = 0
        self.hits = 0

    def strikes(self, call):
        """Counts the call if it matches, and says whether this is one of those to fail."""
        if not self._matches(call):
            return False
        self._seen += 1
        times = self._given.get("times", 1)
        struck = self._seen > self._given.get("after", 0) and (times == 0 or self.hits < times)
        self.hits += struck
        return struck

    def _matches(self, call):
        resource = self._given.get("resource", "*")
        return (
            fnmatchcase(call.action.lower(), self._given["action"].lower())
            and any(fnmatchcase(named, resource) for named in call.resources)
            and all(call.params.get(name) == value for name, value in self._given.get("detail", {}).items())
        )

    def report(self):
        return {**self._given, "hits": self.hits}


class Faults:
    def __init__(self):
        self._armed = []

    def arm(self, given):
        self._armed.append(Fault(given))

    def disarm(self):
        self._armed.clear()

    def report(self):
        return [fault.report() for fault in self._armed]

    def striking(self, call):
        return next((fault for fault in self._armed if fault.strikes(call)), None)


class Silence(Exception):
    """No answer, for longer than any client of a test waits, whether or not the call is carried out."""


def keep_silent(environ):
    time.sleep(60)
    hang_up(environ)


class AnswerDropped(ConnectionResetError):
    """The server takes this for a client that has gone."""


def hang_up(environ):
    """Ends the connection without an answer."""
    connection = environ["werkzeug.socket"]
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    raise AnswerDropped("the test drops this answer")
