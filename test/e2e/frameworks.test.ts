import { execFileSync } from 'child_process';
import { existsSync } from 'fs';
import { join } from 'path';
import { Emulator } from './support/emulator';
import { AWS_PROVIDER, describeReal } from './support/prerequisites';
import { emulated, synthesise } from './support/synthesis';
import { Workspace } from './support/terraform';
import { QuickstartStack } from '../../examples/quickstart/main';
import { ROOT, writeTree } from '../../scripts/compatibility/tree';

jest.setTimeout(600_000);

const VARIABLES = { secrets: { DB_USER: 'user-value', DB_PASSWORD: 'password-value', API_KEY: 'api-key-value' } };

const SYNTH = `
  const { Testing } = require('cdktn');
  const { QuickstartStack } = require('./examples/quickstart/main');
  const app = Testing.app({ context: { targetVersions: { terraform: '>=1.11.0' } } });
  process.stdout.write(Testing.synth(new QuickstartStack(app, 'quickstart'), true));
`;

/** The quickstart as the twin package makes it with CDK Terrain. */
function synthesiseWithCdkTerrain(): any {
  const packages = join(ROOT, 'compatibility/twin');
  if (!existsSync(join(packages, 'node_modules/cdktn'))) {
    execFileSync('npm', ['ci', '--prefix', packages, '--no-audit', '--no-fund'], { stdio: 'ignore' });
  }
  const tree = writeTree('twin', join(ROOT, '.build/twin-e2e'));
  const env = { ...process.env, TS_NODE_PROJECT: join(tree, 'tsconfig.dev.json') };
  const args = ['-r', 'ts-node/register/transpile-only', '-r', 'tsconfig-paths/register', '-e', SYNTH];
  return emulated(JSON.parse(execFileSync(process.execPath, args, { cwd: tree, env, encoding: 'utf8', maxBuffer: 2 ** 26 })));
}

describeReal('moving between CDKTF and CDK Terrain', () => {
  const configurations: { [framework: string]: any } = {};

  beforeAll(() => {
    configurations.CDKTF = synthesise((app) => new QuickstartStack(app, 'quickstart'));
    configurations['CDK Terrain'] = synthesiseWithCdkTerrain();
    const providers = Object.values(configurations).map(({ terraform }) => terraform.required_providers.aws);
    // the bindings are of different providers: both stacks are applied with the one that these tests have
    expect(providers.map(({ version }) => version.split('.')[0])).toEqual(['5', '6']);
    providers.forEach((provider) => (provider.version = AWS_PROVIDER.version));
  });

  test.each([['CDKTF', 'CDK Terrain'], ['CDK Terrain', 'CDKTF']])('what %s applied, %s leaves as it is', async (before, after) => {
    const emulator = await Emulator.start({ region: 'ap-northeast-1' });
    const workspace = new Workspace(emulator);
    try {
      // GIVEN
      workspace.write(configurations[before]);
      await workspace.init();
      await workspace.apply({ variables: VARIABLES });

      // WHEN
      workspace.write(configurations[after]);
      const plan = await workspace.plan({ variables: VARIABLES });

      // THEN
      expect(workspace.stateText()).toContain('aws_ecs_task_definition');
      expect([plan.isEmpty, plan.changes]).toEqual([true, []]);
    } finally {
      await emulator.stop();
      workspace.remove();
    }
  });
});
