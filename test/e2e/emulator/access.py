"""Who is calling, and may they? Static keys are the account's administrator; session credentials have what their role has."""

from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

from calls import key_arn, parameter, parameter_arn, s3_place, secret
from policies import ALLOWED, DENIED, decide, trusts

_READS_PARAMETERS = ("GetParameter", "GetParameters", "GetParameterHistory")
_READS_SECRETS = ("GetSecretValue",)


class Refused(Exception):
    def __init__(self, code, message, status=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class Role:
    def __init__(self, session):
        self.arn = session.role_arn
        self.session_arn = session.arn
        self.account, self.partition = self.arn.split(":")[4], self.arn.split(":")[1]
        self._iam = iam_backends[self.account][self.partition]
        try:
            self._role = self._iam.get_role_by_arn(self.arn)
        except Exception:
            raise Refused("InvalidClientTokenId", f"role {self.arn} is gone") from None

    def require(self, action, resource, context, message=None):
        for documents in identity_layers(self._iam, self._role):
            decision = decide(documents, action, resource, {**self._context(), **context})
            if decision != ALLOWED:
                raise Refused("AccessDeniedException", message or self._refusal(action, resource, decision))

    def _context(self):
        return {"aws:PrincipalArn": self.arn, "aws:PrincipalAccount": self.account}

    def _refusal(self, action, resource, decision):
        why = (
            "with an explicit deny in an identity-based policy"
            if decision == DENIED
            else f"because no identity-based policy allows the {action} action"
        )
        return f"User: {self.session_arn} is not authorized to perform: {action} on resource: {resource} {why}"


def identity_layers(iam, role):
    """Each has to allow: the role's policies, and its boundary."""
    attached = [_document(policy) for policy in role.managed_policies.values()]
    layers = [[*role.policies.values(), *attached]]
    if role.permissions_boundary_arn:
        layers.append([_document(iam.get_policy(role.permissions_boundary_arn))])
    return layers


def _document(managed_policy):
    return next(version.document for version in managed_policy.versions if version.is_default)


def caller(call):
    """The role behind the request's session credentials, or None for the administrator."""
    if not call.session_token:
        return None
    for account in list(sts_backends.values()):
        for backend in list(account.values()):
            session = backend.get_assumed_role_from_access_key(call.access_key)
            if session and session.session_token == call.session_token:
                return Role(session)
    raise Refused("UnrecognizedClientException", "The security token included in the request is invalid.")


def authorise(call, role):
    """Raises Refused unless the role's policies allow the call on every resource that it names."""
    if call.action == "sts:GetCallerIdentity":
        return
    context = {"aws:RequestedRegion": call.region}
    for resource in call.resources:
        role.require(call.action, resource, context)
    for key, via, name, value, message in _decryptions(call):
        role.require(
            "kms:Decrypt",
            key,
            {**context, "kms:ViaService": via, "kms:CallerAccount": role.account, f"kms:EncryptionContext:{name}": value},
            message,
        )


def _decryptions(call):
    """Services decrypt on the caller's behalf. Their default keys allow it to the whole account, customer keys don't."""
    suffix = "amazonaws.com.cn" if call.partition == "aws-cn" else "amazonaws.com"
    if call.service == "ssm" and call.operation in _READS_PARAMETERS and call.params.get("WithDecryption"):
        for name in call.params.get("Names") or [call.params["Name"]]:
            stored = parameter(call, name)
            if stored and stored.parameter_type == "SecureString" and stored.keyid != "alias/aws/ssm":
                message = (
                    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, "
                    "or you are not allowed to access."
                )
                yield key_arn(call, stored.keyid), f"ssm.{call.region}.{suffix}", "PARAMETER_ARN", parameter_arn(call, name), message
    if call.service == "secretsmanager" and call.operation in _READS_SECRETS:
        stored = secret(call, call.params.get("SecretId", ""))
        key = getattr(stored, "kms_key_id", None)
        if key and key.split(":")[-1] != "alias/aws/secretsmanager":
            yield key_arn(call, key), f"secretsmanager.{call.region}.{suffix}", "SecretARN", stored.arn, "Access to KMS is not allowed"
    if call.service == "s3" and call.operation == "GetObject":
        bucket, name = s3_place(call)
        stored = s3_backends[call.account][call.partition].buckets.get(bucket)
        stored = stored and stored.keys.get(name)
        key = getattr(stored, "kms_key_id", None)
        if key and key.split(":")[-1] != "alias/aws/s3":
            # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-overview
            bucket_key = str(stored.bucket_key_enabled).lower() == "true"
            context = f"arn:{call.partition}:s3:::{bucket}" if bucket_key else call.resources[0]
            yield key_arn(call, key), f"s3.{call.region}.{suffix}", "aws:s3:arn", context, None


def check_trust(call, role, service):
    """AssumeRole asks the role's trust policy. `service` holds what the harness says when it acts for an AWS service."""
    arn = call.params.get("RoleArn", "")
    refusal = Refused("AccessDenied", f"not authorized to perform: sts:AssumeRole on resource: {arn}")
    try:
        account = arn.split(":")[4]
        wanted = iam_backends[account][get_partition(call.region)].get_role_by_arn(arn)
    except Exception:
        raise refusal from None
    if service:
        principals, context = {"Service": [service["principal"]]}, {
            "aws:SourceArn": service["source_arn"],
            "aws:SourceAccount": service["source_account"],
        }
    else:
        who = role.account if role else call.account
        principals = {"AWS": [who, f"arn:{call.partition}:iam::{who}:root", *([role.arn, role.session_arn] if role else [])]}
        context = {"aws:PrincipalAccount": who}
    if not trusts(wanted.assume_role_policy_document, "sts:AssumeRole", principals, context):
        raise refusal
