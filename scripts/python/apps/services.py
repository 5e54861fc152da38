from cdktf import App, TerraformStack, TerraformVariable
from cdktf_cdktf_provider_aws.db_instance import DbInstance
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_ecs_secrets import (
    ContainerDefinition,
    ContainerDependency,
    ContainerSecrets,
    DatabaseEngine,
    DatabaseSecret,
    FirelensConfiguration,
    LogConfiguration,
    PortMapping,
    SecretValue,
    SecretValues,
    Service,
    TaskDefinition,
)

CLUSTER = "arn:aws:ecs:eu-central-1:123456789012:cluster/shop"
app = App()
stack = TerraformStack(app, "services")
AwsProvider(stack, "aws", region="eu-central-1")
values = TerraformVariable(stack, "secrets", type="map(string)", default={})

admin = DatabaseSecret(stack, "Admin", secret_name="shop/admin", engine=DatabaseEngine.POSTGRES, username="shop")
database = DbInstance(
    stack,
    "Database",
    identifier="shop",
    engine=admin.engine_name,
    instance_class="db.t4g.micro",
    allocated_storage=20,
    username=admin.username,
    password_wo=admin.password_wo,
    password_wo_version=admin.password_wo_version,
)
admin.attach(host=database.address, port=5432)
connection = admin.named_as({"host": "DB_HOST", "username": "DB_USER", "password": "DB_PASSWORD"})

for name in ["api", "worker", "mailer"]:
    secrets = ContainerSecrets(
        stack,
        f"Secrets-{name}",
        path=f"/shop/{name}",
        parameters={**SecretValues.from_variable(values, ["TOKEN"]), "LOG_LEVEL": SecretValue.plaintext("info")},
        json_secret={"SESSION_SECRET": SecretValue.generated(password_length=48), "DD_API_KEY": SecretValue.external()},
    )
    task = TaskDefinition(
        stack,
        f"Task-{name}",
        family=f"shop-{name}",
        cpu=256,
        memory=512,
        containers=[
            ContainerDefinition(
                name=name,
                image=f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/{name}:1.0.0",
                secrets=[secrets.except_("DD_API_KEY"), connection],
                port_mappings=[PortMapping(container_port=8080, name="http")],
                depends_on=[ContainerDependency(container_name="log-router", condition="START")],
                log_configuration=LogConfiguration(
                    log_driver="awsfirelens",
                    options={"Name": "datadog", "TLS": "on"},
                    secret_options=[secrets.only("DD_API_KEY").renamed({"DD_API_KEY": "apikey"})],
                ),
            ),
            ContainerDefinition(
                name="log-router",
                image="public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
                firelens_configuration=FirelensConfiguration(type="fluentbit", options={"enable-ecs-log-metadata": "true"}),
            ),
        ],
    )
    Service(stack, f"Service-{name}", service_name=name, cluster_arn=CLUSTER, task_definition=task, subnets=["subnet-0123456789abcdef0"])

app.synth()
