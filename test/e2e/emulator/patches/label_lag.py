"""Reads by staging label that lag behind writes. Reads by version id are current.

Right after a write, AWSCURRENT can be missing ("couldn't find resource"):
https://github.com/hashicorp/terraform-provider-aws/pull/48318, https://github.com/hashicorp/terraform-provider-aws/issues/14322.
https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#troubleshoot_eventual-consistency says that a change
takes time to be seen everywhere, so an existing secret is assumed to answer with the older version.

Only Terraform's reads lag unless the test says "everybody", because tests look at what is stored.
"""

import json
import os
import time

from .wrap import wrap

_WRITES = ("create_secret", "create_managed_secret", "put_secret_value", "update_secret", "update_secret_version_stage")


class LabelLag:
    """How far behind readers are: some seconds, or held where they are until the test lets go."""

    def __init__(self):
        self.set({"seconds": float(os.environ.get("E2E_LABEL_LAG_SECONDS", "0"))})

    def set(self, given):
        unknown = set(given) - {"seconds", "hold", "everybody"}
        if unknown:
            raise ValueError(f"not a label lag: {given}")
        self._seconds = given.get("seconds", 0)
        self._held_at = time.monotonic() if given.get("hold") else None
        self._everybody = given.get("everybody", False)

    def applies_to(self, user_agent):
        lagging = self._seconds > 0 or self._held_at is not None
        return lagging and (self._everybody or "HashiCorp" in user_agent)

    def horizon(self):
        """Writes after this moment are not seen yet."""
        return time.monotonic() - self._seconds if self._held_at is None else self._held_at


LAG = LabelLag()


def apply():
    from moto.secretsmanager.exceptions import ResourceNotFoundException
    from moto.secretsmanager.models import SecretsManagerBackend
    from moto.secretsmanager.responses import SecretsManagerResponse

    def record(backend):
        for secret in (getattr(stored, "source", stored) for stored in dict.values(backend.secrets)):
            labels = {label: version for version, held in secret.versions.items() for label in held["version_stages"]}
            history = secret.__dict__.setdefault("label_history", [])
            if not history or history[-1][1] != labels:
                history.append((time.monotonic(), labels))

    def recording(name):
        @wrap(SecretsManagerBackend, name)
        def write(original, self, *args, **kwargs):
            try:
                return original(self, *args, **kwargs)
            finally:
                record(self)

    for name in _WRITES:
        recording(name)

    def labels_seen(secret):
        horizon = LAG.horizon()
        history = getattr(getattr(secret, "source", secret), "label_history", [])
        return next((labels for moment, labels in reversed(history) if moment <= horizon), {})

    @wrap(SecretsManagerResponse, "get_secret_value")
    def get_secret_value(original, self):
        secret_id = self._get_param("SecretId")
        secret = self.backend.secrets.get(secret_id)
        if not secret or secret.is_deleted() or self._get_param("VersionId") or not LAG.applies_to(self.headers.get("User-Agent", "")):
            return original(self)
        label = self._get_param("VersionStage") or "AWSCURRENT"
        labels = labels_seen(secret)
        version = labels.get(label)
        if not version:
            raise ResourceNotFoundException(f"Secrets Manager can't find the specified secret value for staging label: {label}")
        answer = self.backend.get_secret_value(secret_id, version, None)
        return json.dumps({**answer, "VersionStages": [held for held, holder in labels.items() if holder == version]})
