#!/usr/bin/env python
from cdktf import App, TerraformStack, TerraformVariable
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_ecs_secrets import (
    ContainerDefinition,
    ContainerSecrets,
    LogConfiguration,
    PortMapping,
    SecretValue,
    SecretValues,
    TaskDefinition,
)
from constructs import Construct


class QuickstartStack(TerraformStack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="ap-northeast-1")

        key = KmsKey(self, "Key", description="secrets of the example application", enable_key_rotation=True)
        values = TerraformVariable(self, "secrets", type="map(string)", default={})

        # the only place where the names stand
        secrets = ContainerSecrets(
            self,
            "Secrets",
            path="/example",
            encryption_key_arn=key.arn,
            parameters=SecretValues.from_variable(values, ["DB_USER", "DB_PASSWORD"]),
            json_secret={
                "API_KEY": SecretValue.from_variable_key(values, "API_KEY"),  # from the variable
                "SESSION_SECRET": SecretValue.generated(),  # made by AWS, known to nobody
                "SMTP_PASSWORD": SecretValue.external(),  # typed into the console by people
            },
        )

        TaskDefinition(
            self,
            "Task",
            family="example",
            containers=[
                ContainerDefinition(
                    name="app",
                    image="123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/example:1.0.0",
                    secrets=[secrets.except_("SMTP_PASSWORD")],
                    environment={"LOG_LEVEL": "info"},
                    port_mappings=[PortMapping(container_port=8080)],
                    log_configuration=LogConfiguration(
                        log_driver="awslogs",
                        options={"awslogs-group": "/ecs/example", "awslogs-stream-prefix": "app"},
                    ),
                ),
                ContainerDefinition(
                    name="mailer",
                    image="public.ecr.aws/docker/library/busybox:1.37",
                    essential=False,
                    secrets=[secrets.only("SMTP_PASSWORD")],
                ),
            ],
        )


if __name__ == "__main__":
    app = App()
    QuickstartStack(app, "quickstart")
    app.synth()
