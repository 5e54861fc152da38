import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { parse } from 'yaml';
import { CommandLine } from './support/command-line';
import { Emulator } from './support/emulator';
import { keepPlan } from './support/plans';
import { describeReal } from './support/prerequisites';
import { synthesise } from './support/synthesis';
import { terraformEnvironment } from './support/terraform-environment';
import { ContainerSecrets, SecretValue, SecretValues, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(600_000);

const FILES = join(__dirname, '../../docs/pipelines');
const PAGE = readFileSync(join(FILES, '../pipelines.md'), 'utf8');
/** A block of the page, as one line. */
const block = (language: string) => new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(PAGE)![1].replace(/\s+/g, ' ').trim();
const read = (file: string) => readFileSync(join(FILES, file), 'utf8');
const VALUES = { secrets: { DB_USER: 'user-value', DB_PASSWORD: 'pass$word-${x}-"quoted"' } };
const STACK = 'cdktf.out/stacks/example';
/** Nothing shows these. */
const TYPED = 'typed-into-the-console';

/** The README's app. */
function app(statePath: string): any {
  const configuration = synthesise((root) => {
    const stack = new TerraformStack(root, 'example');
    new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
    const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {} });
    const secrets = new ContainerSecrets(stack, 'Secrets', {
      path: '/example',
      parameters: SecretValues.fromVariable(values, ['DB_USER', 'DB_PASSWORD']),
      jsonSecret: { SESSION_SECRET: SecretValue.generated(), SMTP_PASSWORD: SecretValue.external() },
      recoveryWindowInDays: 0,
    });
    new TaskDefinition(stack, 'Task', { family: 'example', containers: [{ name: 'app', image: 'example:1.0.0', secrets: [secrets] }] });
    return stack;
  });
  configuration.terraform.backend = { local: { path: statePath } };
  return configuration;
}

