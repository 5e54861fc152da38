import os
import re

from .wrap import wrap

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; white space does not count.
INLINE_SIZE = 10240
MANAGED_SIZE = 6144
MANAGED_PER_ROLE = 10


def apply():
    # Read by moto when the IAM backend is first made.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    _quotas()
    _simulation()


def _simulation():
    """moto has no policy simulator. Like AWS's, this one looks at the role's policies and boundary, and at no resource's policy.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
    """
    from moto.core.responses import ActionResult
    from moto.iam.responses import IamResponse

    from access import identity_layers
    from policies import ALLOWED, DENIED, decide

    decisions = {ALLOWED: "allowed", DENIED: "explicitDeny"}

    def simulate_principal_policy(self):
        role = self.backend.get_role_by_arn(self._get_param("PolicySourceArn"))
        context = {
            "aws:PrincipalArn": role.arn,
            **{entry["ContextKeyName"]: entry["ContextKeyValues"][0] for entry in self._get_param("ContextEntries", [])},
        }

        def decision(action, resource):
            layers = [decide(documents, action, resource, context) for documents in identity_layers(self.backend, role)]
            return next((decisions.get(layer, "implicitDeny") for layer in layers if layer != ALLOWED), "allowed")

        results = [
            {"EvalActionName": action, "EvalResourceName": resource, "EvalDecision": decision(action, resource)}
            for action in self._get_param("ActionNames")
            for resource in self._get_param("ResourceArns", ["*"])
        ]
        return ActionResult({"EvaluationResults": results, "IsTruncated": False})

    IamResponse.simulate_principal_policy = simulate_principal_policy


def _size(document):
    return len(re.sub(r"\s", "", document))


def _quotas():
    """AWS refuses what is too large for a role; moto takes any size."""
    from moto.iam.exceptions import LimitExceededException
    from moto.iam.models import IAMBackend

    @wrap(IAMBackend, "put_role_policy")
    def put_role_policy(original, self, role_name, policy_name, policy_json):
        others = {name: text for name, text in self.get_role(role_name).policies.items() if name != policy_name}
        if sum(map(_size, [*others.values(), policy_json])) > INLINE_SIZE:
            raise LimitExceededException(f"Maximum policy size of {INLINE_SIZE} bytes exceeded for role {role_name}")
        return original(self, role_name, policy_name, policy_json)

    @wrap(IAMBackend, "create_policy")
    def create_policy(original, self, description, path, policy_document, policy_name, tags):
        _require_managed_size(policy_document, LimitExceededException)
        return original(self, description, path, policy_document, policy_name, tags)

    @wrap(IAMBackend, "create_policy_version")
    def create_policy_version(original, self, policy_arn, policy_document, set_as_default):
        _require_managed_size(policy_document, LimitExceededException)
        return original(self, policy_arn, policy_document, set_as_default)

    @wrap(IAMBackend, "attach_role_policy")
    def attach_role_policy(original, self, policy_arn, role_name):
        attached = self.get_role(role_name).managed_policies
        if policy_arn not in attached and len(attached) >= MANAGED_PER_ROLE:
            raise LimitExceededException(f"Cannot exceed quota for PoliciesPerRole: {MANAGED_PER_ROLE}")
        return original(self, policy_arn, role_name)


def _require_managed_size(document, error):
    if _size(document) > MANAGED_SIZE:
        raise error(f"Cannot exceed quota for PolicySize: {MANAGED_SIZE}")
