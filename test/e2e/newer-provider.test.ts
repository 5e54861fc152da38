import { GetSecretValueCommand, ListSecretVersionIdsCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { TerraformVariable } from 'cdktf';
import { Emulator } from './support/emulator';
import { AWS_PROVIDER, describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { JsonSecret, SecretValue, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const VARIABLES = { value: 'from-the-variable' };

function configuration(): any {
  return stackOf((stack) => {
    const value = new TerraformVariable(stack, 'value', { type: 'string' });
    const secret = new JsonSecret(stack, 'Secret', {
      secretName: 'example',
      jsonSecret: { GENERATED: SecretValue.generated(), GIVEN: SecretValue.fromVariable(value), TYPED: SecretValue.external() },
      verifyAtPlan: true,
    });
    new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'api', image: 'api', secrets: [secret] }] });
  });
}

/**
 * From 6.26 on the AWS provider looks for a version in ListSecretVersionIds and not with GetSecretValue. That call has labelled versions only,
 * unless it is asked for all: a version that lost its labels may be gone for Terraform.
 */
describeReal('a provider that knows a secret\'s version by its labels', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  const versions = async () => {
    const answer = await emulator.admin.secretsManager.send(new ListSecretVersionIdsCommand({ SecretId: 'example', IncludeDeprecated: true }));
    return answer.Versions!.map(({ VersionId, VersionStages = [] }) => ({ id: VersionId!, labels: VersionStages }));
  };
  const stored = async () => {
    const { SecretString } = await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: 'example' }));
    return JSON.parse(SecretString!);
  };
  const write = async (values: object) => {
    await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'example', SecretString: JSON.stringify(values) }));
  };

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(configuration());
    await workspace.init();
    // a placeholder stops the plan: people are given the first version to fill
    await workspace.apply({ variables: VARIABLES }).catch(() => undefined);
    await write({ ...(await stored()), TYPED: 'typed-by-people' });
    await workspace.apply({ variables: VARIABLES });
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('finds each version that Terraform wrote, as it has a label', async () => {
    const state = JSON.parse(workspace.stateText()) as { resources: { type: string; instances: { attributes: { version_id: string } }[] }[] };
    const written = state.resources.filter(({ type }) => type === 'aws_secretsmanager_secret_version').flatMap(({ instances }) => instances);
    const labelled = (await versions()).filter(({ labels }) => labels.length > 0).map(({ id }) => id);
    expect(written.length).toBe(2);
    expect(labelled).toEqual(expect.arrayContaining(written.map(({ attributes }) => attributes.version_id)));
  });

  test('changes no value where it misses a version that lost its labels, and finds the next one', async () => {
    // GIVEN
    const values = { ...(await stored()), GIVEN: 'edited-by-people', UNKNOWN: 'unknown-to-terraform' };
    await write(values);
    await write({ ...values, UNKNOWN: 'edited-again' });
    const unlabelled = (await versions()).filter(({ labels }) => labels.length === 0).map(({ id }) => id);
    expect(unlabelled.length).toBeGreaterThan(0);
    for (const VersionId of unlabelled) {
      const effect = { effect: 'refuse', code: 'ResourceNotFoundException' } as const;
      await emulator.arm({ action: 'secretsmanager:GetSecretValue', detail: { VersionId }, ...effect, times: 0 });
    }

    // WHEN
    const plan = await workspace.plan({ variables: VARIABLES });
    await workspace.apply({ plan, variables: VARIABLES });

    // THEN
    if (AWS_PROVIDER.version.startsWith('5.')) {
      expect(plan.changes).toContainEqual(expect.stringMatching(/^create aws_secretsmanager_secret_version\./));
    }
    expect(plan.changes.filter((change) => /task_definition|delete/.test(change))).toEqual([]);
    expect(await stored()).toEqual({ ...values, UNKNOWN: 'edited-again' });
    expect((await workspace.plan({ variables: VARIABLES })).changes).toEqual([]);
  });
});
