import { execFileSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { AWS_PROVIDER, describeReal } from './support/prerequisites';
import { emulated } from './support/synthesis';
import { Workspace } from './support/terraform';
import { SecretValue } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const ROOT = join(__dirname, '../..');
/** The environment that `npm run python` has installed the package into. */
const PYTHON = join(ROOT, '.build/python/venv/bin/python');
const VALUES = { DB_USER: 'app', DB_PASSWORD: 'a "password" é', API_KEY: 'api-key' };
const VARIABLES = { secrets: VALUES };

/** The stack of examples/python, as the Python program writes it; pip takes bindings of a newer provider than the tests have. */
function pythonStack(outdir: string): any {
  execFileSync(PYTHON, ['examples/python/main.py'], { cwd: ROOT, env: { ...process.env, CDKTF_OUTDIR: outdir } });
  const configuration = JSON.parse(readFileSync(join(outdir, 'stacks/quickstart/cdk.tf.json'), 'utf8'));
  delete configuration.terraform.backend;
  configuration.terraform.required_providers.aws.version = AWS_PROVIDER.version;
  return emulated(configuration);
}

const isInstalled = existsSync(PYTHON);
if (!isInstalled) {
  process.stderr.write("e2e: skipped 'an app in Python': run `npm run python` first, which installs the package\n");
}

(isInstalled ? describeReal : describe.skip)('an app in Python', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    emulator = await Emulator.start({ region: 'ap-northeast-1' });
    workspace = new Workspace(emulator);
    workspace.write(pythonStack(join(workspace.directory, 'out')));
    await workspace.init();
    await workspace.apply({ variables: VARIABLES });
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('gives each container its values, and the second plan is empty', async () => {
    const { containers } = await resolveTask(emulator, 'example');
    expect(containers.app.environment).toEqual({ ...VALUES, LOG_LEVEL: 'info', SESSION_SECRET: expect.any(String) });
    expect(containers.mailer.environment).toEqual({ SMTP_PASSWORD: SecretValue.PLACEHOLDER });
    const plan = await workspace.plan({ variables: VARIABLES });
    expect([plan.isEmpty, plan.changes]).toEqual([true, []]);
  });
});
