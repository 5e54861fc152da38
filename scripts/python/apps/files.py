from pathlib import Path

from cdktf import App, TerraformOutput, TerraformStack, TerraformVariable
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_ecs_secrets import ContainerSecrets, ExecutionRole, SecretValues, TaskDefinition

app = App()
stack = TerraformStack(app, "files")
AwsProvider(stack, "aws", region="us-east-1")
values = TerraformVariable(stack, "secrets", type="map(string)", default={})
secrets = ContainerSecrets(
    stack,
    "Secrets",
    path="/shop",
    json_secret=SecretValues.from_sops_file("test/fixtures/sops/secrets.enc.yaml", values),
)

role = ExecutionRole(stack, "Role")
task = TaskDefinition.from_json(
    stack,
    "Imported",
    Path("examples/ecs-and-batch/ecs-task-def.json").read_text(),
    execution_role=role,
    secrets={"mackerel-container-agent": [secrets]},
)
TerraformOutput(stack, "json", value=task.to_json())
TerraformOutput(stack, "access", value=role.explain_access())
app.synth()
