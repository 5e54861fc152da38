"""An AWS service that acts with a role which it assumes.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html,
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html
"""

import boto3
from botocore.config import Config


def client_as(principal, role_arn, service, region):
    """A client with the credentials of a role that an AWS service assumes, if its trust policy lets it."""
    from moto.iam.models import iam_backends
    from moto.settings import moto_server_port
    from moto.sts.models import sts_backends

    from policies import trusts

    _, partition, _, _, account, _ = role_arn.split(":", 5)
    document = iam_backends[account][partition].get_role_by_arn(role_arn).assume_role_policy_document
    source = {"states": "stateMachine:any", "events": "rule/any"}[principal]
    context = {"aws:SourceAccount": account, "aws:SourceArn": f"arn:{partition}:{principal}:{region}:{account}:{source}"}
    if not trusts(document, "sts:AssumeRole", {"Service": [f"{principal}.amazonaws.com"]}, context):
        raise PermissionError(f"{principal} is not authorized to assume {role_arn}")
    session = sts_backends[account][partition].assume_role(
        region_name=region, role_session_name=principal, role_arn=role_arn, policy=None, duration=3600, external_id=None
    )
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{moto_server_port()}",
        aws_access_key_id=session.access_key_id,
        aws_secret_access_key=session.secret_access_key,
        aws_session_token=session.session_token,
        config=Config(retries={"max_attempts": 0, "total_max_attempts": 1}),
    )
