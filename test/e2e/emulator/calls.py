"""What an HTTP request asks of AWS: service, action, and the ARNs that IAM would look at."""

import json
import re
from functools import cached_property
from urllib.parse import parse_qs

from moto.core.responses import BaseResponse
from moto.iam.models import get_account_id_from, iam_backends
from moto.kms.models import kms_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.ssm.models import ssm_backends
from moto.utilities.utils import get_partition

# Signing name → prefix of the actions in IAM, where they differ.
_ACTION_PREFIX = {"monitoring": "cloudwatch", "email": "ses"}

# Parameters that name a thing; the log shows these and no others, so that it never holds a value.
_NAMING = (
    "Name", "Names", "Path", "SecretId", "VersionId", "VersionStage", "VersionStages", "RemoveFromVersionId", "MoveToVersionId",
    "KeyId", "RoleName", "PolicyName", "PolicyArn", "RoleArn", "family", "taskDefinition", "service", "serviceName", "cluster",
    "forceNewDeployment", "jobDefinition", "jobDefinitionName", "logGroupName", "repositoryName",
    "stateMachineArn", "executionArn",
)


class Call:
    def __init__(self, environ, body):
        self.method = environ["REQUEST_METHOD"]
        self.path = environ.get("PATH_INFO", "/")
        self.query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        self.body = body
        self.target = environ.get("HTTP_X_AMZ_TARGET")
        self.session_token = environ.get("HTTP_X_AMZ_SECURITY_TOKEN")
        scope = re.search(r"Credential=([^,\s]+)", environ.get("HTTP_AUTHORIZATION", ""))
        parts = scope.group(1).split("/") if scope else ["", "", "", "", ""]
        self.access_key, _, self.region, self.service, _ = parts
        self.partition = get_partition(self.region or "us-east-1")
        self.account = get_account_id_from(self.access_key)

    @cached_property
    def params(self):
        text = self.body.decode("utf-8", "replace")
        if text.startswith("{"):
            try:
                return json.loads(text)
            except ValueError:
                return {}
        if self.service == "s3":
            return {}
        return {key: values[0] for key, values in {**self.query, **parse_qs(text)}.items()}

    @cached_property
    def operation(self):
        if self.target:
            return self.target.split(".")[-1]
        if self.service == "s3":
            return _s3_operation(self)
        # a permission of a function names an action, too
        if "Action" in self.params and not self.body.startswith(b"{"):
            return self.params["Action"]
        try:
            response = BaseResponse({"lambda": "awslambda"}.get(self.service, self.service))
            response.region = self.region
            return response._get_action_from_method_and_request_uri(self.method, self.path) or "Unknown"
        except Exception:
            return "Unknown"

    @property
    def action(self):
        return f"{_ACTION_PREFIX.get(self.service, self.service)}:{self.operation}"

    @cached_property
    def resources(self):
        found = _RESOURCES.get(self.service, lambda call: [])(self)
        return found or ["*"]

    @property
    def detail(self):
        return {name: self.params[name] for name in _NAMING if name in self.params}

    @cached_property
    def passed_roles(self):
        """Roles that the call hands to a service, which takes iam:PassRole."""
        if self.service in ("iam", "sts"):
            return []
        return sorted({value for key, value in _leaves(self.params) if key.lower().endswith("role") or key.lower().endswith("rolearn") if ":role/" in value})

    @cached_property
    def is_tagging(self):
        """Whether the call creates something with tags, which takes the right to tag."""
        return any(key.lower().startswith("tags") and value for key, value in self.params.items())

    def arn(self, service, resource, regional=True, account=None):
        where = f"{self.region}:{account or self.account}" if regional else f":{account or self.account}"
        return f"arn:{self.partition}:{service}:{where}:{resource}"


def _leaves(value, key=""):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, key)
    elif isinstance(value, str):
        yield key, value


def parameter_arn(call, name):
    if name.startswith("arn:"):
        head, _, tail = name.partition(":parameter/")
        return f"{head}:parameter/{tail.split(':')[0]}"
    return call.arn("ssm", f"parameter/{name.split(':')[0].removeprefix('/')}")


def parameter(call, name):
    """The stored parameter, or None. Named without the slashes and selectors that differ between requests."""
    plain = parameter_arn(call, name).partition(":parameter/")[2]
    stored = ssm_backends[call.account][call.region]
    return stored.get_parameter(f"/{plain}") or stored.get_parameter(plain)


