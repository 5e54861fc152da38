import { ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { JsonSecret, SecretValue, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

/** @param spreading whether the task definition is created before its predecessor goes, as others are */
function pinned(version: number, spreading = false): any {
  return stackOf((stack) => {
    const secret = new JsonSecret(stack, 'Secret', { secretName: 'example', jsonSecret: { KEY: SecretValue.generated({ version }) }, pinVersions: true });
    const { resource } = new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'api', image: 'api', secrets: [secret] }] });
    if (spreading) {
      resource.addOverride('lifecycle.create_before_destroy', true);
    }
  });
}

describeReal('pinned versions', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  const valueOf = async (revision: number) => (await resolveTask(emulator, `api:${revision}`)).containers.api.environment.KEY;
  const edit = async () => {
    const { SecretString } = await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: 'example' }));
    const edited = JSON.stringify({ ...JSON.parse(SecretString!), OTHER: 'by hand' });
    await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'example', SecretString: edited }));
  };

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(pinned(1));
    await workspace.init();
    await workspace.apply();
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('an old revision means the old value, also where people wrote a version in between', async () => {
    // GIVEN
    const first = await valueOf(1);
    await edit();
    expect((await workspace.plan()).changes).toEqual([]);

    // WHEN
    workspace.write(pinned(2));
    await workspace.apply();

    // THEN
    const { taskDefinitionArns = [] } = await emulator.admin.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'api', status: 'ACTIVE' }));
    expect(taskDefinitionArns.map((arn) => arn.split('/').pop())).toEqual(['api:1', 'api:2']);
    expect(await valueOf(2)).not.toBe(first);
    expect(await valueOf(1)).toBe(first);
  });

  test('create_before_destroy would fail there, as it spreads to the version', async () => {
    await edit();
    workspace.write(pinned(3, true));
    await expect(workspace.apply()).rejects.toThrow(/AWSPREVIOUS/);
  });
});
