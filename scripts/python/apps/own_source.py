from typing import List

import jsii
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_ecs_secrets import ContainerDefinition, ISecretSource, SecretBinding, SecretEntry, SecretRead, SecretSelection, SecretStore, TaskDefinition
from constructs import IConstruct


@jsii.implements(ISecretSource)
class SyncedSecret:
    """Keys of a secret that something else writes."""

    def __init__(self, arn: str, keys: List[str]) -> None:
        self.arn = arn
        self.keys = keys

    def bind_secrets(self, scope: IConstruct) -> SecretBinding:
        read = SecretRead(store=SecretStore.SECRETS_MANAGER, arn=self.arn)
        return SecretBinding(entries=[SecretEntry(name=name, value_from=f"{self.arn}:{name}::", read=read) for name in self.keys])


app = App()
stack = TerraformStack(app, "own_source")
AwsProvider(stack, "aws", region="eu-central-1")
source = SyncedSecret("arn:aws:secretsmanager:eu-central-1:123456789012:secret:vault/shop-AbCdEf", ["DB_USER", "DB_PASSWORD"])
TaskDefinition(
    stack,
    "Task",
    family="shop",
    containers=[
        ContainerDefinition(name="app", image="example:1.0.0", secrets=[source]),
        ContainerDefinition(
            name="migration",
            image="example:1.0.0",
            essential=False,
            secrets=[SecretSelection.of(source).only("DB_PASSWORD").renamed({"DB_PASSWORD": "PASSWORD"})],
        ),
    ],
)
app.synth()
