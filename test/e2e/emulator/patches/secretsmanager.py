import json
import re
import time
import uuid

from .wrap import wrap


def apply():
    _versions()
    _rotation()
    _names()
    _managed_key()
    _owned_by_services()


def _versions():
    from moto.secretsmanager.exceptions import ResourceNotFoundException
    from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

    def labelled(secret, stage):
        return [version for version in secret.versions.values() if stage in version["version_stages"]]

    @wrap(SecretsManagerBackend, "get_secret_value")
    def get_secret_value(original, self, secret_id, version_id, version_stage):
        """Without a version AWS reads AWSCURRENT wherever it is; moto reads the version it was put on first."""
        if not version_id:
            version_stage = version_stage or "AWSCURRENT"
            secret = self.secrets.get(secret_id)
            if secret and not secret.is_deleted() and not labelled(secret, version_stage):
                raise ResourceNotFoundException(
                    f"Secrets Manager can't find the specified secret value for staging label: {version_stage}"
                )
        return original(self, secret_id, version_id, version_stage)

    def reset_default_version(self, secret_version, version_id):
        """AWSCURRENT moves and AWSPREVIOUS follows; moto takes every other label off the older version too."""
        for label in ["AWSPREVIOUS", *(label for label in secret_version["version_stages"] if label != "AWSCURRENT")]:
            for version in labelled(self, label):
                version["version_stages"].remove(label)
        for version in labelled(self, "AWSCURRENT"):
            version["version_stages"].remove("AWSCURRENT")
            version["version_stages"].append("AWSPREVIOUS")
        self.versions[version_id] = secret_version
        self.default_version_id = version_id

    FakeSecret.reset_default_version = reset_default_version


def _rotation():
    from moto.secretsmanager.exceptions import ResourceNotFoundException
    from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

    @wrap(SecretsManagerBackend, "rotate_secret")
    def rotate_secret(
        original, self, secret_id, client_request_token=None, rotation_lambda_arn=None, rotation_rules=None, rotate_immediately=True
    ):
        """Does what AWS's rotation functions do: the JSON's `password` becomes another one, the rest stays.
        moto runs the function in Docker, and without Docker leaves AWSCURRENT on a version that has no value."""
        if not rotation_lambda_arn and not getattr(self.describe_secret(secret_id), "rotation_lambda_arn", None):
            return original(self, secret_id, client_request_token, rotation_lambda_arn, rotation_rules, rotate_immediately)
        secret = self.describe_secret(secret_id)
        if rotation_lambda_arn:
            _require_function(self, rotation_lambda_arn, ResourceNotFoundException)
            secret.rotation_lambda_arn = rotation_lambda_arn
        secret.rotation_requested = secret.rotation_enabled = True
        secret.rotation_rules = rotation_rules or getattr(secret, "rotation_rules", {})
        secret.next_rotation_date = int(time.time()) + 86400 * secret.rotation_rules.get("AutomaticallyAfterDays", 1)
        if rotate_immediately:
            value = json.loads(self.get_secret_value(secret_id, None, None)["SecretString"])
            value["password"] = f"rotated-{uuid.uuid4()}"
            self.put_secret_value(secret_id, json.dumps(value), None, client_request_token or str(uuid.uuid4()), ["AWSCURRENT"])
            secret.last_rotation_date = int(time.time())
        return secret.to_short_dict()

    @wrap(FakeSecret, "to_dict")
    def to_dict(original, self):
        described = original(self)
        if getattr(self, "rotation_rules", None):
            described["RotationRules"] = self.rotation_rules
        return described


def _require_function(backend, arn, error):
    from moto.awslambda.utils import get_backend

    try:
        get_backend(backend.account_id, backend.region_name).get_function(arn)
    except Exception:
        raise error(f"Resource not found for ARN '{arn}'.") from None


def _names():
    from moto.secretsmanager import models
    from moto.secretsmanager.exceptions import InvalidRequestException

    name_of = models.get_secret_name_from_partial_arn

    def get_secret_name_from_partial_arn(identifier):
        """A partial ARN finds its secret, unless the name itself ends like the random suffix: then AWS takes it for a complete ARN.
        https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen"""
        name = name_of(identifier)
        return identifier if name != identifier and re.search(r"-[A-Za-z0-9]{6}$", name) else name

    models.get_secret_name_from_partial_arn = get_secret_name_from_partial_arn

    @wrap(models.SecretsManagerBackend, "create_secret")
    def create_secret(original, self, name, *args, **kwargs):
        """A scheduled deletion keeps the name: https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html"""
        stored = dict.get(self.secrets, name)
        if stored and stored.is_deleted():
            raise InvalidRequestException(
                "You can't create this secret because a secret with this name is already scheduled for deletion."
            )
        return original(self, name, *args, **kwargs)


def _managed_key():
    from moto.secretsmanager.models import FakeSecret

    @wrap(FakeSecret, "to_dict")
    def to_dict(original, self):
        """AWS's own key isn't named: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html"""
        described = original(self)
        if described.get("KmsKeyId") == "alias/aws/secretsmanager":
            del described["KmsKeyId"]
        return described


def _owned_by_services():
    """https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html: read like any other, changed by nobody else."""
    from moto.secretsmanager.exceptions import InvalidRequestException
    from moto.secretsmanager.responses import SecretsManagerResponse

    def protected(name):
        @wrap(SecretsManagerResponse, name)
        def write(original, self):
            secret = self.backend.secrets.get(self._get_param("SecretId"))
            owner = getattr(secret, "owning_service", None)
            if owner:
                raise InvalidRequestException(f"You can't perform this operation on secret {secret.name}, which is managed by {owner}.")
            return original(self)

    for name in ("put_secret_value", "update_secret", "delete_secret", "update_secret_version_stage"):
        protected(name)