describeReal('the pipelines of docs/pipelines.md', () => {
  const directory = mkdtempSync(join(tmpdir(), 'e2e-pipelines-'));
  const bin = join(directory, 'bin');
  let emulator: Emulator;
  let cli: CommandLine;
  const roles: { [role: string]: NodeJS.ProcessEnv } = {};
  let jobs = 0;
  let printed = '';

  /** A machine of its own for one job, which has what the job before it left behind, and nothing else. */
  const machine = (artifact?: string) => {
    const folder = join(directory, `job-${++jobs}`);
    mkdirSync(folder);
    if (artifact) cpSync(join(artifact, 'cdktf.out'), join(folder, 'cdktf.out'), { recursive: true, filter: (path) => !path.endsWith('/.terraform') });
    return folder;
  };

  /** Runs lines as a pipeline's shell does. */
  const run = async (folder: string, lines: string[], env: NodeJS.ProcessEnv, from = '.') => {
    const base = terraformEnvironment(emulator);
    const child = spawn('bash', ['-eo', 'pipefail', '-c', lines.join('\n')], {
      cwd: join(folder, from), env: { ...base, TF_CLI_ARGS: '-no-color', ...env, PATH: `${bin}:${base.PATH}` }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data));
    child.stderr.on('data', (data: Buffer) => (said += data));
    const exitCode = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    printed += said;
    return { exitCode, said: said.replace(/[╷│╵]/g, '').replace(/\s+/g, ' ') };
  };
  const succeeds = async (...args: Parameters<typeof run>) => {
    const { exitCode, said } = await run(...args);
    if (exitCode !== 0) throw new Error(`ended with ${exitCode}: ${said}`);
    return said;
  };

  /** The commands of a job of GitHub Actions, step by step. */
  const github = async (job: string, folder: string, role: string) => {
    const RUNNER_TEMP = mkdtempSync(join(directory, 'runner-'));
    let said = '';
    for (const { run: script, 'working-directory': from } of parse(read('github-actions.yml')).jobs[job].steps) {
      if (script) said += await succeeds(folder, [script], { ...roles[role], RUNNER_TEMP, TFVARS: JSON.stringify(VALUES) }, from);
    }
    return said;
  };

  const stored = async () => {
    const { Parameters = [] } = await emulator.admin.ssm.send(new GetParametersByPathCommand({ Path: '/example', WithDecryption: true }));
    return Object.fromEntries(Parameters.map(({ Name, Value }) => [Name!.split('/').pop(), Value]));
  };

  beforeAll(async () => {
    emulator = await Emulator.start({ region: 'eu-central-1' });
    cli = new CommandLine(emulator);
    for (const role of ['plan', 'deploy']) {
      const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
      const { Role } = await emulator.admin.iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument }));
      await emulator.admin.iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: role, PolicyDocument: read(`${role}-policy.json`) }));
      const { accessKeyId, secretAccessKey, sessionToken } = await emulator.assumeAsAdmin(Role!.Arn!);
      roles[role] = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken };
    }
    const manifest = { stacks: { example: { name: 'example', synthesizedStackPath: 'stacks/example/cdk.tf.json', workingDirectory: 'stacks/example' } } };
    mkdirSync(join(directory, 'synthesised/stacks/example'), { recursive: true });
    writeFileSync(join(directory, 'synthesised/manifest.json'), JSON.stringify({ version: '0.21.0', ...manifest }));
    writeFileSync(join(directory, 'synthesised/stacks/example/cdk.tf.json'), JSON.stringify(app(join(directory, 'terraform.tfstate'))));
    mkdirSync(bin);
    const shims = {
      npm: '[ "$1" = ci ]',
      npx: `case "$1" in
        cdktf) [ "$2" = synth ] && cp -r ${directory}/synthesised cdktf.out ;;
        ecs-secrets) shift; exec ${process.execPath} ${cli.path('bin/ecs-secrets')} "$@" ;;
      esac`,
    };
    for (const [name, script] of Object.entries(shims)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  });

  afterAll(async () => {
    await emulator?.stop();
    cli?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  test('of GitHub Actions: one role plans, another one applies that plan, which wants the values again', async () => {
    // GIVEN
    const planned = machine();
    const said = await github('plan', planned, 'plan');
    expect(said).toContain('4 references, 0 fine, 4 after apply');
    keepPlan('readme', readFileSync(join(planned, STACK, 'plan.json'), 'utf8'));
    expect(await stored()).toEqual({});

    // WHEN the values are forgotten
    const without = await run(machine(planned), ['terraform init', 'terraform apply plan.out'], roles.deploy, STACK);

    // THEN nothing has happened, and the page has the message
    expect(without).toEqual({ exitCode: 1, said: expect.stringContaining(block('text')) });
    expect(await stored()).toEqual({});

    // WHEN
    await expect(github('apply', machine(planned), 'deploy')).rejects.toThrow(/SMTP_PASSWORD .* placeholder/);

    // THEN everything is deployed, and the gate behind it tells of the value that somebody has still to type
    expect(await stored()).toEqual(VALUES.secrets);
  });

  test('of GitHub Actions: typed values are not drift, and -refresh-only shows them', async () => {
    // GIVEN
    const { SecretString } = await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: 'example' }));
    const typed = JSON.stringify({ ...JSON.parse(SecretString!), SMTP_PASSWORD: TYPED });
    await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'example', SecretString: typed }));
    await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/example/DB_USER', Value: TYPED, Overwrite: true }));

    // WHEN
    const folder = machine();
    const said = await github('drift', folder, 'plan');
    const refreshed = await succeeds(folder, ['terraform plan -refresh-only'], roles.plan, STACK);

    // THEN
    expect(said).toContain('No changes. Your infrastructure matches the configuration.');
    expect(said).toContain('4 references, 4 fine');
    expect(refreshed).toMatch(/aws_ssm_parameter\.\w+\["DB_USER"\] has changed .* ~ version = 1 -> 2/);
    expect(refreshed).toMatch(/aws_secretsmanager_secret_version\.\w+ has changed .* ~ version_stages/);
  });

  test('of GitLab', async () => {
    const ci = parse(read('gitlab-ci.yml'));
    const TFVARS = join(directory, 'TFVARS');
    writeFileSync(TFVARS, JSON.stringify(VALUES));
    // the emulator's credentials instead of the token
    const script = (job: string) => [...ci['.aws'].before_script, 'unset AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE', ...ci[job].script];
    const planned = machine();
    await succeeds(planned, script('plan'), { ...roles.plan, TFVARS, AWS_TOKEN: 'token' });
    expect(await succeeds(machine(planned), script('apply'), { ...roles.deploy, TFVARS, AWS_TOKEN: 'token' })).toContain('4 references, 4 fine');
  });

  test('of Atlantis', async () => {
    const { workflows: { cdktf: { plan, apply } } } = parse(read('atlantis.yaml'));
    const values = join(directory, 'example.tfvars.json');
    writeFileSync(values, JSON.stringify(VALUES));
    const folder = machine();
    const files = { PLANFILE: join(folder, 'default.tfplan'), SHOWFILE: join(folder, 'default.json') };
    const lines = ({ steps }: any) => steps.map(({ run: line, env }: any) => {
      return env ? `export ${env.name}='${env.value}'` : line.replaceAll('/etc/atlantis/example.tfvars.json', values);
    });
    await succeeds(folder, lines(plan), { ...files, ...roles.plan });
    expect(await succeeds(folder, lines(apply), { ...files, ...roles.deploy })).toContain('4 references, 4 fine');
  });

  test('the policies allow what the jobs ask for, and nothing else', async () => {
    await succeeds(machine(), ['npx cdktf synth', `cd ${STACK}`, 'terraform init', 'terraform destroy -auto-approve'], roles.deploy);
    for (const role of ['plan', 'deploy']) {
      const calls = await emulator.calls(({ role: arn }) => arn?.endsWith(`role/${role}`) ?? false);
      const asked = new Set(calls.flatMap(({ action, passedRoles }) => [action, ...(passedRoles.length > 0 ? ['iam:PassRole'] : [])]));
      const allowed: string[] = JSON.parse(read(`${role}-policy.json`)).Statement.flatMap(({ Action }: any) => Action);
      const refused = new Set(calls.filter((call) => !call.allowed).map(({ action }) => action));
      expect([role, ...allowed.filter((action) => !asked.has(action))]).toEqual([role]);
      // the provider looks for its account's number where it isn't to check its credentials; verify goes on with the policies themselves
      expect([role, ...[...refused].sort()]).toEqual([role, 'iam:GetUser', 'iam:SimulatePrincipalPolicy']);
    }
    expect(printed).not.toMatch(new RegExp(`${TYPED}|${VALUES.secrets.DB_USER}|pass\\$word`));
  });
});
