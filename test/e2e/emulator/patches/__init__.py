"""Where moto answers other than AWS does, in ways that a Terraform run or a task start would notice: one file per service."""

from . import batch, ecs, events, iam, label_lag, new_roles, secretsmanager, ssm, stepfunctions, task_definitions


def apply():
    for service in (batch, ecs, events, iam, new_roles, secretsmanager, label_lag, ssm, stepfunctions, task_definitions):
        service.apply()
