"""Stands before moto: keeps the log of calls, checks access, and turns moto's gaps into answers that are not retried."""

import io
import json
import sys
import threading
import traceback
from xml.sax.saxutils import escape

from access import Refused, authorise, caller, check_trust
from calls import Call
from faults import AnswerDropped, Faults, Silence, hang_up, keep_silent
from patches.label_lag import LAG
from policies import UnsupportedPolicy
from rates import Rates

_HARNESS = "/_harness/"
# So many answers are kept for SDKs that ask again.
_ANSWERS_KEPT = 1000


class Gate:
    def __init__(self, application):
        self._application = application
        self._calls = []
        self._faults = Faults()
        self._rates = Rates()
        self._answered = {}
        # moto's backends are plain dictionaries; one call at a time also gives the log one true order.
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO", "").startswith(_HARNESS):
            return self._harness(environ, start_response)
        body = _read(environ)
        try:
            with self._lock:
                return self._serve(Call(environ, body), environ, start_response)
        except Silence:
            keep_silent(environ)

    def _serve(self, call, environ, start_response):
        entry = {
            "seq": len(self._calls) + 1,
            "action": call.action,
            "resources": call.resources,
            "accessKeyId": call.access_key,
            "allowed": True,
            "detail": call.detail,
            "passedRoles": call.passed_roles,
            "isTagging": call.is_tagging,
        }
        self._calls.append(entry)

        # Connections on a busy machine break now and then. A test that wants a lost answer arms a fault, which leaves nothing here.
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if invocation in self._answered:
            status, headers, answer = self._answered[invocation]
            entry["status"] = int(status.split()[0])
            print(f"e2e: an answer to {call.action} got lost and is given again", file=sys.stderr, flush=True)
            start_response(status, headers)
            return answer
        begun = []

        def started(status, headers, exc_info=None):
            entry["status"] = int(status.split()[0])
            begun[:] = [status, headers]
            return start_response(status, headers, exc_info)

        try:
            role = caller(call)
            if role:
                entry["role"] = role.arn
                authorise(call, role)
            if call.action == "sts:AssumeRole":
                check_trust(call, role, _acting_service(environ))
            if self._rates.refuses(call):
                raise Refused("ThrottlingException", "Rate exceeded", 400)
            fault = self._faults.striking(call)
            if fault:
                entry["fault"] = fault.effect
                if fault.effect == "silence":
                    raise Silence
                if fault.effect in ("crash", "garbage"):
                    return _nonsense(fault, started)
                if fault.effect not in ("drop", "late"):
                    raise Refused(fault.code, fault.message, 400)
            answer = list(self._application(environ, started))
            if fault and fault.effect == "late":
                raise Silence
            if fault:
                hang_up(environ)
            if invocation and entry["status"] < 400:
                self._keep(invocation, (*begun, answer))
            return answer
        except (AnswerDropped, Silence):
            raise
        except Refused as refusal:
            entry.update(allowed=False, reason=refusal.message)
            return _error(call, started, refusal.code, refusal.message, refusal.status)
        except (NotImplementedError, UnsupportedPolicy) as gap:
            entry["reason"] = str(gap)
            return _error(call, started, "NotImplemented", f"the emulator does not know this: {gap}", 400)
        except Exception as failure:
            # A 500 would be retried for minutes before anybody saw it.
            traceback.print_exc()
            entry["reason"] = repr(failure)
            return _error(call, started, "EmulatorFailure", f"the emulator failed: {failure!r}", 400)

    def _keep(self, invocation, answered):
        self._answered[invocation] = answered
        if len(self._answered) > _ANSWERS_KEPT:
            del self._answered[next(iter(self._answered))]

    def _harness(self, environ, start_response):
        what, method = environ["PATH_INFO"].removeprefix(_HARNESS), environ["REQUEST_METHOD"]
        body = _read(environ)
        try:
            with self._lock:
                answer = self._control(what, method, json.loads(body) if body else {})
            status = "200 OK"
        except (KeyError, ValueError) as mistake:
            answer, status = {"message": str(mistake)}, "400 Bad Request"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def _control(self, what, method, given):
        if what == "calls":
            calls = list(self._calls)
            if method == "DELETE":
                self._calls.clear()
            return calls
        if what == "faults":
            report = self._faults.report()
            if method == "POST":
                self._faults.arm(given)
            elif method == "DELETE":
                self._faults.disarm()
            return report
        if what == "rates" and method == "PUT":
            self._rates.set(given)
            return given
        if what == "label-lag" and method == "PUT":
            LAG.set(given)
            return given
        raise KeyError(f"the emulator has no {method} {_HARNESS}{what}")


def _nonsense(fault, start_response):
    """A server that broke, or a proxy that answers in its place: a body that no protocol of AWS knows."""
    status = "500 Internal Server Error" if fault.effect == "crash" else "200 OK"
    body = b"" if fault.effect == "crash" else fault.message.encode()
    start_response(status, [("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", str(len(body)))])
    return [body]


def _read(environ):
    """The body, put back for moto, which reads it again. A chunked one has no length until now."""
    chunked = environ.pop("HTTP_TRANSFER_ENCODING", None)
    body = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return body


def _acting_service(environ):
    """Only AWS itself can call as a service principal; the harness says so in headers that no SDK sends."""
    principal = environ.get("HTTP_X_HARNESS_SERVICE")
    return principal and {
        "principal": principal,
        "source_arn": environ.get("HTTP_X_HARNESS_SOURCE_ARN"),
        "source_account": environ.get("HTTP_X_HARNESS_SOURCE_ACCOUNT"),
    }


def _error(call, start_response, code, message, status=None):
    json_protocol = bool(call.target)
    if json_protocol or call.service not in ("iam", "sts", "s3", "ec2", "sns", "sqs", "rds", "cloudformation", "autoscaling"):
        body = json.dumps({"__type": code, "message": message, "Message": message})
        kind = "application/x-amz-json-1.1" if json_protocol else "application/json"
        status = status or (400 if json_protocol else 403)
    else:
        code = code.removesuffix("Exception")
        inner = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        body = inner if call.service == "s3" else f"<ErrorResponse>{inner}<RequestId>harness</RequestId></ErrorResponse>"
        kind = "text/xml"
        status = status or 403
    start_response(f"{status} Refused", [("Content-Type", kind), ("x-amzn-errortype", code)])
    return [body.encode()]
