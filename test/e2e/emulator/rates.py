"""Calls over a rate are refused with ThrottlingException, as a bucket that is refilled every second would."""

import time

# Calls a second. Parameter Store: https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm. Nothing is published for
# DescribeParameters, which people report to be throttled first: https://github.com/segmentio/chamber/issues/34,
# https://github.com/minamijoyo/myaws/issues/31.
# Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html.
RATES = {"ssm:GetParameter*": 40, "ssm:DescribeParameters": 20, "secretsmanager:GetSecretValue": 10000}
# A bucket holds so many seconds' worth of calls.
BURST_SECONDS = 3


class Rates:
    def __init__(self):
        self.set({})

    def set(self, given):
        self._rates = {**RATES, **given}
        self._buckets = {}

    def refuses(self, call):
        pattern = next((pattern for pattern in self._rates if _covers(pattern, call.action)), None)
        if pattern is None:
            return False
        rate, now = self._rates[pattern], time.monotonic()
        key = (pattern, call.account, call.region)
        left, then = self._buckets.get(key, (rate * BURST_SECONDS, now))
        left = min(rate * BURST_SECONDS, left + (now - then) * rate)
        self._buckets[key] = (max(left - 1, 0) if left >= 1 else left, now)
        return left < 1


def _covers(pattern, action):
    return action.startswith(pattern[:-1]) if pattern.endswith("*") else action == pattern
