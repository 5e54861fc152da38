import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { emulated } from './support/synthesis';
import { Workspace } from './support/terraform';
import { DiscoveredJsonSecret, DiscoveredParameters, KeyDiscovery, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const VALUES = { API_KEY: 'value-of-the-json-secret', DB_PASSWORD: 'value-of-the-parameter' };

describeReal('names that one stack finds and another one uses', () => {
  let emulator: Emulator;
  const workspaces: Workspace[] = [];

  beforeAll(async () => {
    emulator = await Emulator.start();
    await emulator.admin.secretsManager.send(new CreateSecretCommand({ Name: 'vendor', SecretString: JSON.stringify({ API_KEY: VALUES.API_KEY }) }));
    await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/vendor/DB_PASSWORD', Value: VALUES.DB_PASSWORD, Type: 'String' }));
  });

  afterAll(async () => {
    await emulator?.stop();
    workspaces.forEach((workspace) => workspace.remove());
  });

  test('reach the task, and the values stay in the state of the first', async () => {
    // GIVEN
    const app = Testing.app() as App;
    const [first, second] = ['first', 'second'].map((id) => new TerraformStack(app, id));
    [first, second].forEach((stack) => new AwsProvider(stack, 'aws', { region: 'us-east-1' }));
    const secrets = [
      new DiscoveredJsonSecret(first, 'Secret', { secretName: 'vendor', keys: KeyDiscovery.fromValue() }),
      new DiscoveredParameters(first, 'Parameters', { path: '/vendor' }),
    ];
    new TaskDefinition(second, 'Task', { family: 'example', containers: [{ name: 'app', image: 'example:1.0.0', secrets }] });
    app.synth();
    const [shared, user] = [first, second].map(({ node }) => emulated(JSON.parse(readFileSync(join(app.outdir, 'stacks', node.id, 'cdk.tf.json'), 'utf8'))));

    // WHEN
    const [owner, consumer] = [new Workspace(emulator), new Workspace(emulator)];
    workspaces.push(owner, consumer);
    owner.write(shared);
    await owner.init();
    await owner.apply();
    for (const state of Object.values<any>(user.data.terraform_remote_state)) {
      state.config.path = join(owner.directory, 'terraform.tfstate');
    }
    consumer.write(user);
    await consumer.init();
    await consumer.apply();

    // THEN
    expect((await resolveTask(emulator, 'example')).containers.app.environment).toEqual(VALUES);
    const isIn = (text: string) => Object.values(VALUES).filter((value) => text.includes(value));
    expect(isIn(owner.stateText())).toEqual(Object.values(VALUES));
    expect(isIn(consumer.stateText())).toEqual([]);
    expect((await consumer.plan()).changes).toEqual([]);
  });
});
