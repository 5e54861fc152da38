import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, TerraformStack, Testing } from 'cdktf';
import { run } from './command';
import { ACCOUNT, FakeAccount } from './fake-account';
import { QuickstartStack } from '../../examples/quickstart/main';
import { fileWith } from '../temporary-files';
import { SecretValue } from 'cdktf-ecs-secrets';

const REGION = 'ap-northeast-1';
const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-app-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A synthesised app with the stacks' files edited. */
function cdktfOut(edit: (json: any) => void = () => {}, name = 'cdktf.out'): string {
  const out = join(directory, name);
  const stack: TerraformStack = new QuickstartStack(Testing.app() as App, 'quickstart');
  const json = JSON.parse(Testing.synth(stack, true));
  edit(json);
  mkdirSync(join(out, 'stacks/quickstart'), { recursive: true });
  writeFileSync(join(out, 'stacks/quickstart/cdk.tf.json'), JSON.stringify(json));
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ stacks: { quickstart: { name: 'quickstart', synthesizedStackPath: 'stacks/quickstart/cdk.tf.json' } } }));
  return out;
}

/** An account where the quickstart was applied, and people have not typed the password yet. */
class AppliedAccount extends FakeAccount {
  constructor() {
    super();
    this.parameters.set('/example/DB_USER', { value: 'value-of-user' });
    this.parameters.set('/example/DB_PASSWORD', { value: 'value-of-password' });
    this.secrets.set(this.secretArn('example'), { content: { text: JSON.stringify({ API_KEY: 'value', SESSION_SECRET: 'value', SMTP_PASSWORD: SecretValue.PLACEHOLDER }), binary: false } });
  }

  public parameterArn(name: string): string {
    return super.parameterArn(name).replace('eu-central-1', REGION);
  }

  public secretArn(name: string): string {
    return super.secretArn(name).replace('eu-central-1', REGION);
  }
}

async function found(account: FakeAccount, path: string): Promise<{ exitCode: number; found: { [name: string]: string } }> {
  const { out, exitCode } = await run(account, 'verify', path, '--json');
  const checked = JSON.parse(out).checked.filter((one: any) => one.findings.length > 0);
  return { exitCode, found: Object.fromEntries(checked.map((one: any) => [one.name ?? one.workload, one.findings.map((f: any) => `${f.severity} ${f.code}`).join()])) };
}

test('before the first apply everything is still to be made, and the role will do', async () => {
  expect(await found(new FakeAccount(), cdktfOut())).toEqual({
    exitCode: 0,
    found: { DB_USER: 'later missing', DB_PASSWORD: 'later missing', API_KEY: 'later missing', SESSION_SECRET: 'later missing', SMTP_PASSWORD: 'later missing' },
  });
});

test('fails for the placeholder once it is applied; a new key is still to be made', async () => {
  const account = new AppliedAccount();
  expect(await found(account, cdktfOut())).toEqual({ exitCode: 1, found: { SMTP_PASSWORD: 'error placeholder' } });
  account.secrets.set(account.secretArn('example'), { content: { text: '{"SMTP_PASSWORD":"typed","API_KEY":"value"}', binary: false } });
  expect(await found(account, cdktfOut())).toEqual({ exitCode: 0, found: { SESSION_SECRET: 'later missing-key' } });
});

test('fails for a secret whose name is taken by one that is being deleted', async () => {
  const account = new AppliedAccount();
  account.secrets.set(account.secretArn('example'), { deleted: true, content: { binary: false } });
  expect((await found(account, cdktfOut())).found.API_KEY).toBe('error scheduled-for-deletion');
});

test('fails where the role that the stack makes lacks something', async () => {
  const path = cdktfOut((json) => {
    const [policy] = Object.values<any>(json.resource.aws_iam_role_policy);
    policy.policy = policy.policy.replace('"ssm:GetParameters"', '"ssm:GetParameter"').replace('PARAMETER_ARN', 'OTHER');
  }, 'lacking');
  const account = new AppliedAccount();
  expect((await found(account, path)).found).toMatchObject({ DB_USER: 'error access-missing,error access-missing', SMTP_PASSWORD: 'error placeholder' });
});

test('fails where a parameter is a String, although the stack makes a SecureString', async () => {
  const account = new AppliedAccount();
  account.parameters.set('/example/DB_USER', { value: 'x', type: 'String' });
  expect((await found(account, cdktfOut())).found.DB_USER).toBe('error parameter-type');
});

test('one stack file, and what is no app', async () => {
  const out = cdktfOut();
  expect((await found(new AppliedAccount(), join(out, 'stacks/quickstart/cdk.tf.json'))).found).toEqual({ SMTP_PASSWORD: 'error placeholder' });
  expect((await found(new AppliedAccount(), join(out, 'stacks/quickstart'))).found).toEqual({ SMTP_PASSWORD: 'error placeholder' });
  expect((await run(new AppliedAccount(), 'verify', join(out, 'stacks'))).err).toContain('there is neither manifest.json nor cdk.tf.json in');
});

test('a plan whose task definition isn\'t known yet says so; one that is known is checked', async () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/api`;
  const plan = (values: object, expressions: object = {}) => fileWith('plan.json', JSON.stringify({
    planned_values: {
      root_module: {
        resources: [
          { address: 'aws_ecs_task_definition.T', mode: 'managed', type: 'aws_ecs_task_definition', name: 'T', values: { family: 'api', ...values } },
          { address: 'aws_ssm_parameter.P["USER"]', mode: 'managed', type: 'aws_ssm_parameter', name: 'P', index: 'USER', values: { name: '/new/USER', type: 'SecureString' } },
          { address: 'aws_iam_role.R', mode: 'managed', type: 'aws_iam_role', name: 'R', values: { name: 'api', arn: role, assume_role_policy: JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' } }) } },
          { address: 'aws_iam_role_policy.P', mode: 'managed', type: 'aws_iam_role_policy', name: 'P', values: { role: 'api', policy: JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: 'arn:aws:ssm:*', Condition: { StringEquals: { 'aws:PrincipalArn': role } } } }) } },
        ],
      },
    },
    configuration: { provider_config: { aws: { expressions: { region: { constant_value: REGION } } } }, root_module: { resources: [{ address: 'aws_ecs_task_definition.T', expressions }] } },
  }));
  const unknown = { container_definitions: { references: ['aws_ssm_parameter.P["USER"].arn', 'aws_ssm_parameter.P'] }, execution_role_arn: { references: ['aws_iam_role.R.arn', 'aws_iam_role.R'] } };
  const text = (await run(new AppliedAccount(), 'verify', plan({}, unknown))).out;
  expect(text).toContain('gets names that only Terraform knows, from aws_ssm_parameter.P [known-after-apply]');
  const known = (name: string) => ({
    execution_role_arn: role,
    container_definitions: JSON.stringify([{ name: 'app', secrets: [{ name: 'USER', valueFrom: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/${name}` }] }]),
  });
  expect(await found(new AppliedAccount(), plan(known('new/USER')))).toEqual({ exitCode: 0, found: { USER: 'later missing' } });
  expect(await found(new AppliedAccount(), plan(known('elsewhere/USER')))).toEqual({ exitCode: 1, found: { USER: 'error missing' } });
  expect(await found(new AppliedAccount(), plan(known('example/DB_USER')))).toEqual({ exitCode: 0, found: {} });
});
