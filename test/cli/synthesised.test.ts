import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { run } from './command';
import { ACCOUNT, FakeAccount } from './fake-account';
import { stacksOf } from '../../examples/platform-team/main';
import { QuickstartStack } from '../../examples/quickstart/main';
import { fileWith } from '../temporary-files';
import { ContainerSecrets, SecretValue, TaskDefinition } from 'cdktf-ecs-secrets';

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

test('fails for the placeholder once it is applied, and for a key that no apply writes into a value that is stored', async () => {
  const account = new AppliedAccount();
  expect(await found(account, cdktfOut())).toEqual({ exitCode: 1, found: { SMTP_PASSWORD: 'error placeholder' } });
  account.secrets.set(account.secretArn('example'), { content: { text: '{"SMTP_PASSWORD":"typed","API_KEY":"value"}', binary: false } });
  expect(await found(account, cdktfOut())).toEqual({ exitCode: 1, found: { SESSION_SECRET: 'error missing-key' } });
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

test('one stack file, and what is not an app', async () => {
  const out = cdktfOut();
  expect((await found(new AppliedAccount(), join(out, 'stacks/quickstart/cdk.tf.json'))).found).toEqual({ SMTP_PASSWORD: 'error placeholder' });
  expect((await found(new AppliedAccount(), join(out, 'stacks/quickstart'))).found).toEqual({ SMTP_PASSWORD: 'error placeholder' });
  expect((await run(new AppliedAccount(), 'verify', join(out, 'stacks'))).err).toContain('there is neither manifest.json nor cdk.tf.json in');
});


/** A plan as `terraform show -json` printed it for the quickstart, with some of it edited. */
function plan(name: 'first' | 'unchanged', edit: (json: any) => void = () => {}): string {
  const json = JSON.parse(readFileSync(join(__dirname, `../fixtures/plans/quickstart-${name}.json`), 'utf8'));
  edit(json);
  return fileWith('plan.json', JSON.stringify(json));
}

const changeOf = (json: any, id: string) => json.resource_changes.find(({ address }: any) => address.includes(id)).change;

test('a first plan has its containers and its role in the configuration', async () => {
  expect(await found(new FakeAccount(), plan('first'))).toEqual({
    exitCode: 0,
    found: { DB_USER: 'later missing', DB_PASSWORD: 'later missing', API_KEY: 'later missing', SESSION_SECRET: 'later missing', SMTP_PASSWORD: 'later missing' },
  });
});

test('fails for the role of a first plan that lacks something', async () => {
  const path = plan('first', (json) => {
    const { policy } = json.configuration.root_module.resources.find(({ type }: any) => type === 'aws_iam_role_policy').expressions;
    policy.constant_value = policy.constant_value.replace('"ssm:GetParameters"', '"ssm:GetParameter"');
  });
  expect((await found(new FakeAccount(), path)).found).toMatchObject({ DB_USER: 'later missing,error access-missing' });
});

test('a plan that writes the secret adds the key that isn\'t there; one that doesn\'t leaves it out', async () => {
  const account = new AppliedAccount();
  account.secrets.set(account.secretArn('example'), { content: { text: '{"SMTP_PASSWORD":"typed","API_KEY":"value"}', binary: false } });
  const unchanged = await found(account, plan('unchanged', real(account)));
  expect(unchanged).toEqual({ exitCode: 1, found: { SESSION_SECRET: 'error missing-key' } });
  const writing = plan('unchanged', (json) => {
    real(account)(json);
    changeOf(json, 'JsonSecret_Version').actions = ['delete', 'create'];
  });
  expect(await found(account, writing)).toEqual({ exitCode: 0, found: { SESSION_SECRET: 'later missing-key' } });
});

test('what a plan makes is missing until then; what it believes to be there is missing', async () => {
  const account = new AppliedAccount();
  account.parameters.delete('/example/DB_USER');
  const creating = (json: any) => {
    real(account)(json);
    changeOf(json, '["DB_USER"]').actions = ['create'];
  };
  expect((await found(account, plan('unchanged', creating))).found.DB_USER).toBe('later missing');
  expect((await found(account, plan('unchanged', real(account)))).found.DB_USER).toBe('error missing');
});

test('a plan on default keys says so with an alias and an empty text, and needs no right to decrypt', async () => {
  const account = new AppliedAccount();
  const path = plan('unchanged', (json) => {
    real(account)(json);
    for (const { type, values } of json.planned_values.root_module.resources) {
      Object.assign(values, type === 'aws_ssm_parameter' ? { key_id: 'alias/aws/ssm' } : type === 'aws_secretsmanager_secret' ? { kms_key_id: '' } : {});
      Object.assign(values, type === 'aws_iam_role_policy' ? { policy: values.policy.replace(/kms:Decrypt/g, 'kms:Encrypt') } : {});
    }
  });
  expect(await found(account, path)).toEqual({ exitCode: 1, found: { SMTP_PASSWORD: 'error placeholder' } });
});

/** The six characters of the secret that the plan knows, as the account in memory has them, and the key. */
function real(account: AppliedAccount): (json: any) => void {
  return (json) => {
    account.keys.set(JSON.stringify(json).match(/arn:aws:kms:[^"]*:key\/[0-9a-f-]+/)![0], {});
    const text = JSON.stringify(json).replace(/(secret:example-)[A-Za-z0-9]{6}/g, account.secretArn('example').replace(/^.*(secret:)/, '$1'));
    Object.assign(json, JSON.parse(text));
  };
}

describe('an app of several stacks', () => {
  const OTHER = '210987654321';
  let out: string;

  beforeAll(() => {
    out = join(directory, 'platform');
    const app = new App({ outdir: out });
    stacksOf(app);
    app.synth();
  });

  /** The account of the platform team before anything is applied, and the secret that another account shares with it. */
  function shared(): FakeAccount {
    const account = new FakeAccount();
    const policy = (Action: string) => JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action, Resource: '*' } });
    const key = `arn:aws:kms:eu-central-1:${OTHER}:key/6f1c9c9e-8d0b-4f0f-9a35-1f0f6f1a2b3c`;
    const secret = `arn:aws:secretsmanager:eu-central-1:${OTHER}:secret:company/token-signing-h7Xk2p`;
    account.secrets.set(secret, { content: { text: '{"private":"value"}', binary: false }, keyId: key, policy: policy('secretsmanager:GetSecretValue') });
    account.keys.set(key, { policy: policy('kms:Decrypt') });
    return account;
  }

  test('references from one stack to another are resolved through its outputs', async () => {
    const { exitCode, found: findings } = await found(shared(), out);
    expect(exitCode).toBe(0);
    expect(new Set(Object.values(findings))).toEqual(new Set(['later missing']));
  });

  test('one of the stacks alone knows the others, too', async () => {
    const account = shared();
    account.secrets.set(account.secretArn('platform/shared').replace(REGION, 'eu-central-1'), { content: { text: '{"DD_API_KEY":"x","SENTRY_DSN":"x"}', binary: false } });
    const { out: text, exitCode } = await run(account, 'verify', join(out, 'stacks/shop'), '--json');
    const references = JSON.parse(text).checked.filter(({ name }: any) => name === 'SENTRY_DSN');
    expect(references.length).toBeGreaterThan(3);
    expect(references[0].valueFrom).toBe(`arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:platform/shared-??????:SENTRY_DSN::`);
    expect([exitCode, text.includes('terraform_remote_state')]).toEqual([0, false]);
  });

  test('the inventory can be read: no name is an expression', async () => {
    const { out: text } = await run(shared(), 'inventory', out, '--format', 'json');
    expect(text).not.toContain('terraform_remote_state');
    const [entry] = JSON.parse(text).entries.filter(({ name, workload }: any) => name === 'SENTRY_DSN' && workload.startsWith('shop/'));
    expect(entry).toMatchObject({ stored: 'platform/shared', encryptionKey: 'platform/Key' });
  });

  test('fails where another account doesn\'t share its secret', async () => {
    const closed = shared();
    const [[arn, secret]] = closed.secrets;
    closed.secrets.set(arn, { ...secret, policy: undefined });
    expect((await found(closed, out)).found).toMatchObject({ SIGNING_KEY: 'error access-missing' });
  });

  test('stacks that give their roles the same address have roles of their own', async () => {
    const twins = join(directory, 'twins');
    const app = new App({ outdir: twins });
    for (const id of ['dev', 'prod']) {
      const stack = new TerraformStack(app, id);
      new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
      const secrets = new ContainerSecrets(stack, 'Secrets', { path: `/${id}`, parameters: { USER: SecretValue.external() } });
      new TaskDefinition(stack, 'Api', { family: id, containers: [{ name: 'app', image: 'x', secrets: [secrets] }] });
    }
    app.synth();
    expect(await found(new FakeAccount(), twins)).toEqual({ exitCode: 0, found: { USER: 'later missing' } });
  });
});
