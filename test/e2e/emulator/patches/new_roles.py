"""IAM is eventually consistent: a policy that names a role made a moment ago is refused, and accepted when it is sent again.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency,
https://github.com/hashicorp/terraform-provider-aws/issues/14449
"""

import json
import time

from policies import as_list

from .wrap import wrap

SECONDS = 1


def apply():
    from moto.core.exceptions import JsonRESTError
    from moto.iam.exceptions import MalformedPolicyDocument
    from moto.iam.models import IAMBackend, iam_backends
    from moto.kms.models import KmsBackend
    from moto.secretsmanager.models import SecretsManagerBackend

    @wrap(IAMBackend, "create_role")
    def create_role(original, self, role_name, assume_role_policy_document, *args, **kwargs):
        if names_new_role(assume_role_policy_document):
            raise MalformedPolicyDocument("Invalid principal in policy")
        role = original(self, role_name, assume_role_policy_document, *args, **kwargs)
        role.unknown_until = time.monotonic() + SECONDS
        return role

    def names_new_role(document):
        """Whether a principal is a role that isn't known yet. It is from now on, so that a repetition passes."""
        for arn in _role_principals(document):
            account, partition = arn.split(":")[4], arn.split(":")[1]
            try:
                role = iam_backends[account][partition].get_role_by_arn(arn)
            except Exception:
                continue
            if time.monotonic() < getattr(role, "unknown_until", 0):
                role.unknown_until = 0
                return True
        return False

    @wrap(SecretsManagerBackend, "put_resource_policy")
    def put_resource_policy(original, self, secret_id, policy):
        if names_new_role(policy):
            raise JsonRESTError("MalformedPolicyDocumentException", "This resource policy contains an unsupported principal.")
        return original(self, secret_id, policy)

    @wrap(KmsBackend, "put_key_policy")
    def put_key_policy(original, self, key_id, policy):
        if names_new_role(policy):
            raise JsonRESTError("MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals.")
        return original(self, key_id, policy)

    @wrap(IAMBackend, "update_assume_role_policy")
    def update_assume_role_policy(original, self, role_name, assume_role_policy):
        if names_new_role(assume_role_policy):
            raise MalformedPolicyDocument("Invalid principal in policy")
        return original(self, role_name, assume_role_policy)


def _role_principals(document):
    try:
        statements = as_list(json.loads(document or "{}").get("Statement", []))
    except ValueError:
        return
    for statement in statements:
        principal = statement.get("Principal")
        for arn in as_list((principal if isinstance(principal, dict) else {}).get("AWS", [])):
            if ":role/" in arn:
                yield arn
