import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { CommandLine } from './support/command-line';
import { Emulator } from './support/emulator';
import { exampleModule } from './support/example-module';
import { makeForExamples } from './support/made-by-others';
import { keepPlan } from './support/plans';
import { describeReal } from './support/prerequisites';
import { emulated } from './support/synthesis';
import { Workspace } from './support/terraform';

jest.setTimeout(300_000);

const ROOT = join(__dirname, '../..');

/** Things of others that an example refers to and no apply makes. */
const OTHERS: { readonly [example: string]: readonly string[] } = {
  'json-secret-references': ['secret \'hamadaInfo\''],
  'own-source': ['secret \'vault/shop/database\'', 'parameter \'/platform/cache-url\'', 'key '],
  'platform-team': ['secret \'company/token-signing\''],
};

/** Examples whose references are all known at plan only. */
const ONLY_AT_PLAN = ['aurora-managed', 'discovered', 'names-from-variables'];

interface Module {
  readonly variables?: object;
  readonly rename?: readonly (readonly [from: string, to: string])[];
}

/** Examples that are applied as modules of one configuration; two take the same names in the same Region. */
const TOGETHER: { readonly [example: string]: Module } = {
  'aurora-managed': {},
  'ci-revisions': {},
  'discovered': { rename: [['"path": "/example"', '"path": "/found"'], ['"name": "example"', '"name": "found"']] },
  'json-secret-references': {},
  'names-from-variables': {
    variables: { parameters: { DB_USER: 'value-never-shown' }, json_secret: { DB_PASSWORD: 'value-never-shown' }, json_secret_names: ['DB_PASSWORD'] },
  },
  'own-source': {},
  'rds-rotation': {},
};

/** Values of all variables that the applied examples have. */
const secrets = Object.fromEntries(
  ['REGISTRY_PASSWORD', 'REGISTRY_USERNAME', 'SPLUNK_TOKEN', 'TLS_KEY', 'DD_API_KEY', 'DB_PASSWORD'].map((name) => [name, `${name}-never-shown`]),
);

describeReal('ecs-secrets verify on the examples', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'e2e-verified-'));
  let emulator: Emulator;
  let cli: CommandLine;

  beforeAll(async () => {
    const tsNode = join(ROOT, 'node_modules/ts-node/dist/bin.js');
    const script = join(__dirname, 'support/synthesise-examples.ts');
    execFileSync(process.execPath, [tsNode, '-P', join(ROOT, 'examples/tsconfig.json'), script, outdir], { cwd: ROOT, stdio: 'ignore' });
    emulator = await Emulator.start();
    cli = new CommandLine(emulator);
    // what the two teams of ecs-and-batch have already
    for (const Name of ['/mackerel.io/orgs/example/api-key/mackerel-container-agent', '/www.example.com/rds/password', '/www.example.com/rds/user_name']) {
      await emulator.admin.ssm.send(new PutParameterCommand({ Name, Value: 'value-never-shown', Type: 'SecureString' }));
    }
  });

  afterAll(async () => {
    await emulator?.stop();
    cli?.remove();
    rmSync(outdir, { recursive: true, force: true });
  });

  /** What is found, but for what applying makes. */
  const found = async (path: string) => {
    const { exitCode, stdout } = await cli.call(['verify', path, '--json']);
    const findings = JSON.parse(stdout).checked.flatMap((one: any) => one.findings).filter(({ severity }: any) => severity !== 'later');
    return { exitCode, findings: findings.map(({ code, message }: any) => `${code} ${message}`) as string[] };
  };

  test('before they are applied: nothing is found but what others haven\'t made', async () => {
    const examples = readdirSync(join(outdir, 'json'));
    expect(examples.length).toBeGreaterThanOrEqual(10);
    for (const example of examples) {
      const { exitCode, findings } = await found(join(outdir, 'json', example));
      const expected = ONLY_AT_PLAN.includes(example) ? 2 : example in OTHERS ? 1 : 0;
      expect([example, exitCode]).toEqual([example, expected]);
      const unexpected = findings.filter((finding) => !(OTHERS[example] ?? []).some((thing) => finding.startsWith(`missing ${thing}`)));
      expect([example, ...unexpected.map((finding) => finding.split(' ')[0])]).toEqual([example, ...ONLY_AT_PLAN.includes(example) ? ['nothing-checked'] : []]);
    }
  });

  test('those that are modules of one configuration, after they are applied: nothing is found in the apps and in the plan', async () => {
    // GIVEN: each with names of its own, and what others made
    const { others, managedSecretArn } = await makeForExamples(emulator);
    const made = (text: string) => others.reduce((changed, [there, here]) => changed.replaceAll(there, here), text);
    const workspace = new Workspace(emulator);
    try {
      const modules = Object.entries(TOGETHER).map(([example, { variables, rename = [] }]) => {
        const stack = join(outdir, `json/${example}/stacks/${example}/cdk.tf.json`);
        writeFileSync(stack, rename.reduce((changed, [from, to]) => changed.replaceAll(from, to), made(readFileSync(stack, 'utf8'))));
        mkdirSync(join(workspace.directory, example));
        const content = exampleModule(readFileSync(stack, 'utf8'), managedSecretArn);
        writeFileSync(join(workspace.directory, example, 'main.tf.json'), JSON.stringify(content, null, 2));
        return [example, { source: `./${example}`, ...variables }];
      });
      workspace.write({ module: Object.fromEntries(modules) });
      await workspace.init();
      // WHEN
      await workspace.apply();
      // what people type
      const { ssm } = emulator.in('ap-northeast-1').admin;
      for (const Name of ['/example/API_TOKEN', '/example/QUEUE_PASSWORD']) {
        await ssm.send(new PutParameterCommand({ Name, Value: 'value-never-shown', Overwrite: true }));
      }
      const plan = await workspace.plan();
      writeFileSync(cli.path('plan.json'), keepPlan('examples', await plan.show()));
      // THEN
      for (const example of Object.keys(TOGETHER)) {
        const expected = ONLY_AT_PLAN.includes(example) ? { exitCode: 2, findings: [expect.stringMatching(/^nothing-checked /)] } : { exitCode: 0, findings: [] };
        expect([example, await found(join(outdir, 'json', example))]).toEqual([example, expected]);
      }
      expect(await found(cli.path('plan.json'))).toEqual({ exitCode: 0, findings: [] });
    } finally {
      workspace.remove();
    }
  });

  test.each(['ecs-and-batch', 'everywhere-a-secret-goes'])('%s after it is applied: nothing is found in the app and in its plan', async (example) => {
    const workspace = new Workspace(emulator);
    const variables = example === 'everywhere-a-secret-goes' ? { secrets } : {};
    try {
      workspace.write(emulated(JSON.parse(readFileSync(join(outdir, `json/${example}/stacks/${example}/cdk.tf.json`), 'utf8'))));
      await workspace.init();
      await workspace.apply({ variables });
      const plan = await workspace.plan({ variables });
      writeFileSync(cli.path('plan.json'), keepPlan(example, await plan.show()));
      for (const what of [workspace.directory, cli.path('plan.json')]) {
        const { findings } = await found(what);
        // the file that people have still to upload
        expect([what, ...findings.filter((finding) => !/^missing object '.*\/app\.env'/.test(finding))]).toEqual([what]);
      }
    } finally {
      workspace.remove();
    }
  });
});
