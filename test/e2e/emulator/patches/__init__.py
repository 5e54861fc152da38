"""Where moto answers other than AWS does, in ways that a Terraform run or a task start would notice: one file per service."""

from . import ecs, events, iam, label_lag, secretsmanager, ssm, stepfunctions


def apply():
    for service in (ecs, events, iam, secretsmanager, label_lag, ssm, stepfunctions):
        service.apply()
