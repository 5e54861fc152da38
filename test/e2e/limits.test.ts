import { TerraformStack, TerraformVariable } from 'cdktf';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { ParameterMap, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(900_000);

/** Terraform takes five minutes of processor time for a thousand: `LIMITS_COUNT=1000 npm run e2e limits`. */
const COUNT = Number(process.env.LIMITS_COUNT ?? 300);
const PARALLELISM = 50;
const NAMES = Array.from({ length: COUNT }, (_, i) => `NAME_${String(i).padStart(4, '0')}`);
const VALUES = Object.fromEntries(NAMES.map((name) => [name, `value of ${name}`]));
const USED = NAMES.slice(0, 300);

describeReal(`${COUNT} parameters of one path`, () => {
  const options = { variables: { values: VALUES }, parallelism: PARALLELISM };
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(stackOf((stack: TerraformStack) => {
      const variable = new TerraformVariable(stack, 'values', { type: 'map(string)', default: {} });
      const parameters = new ParameterMap(stack, 'Map', { path: '/example', parameters: SecretValues.fromVariable(variable, NAMES) });
      new TaskDefinition(stack, 'Task', { family: 'large', containers: [{ name: 'app', image: 'example:1', secrets: [parameters.only(...USED)] }] });
    }));
    await workspace.init();
    const plan = await workspace.plan(options);
    await workspace.apply({ ...options, plan });
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('a task gets 300 of them, with its role alone', async () => {
    const { containers } = await resolveTask(emulator, 'large');
    expect(containers.app.environment).toEqual(Object.fromEntries(USED.map((name) => [name, VALUES[name]])));
  });

  test('the second plan is empty', async () => {
    const plan = await workspace.plan(options);
    expect([plan.isEmpty, plan.changes]).toEqual([true, []]);
  });
});