def secret(call, secret_id):
    return secretsmanager_backends[call.account][call.region].secrets.get(secret_id)


def key_arn(call, key_id):
    """Grants name keys, not aliases: an alias is followed to its key."""
    backend = kms_backends[call.account][call.region]
    try:
        return backend.keys[backend.any_id_to_key_id(key_id)].arn
    except (KeyError, AttributeError):
        return key_id if key_id.startswith("arn:") else call.arn("kms", f"key/{key_id}")


def _ssm(call):
    params = call.params
    names = params.get("Names") or [params.get(key) for key in ("Name", "Path") if params.get(key)]
    return [parameter_arn(call, name) for name in names]


def _secretsmanager(call):
    if call.operation == "CreateSecret":
        # The six characters that AWS appends are not known yet when it decides.
        return [call.arn("secretsmanager", f"secret:{call.params.get('Name')}-000000")]
    secret_id = call.params.get("SecretId")
    if not secret_id:
        return []
    found = secret(call, secret_id)
    return [found.arn if found else secret_id if secret_id.startswith("arn:") else call.arn("secretsmanager", f"secret:{secret_id}")]


def _kms(call):
    return [key_arn(call, call.params["KeyId"])] if call.params.get("KeyId") else []


def _ecr(call):
    name = call.params.get("repositoryName")
    return [call.arn("ecr", f"repository/{name}", account=call.params.get("registryId"))] if name else []


def _logs(call):
    name = call.params.get("logGroupName")
    return [call.arn("logs", f"log-group:{name}:log-stream:{call.params.get('logStreamName', '')}")] if name else []


def _ecs(call):
    params = call.params
    if params.get("service") or params.get("serviceName"):
        cluster = params.get("cluster", "default").split("/")[-1]
        return [call.arn("ecs", f"service/{cluster}/{(params.get('service') or params['serviceName']).split('/')[-1]}")]
    if params.get("services"):
        cluster = params.get("cluster", "default").split("/")[-1]
        return [call.arn("ecs", f"service/{cluster}/{name.split('/')[-1]}") for name in params["services"]]
    if call.operation == "RegisterTaskDefinition":
        return [call.arn("ecs", f"task-definition/{params.get('family')}:*")]
    named = params.get("taskDefinition")
    if named:
        return [named if named.startswith("arn:") else call.arn("ecs", f"task-definition/{named}")]
    return []


def _states(call):
    named = call.params.get("stateMachineArn") or call.params.get("executionArn")
    return [named] if named else []


def _sqs(call):
    url = call.params.get("QueueUrl")
    return [call.arn("sqs", url.split("/")[-1])] if url else []


def _iam(call):
    params = call.params
    if params.get("RoleName"):
        try:
            return [iam_backends[call.account][call.partition].get_role(params["RoleName"]).arn]
        except Exception:
            return [call.arn("iam", f"role{params.get('Path', '/')}{params['RoleName']}", regional=False)]
    if params.get("PolicyArn"):
        return [params["PolicyArn"]]
    if params.get("PolicyName"):
        return [call.arn("iam", f"policy{params.get('Path', '/')}{params['PolicyName']}", regional=False)]
    return []


def _sts(call):
    return [call.params["RoleArn"]] if call.params.get("RoleArn") else []


def s3_place(call):
    bucket, _, key = call.path.lstrip("/").partition("/")
    return bucket, key


def _s3(call):
    bucket, key = s3_place(call)
    return [f"arn:{call.partition}:s3:::{bucket}{'/' + key if key else ''}"] if bucket else []


def _s3_operation(call):
    bucket, key = s3_place(call)
    verb = {"GET": "Get", "HEAD": "Get", "DELETE": "Delete"}.get(call.method, "Put")
    for part in ("location", "tagging", "acl", "policy", "versioning", "encryption", "lifecycle", "cors", "website", "logging"):
        if part in call.query:
            return f"{verb}{'Object' if key else 'Bucket'}{part.capitalize()}"
    if key:
        return f"{verb}Object"
    if not bucket:
        return "ListAllMyBuckets"
    return {"Get": "ListBucket", "Put": "CreateBucket", "Delete": "DeleteBucket"}[verb]


_RESOURCES = {
    "ssm": _ssm,
    "secretsmanager": _secretsmanager,
    "kms": _kms,
    "ecr": _ecr,
    "logs": _logs,
    "ecs": _ecs,
    "iam": _iam,
    "sts": _sts,
    "s3": _s3,
    "sqs": _sqs,
    "states": _states,
}
