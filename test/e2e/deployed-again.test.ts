import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { TerraformVariable } from 'cdktf';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { terraformEnvironment } from './support/terraform-environment';
import { ContainerSecrets, SecretValue, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(600_000);

const PAGE = readFileSync(join(__dirname, '../../docs/changes.md'), 'utf8');
/** The page's two recipes, as they stand there: keep the values, drop them. */
const [KEEP, DROP] = [...PAGE.split('## Destroy, then deploy again')[1].matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].map(([, lines]) => lines);
const VARIABLES = { secrets: { DB_USER: 'user-value', API_KEY: 'api-key-value' } };

const STACK = stackOf((stack) => {
  const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {} });
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/example',
    parameters: SecretValues.fromVariable(values, ['DB_USER']),
    jsonSecret: { API_KEY: SecretValue.fromVariableKey(values, 'API_KEY'), MADE: SecretValue.generated(), TYPED: SecretValue.external() },
  });
  new TaskDefinition(stack, 'Task', { family: 'example', containers: [{ name: 'app', image: 'example:1.0.0', secrets: [secrets] }] });
});

describeReal('a stack that is deployed again after it was destroyed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'e2e-again-'));
  const folder = join(directory, 'cdktf.out/stacks/example');
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    emulator = await Emulator.start();
    workspace = new Workspace(emulator, { directory: folder });
    workspace.write(STACK);
    await workspace.init();
    await workspace.apply({ variables: VARIABLES });
  });

  afterAll(async () => {
    await emulator?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const stored = async () => {
    const { SecretString } = await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: 'example' }));
    return JSON.parse(SecretString!);
  };

  /** What the page says, pasted into a shell in the app's folder. */
  const paste = async (recipe: string) => {
    const [id] = Object.keys(STACK.resource.aws_secretsmanager_secret);
    const env = { ...terraformEnvironment(emulator), AWS_DEFAULT_REGION: emulator.region, AWS_PAGER: '' };
    const child = spawn('bash', ['-ec', recipe.replace('RESOURCE_ID', id)], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data));
    child.stderr.on('data', (data: Buffer) => (said += data));
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    expect([code, code === 0 ? '' : said]).toEqual([0, '']);
  };

  const destroyed = async () => {
    await workspace.destroy({ variables: VARIABLES });
    await expect(workspace.apply({ variables: VARIABLES })).rejects.toThrow(/already scheduled for deletion|ResourceExistsException/);
  };

  test('keeps its values with the first recipe', async () => {
    // GIVEN a value that somebody has typed, and one of theirs
    const typed = { ...await stored(), TYPED: 'typed-into-the-console', THEIRS: 'of-somebody' };
    await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'example', SecretString: JSON.stringify(typed) }));
    await destroyed();

    // WHEN
    await paste(KEEP);
    await workspace.apply({ variables: VARIABLES });

    // THEN
    const { _versions: before, ...values } = typed;
    const { _versions: after, ...kept } = await stored();
    expect(kept).toEqual(values);
    expect((await workspace.plan({ variables: VARIABLES })).changes).toEqual([]);
  });

  test('begins anew with the second', async () => {
    // GIVEN
    const before = await stored();
    await destroyed();

    // WHEN
    await paste(DROP);
    await workspace.apply({ variables: VARIABLES });

    // THEN
    const { API_KEY, MADE, TYPED, THEIRS } = await stored();
    expect([API_KEY, THEIRS]).toEqual(['api-key-value', undefined]);
    expect(MADE).not.toBe(before.MADE);
    expect(TYPED).toMatch(/^REPLACE_ME/);
  });
});
