import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { TerraformVariable } from 'cdktf';
import { CommandLine } from './support/command-line';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { engineOf } from './support/engine';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { terraformEnvironment } from './support/terraform-environment';
import { ContainerSecrets, SecretValue, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const VARIABLES = { value: 'the-value-of-the-variable' };

/** As docs/compatibility.md has it, in the words of JSON. */
const ENCRYPTION = {
  key_provider: { pbkdf2: { main: { passphrase: 'a passphrase of the tests' } } },
  method: { aes_gcm: { main: { keys: '${key_provider.pbkdf2.main}' } } },
  state: { method: 'method.aes_gcm.main', enforced: true },
  plan: { method: 'method.aes_gcm.main', enforced: true },
};

const engine = engineOf(terraformEnvironment());
const isOpenTofu = engine?.name === 'OpenTofu';
if (!isOpenTofu) {
  process.stderr.write('opentofu: skipped, E2E_TERRAFORM is not an OpenTofu\n');
}

(isOpenTofu ? describeReal : describe.skip)('what only OpenTofu has', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(stackOf((stack) => {
      const value = new TerraformVariable(stack, 'value', { type: 'string' });
      const secrets = new ContainerSecrets(stack, 'Secrets', {
        path: '/example',
        parameters: { GIVEN: SecretValue.fromVariable(value) },
        jsonSecret: { GENERATED: SecretValue.generated() },
      });
      new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'api', image: 'api', secrets: [secrets] }] });
      stack.addOverride('terraform.encryption', ENCRYPTION);
    }));
    await workspace.init();
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('state and plan are encrypted, and the apply writes the values', async () => {
    const plan = await workspace.plan({ variables: VARIABLES });
    await workspace.apply({ plan, variables: VARIABLES });
    expect(workspace.stateText()).toContain('encrypted_data');
    expect(workspace.stateText()).not.toContain('aws_ssm_parameter');
    const { containers } = await resolveTask(emulator, 'api');
    expect(containers.api.environment).toEqual({ GIVEN: VARIABLES.value, GENERATED: expect.any(String) });
    expect(await findLeaks(workspace, { GIVEN: VARIABLES.value, GENERATED: containers.api.environment.GENERATED })).toEqual([]);
  });

  test('the second plan is empty, and a value that people wrote stays', async () => {
    await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/example/GIVEN', Value: 'edited-by-people', Overwrite: true }));
    await workspace.apply({ variables: VARIABLES });
    const { Parameter } = await emulator.admin.ssm.send(new GetParameterCommand({ Name: '/example/GIVEN', WithDecryption: true }));
    expect(Parameter!.Value).toBe('edited-by-people');
    expect((await workspace.plan({ variables: VARIABLES })).changes).toEqual([]);
  });

  test('the command verifies a plan as tofu show prints it', async () => {
    const cli = new CommandLine(emulator);
    try {
      const plan = await workspace.plan({ variables: VARIABLES });
      const file = join(cli.directory, 'plan.json');
      writeFileSync(file, await plan.show());
      const { exitCode, stdout } = await cli.call(['verify', file]);
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('2 references, 2 fine')]);
    } finally {
      cli.remove();
    }
  });
});
