import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { App } from 'cdktf';
import { stacksOf } from '../../examples/platform-team/main';
import { CompanySecrets } from '../../examples/platform-team/platform';
import { parseTemplate } from '../support/synth';
import { ContainerSecrets, SecretValues } from 'cdktf-ecs-secrets';

const INLINE_CHARACTERS = 10_240;
const MANAGED_CHARACTERS = 6_144;
const MANAGED_POLICIES = 10;
const ACCOUNT = '123456789012';

function synthesised(add: (stacks: ReturnType<typeof stacksOf>) => void = () => undefined): { [stack: string]: any } {
  const outdir = mkdtempSync(join(tmpdir(), 'platform-team-'));
  try {
    const app = new App({ outdir });
    const stacks = stacksOf(app);
    add(stacks);
    app.synth();
    return Object.fromEntries(stacks.map(({ node: { id } }) => [id, JSON.parse(readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8'))]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const APP = synthesised();
const resources = (type: string) => Object.values(APP).flatMap(({ resource }) => Object.entries<any>(resource[type] ?? {}));

test('twenty services in three stacks, with roles under a path and a boundary', () => {
  expect(Object.keys(APP)).toEqual(['platform', 'shop', 'logistics']);
  expect(resources('aws_ecs_service')).toHaveLength(20);
  const roles = Object.entries(APP).flatMap(([team, { resource }]) => Object.values<any>(resource.aws_iam_role).map((role) => ({ team, ...role })));
  expect(roles).toHaveLength(20);
  for (const { team, path, permissions_boundary: boundary } of roles) {
    expect([path, boundary]).toEqual([`/services/${team}/`, `arn:aws:iam::${ACCOUNT}:policy/service-boundary`]);
  }
});

test('tags on everything that can have some: the company\'s by the provider, the service\'s by an aspect', () => {
  for (const [team, { provider }] of Object.entries(APP)) {
    expect(provider.aws[0].default_tags[0].tags).toEqual({ 'team': team, 'cost-center': `services/${team}`, 'managed-by': 'terraform' });
  }
  for (const type of ['aws_ssm_parameter', 'aws_iam_role', 'aws_iam_policy', 'aws_ecs_task_definition', 'aws_ecs_service', 'aws_cloudwatch_log_group']) {
    expect(resources(type).length).toBeGreaterThan(0);
    resources(type).forEach(([id, { tags }]) => expect(id.startsWith(`${tags.service}_`)).toBe(true));
  }
});

test('one customer key encrypts everything', () => {
  expect(resources('aws_kms_key')).toHaveLength(1);
  const keys = [...resources('aws_ssm_parameter').map(([, { key_id: key }]) => key), ...resources('aws_secretsmanager_secret').map(([, { kms_key_id: key }]) => key)];
  const forms = [...new Set(keys)].sort();
  expect(forms).toEqual(['${aws_kms_key.Key.arn}', expect.stringMatching(/^\$\{data\.terraform_remote_state\.[\w-]+platform\.outputs\.[\w-]+Keyarn\}$/)]);
});

test('fails where somebody goes past the company\'s classes and forgets the key', () => {
  expect(() => synthesised(([, shop]) => new ContainerSecrets(shop, 'Own', { path: '/own', jsonSecret: SecretValues.external(['A']) }))).toThrow(/shop\/Own\/JsonSecret\/Resource\] not encrypted with the customer key/);
  expect(() => synthesised(([, shop]) => new ContainerSecrets(shop, 'Own', { path: '/own', parameters: SecretValues.external(['A']) }))).toThrow(/shop\/Own\/ParameterMap\/Resource\] not encrypted/);
  expect(() => synthesised(([, shop]) => {
    new CompanySecrets(shop, 'Own', { owner: 'own', jsonSecret: SecretValues.external(['A']) });
    new SsmParameter(shop, 'Public', { name: '/public', type: 'String', insecureValue: 'x' });
  })).not.toThrow();
});

test('300 secrets of one service fit into the policies that a role can have', () => {
  const [id] = resources('aws_iam_role').find(([name]) => name.startsWith('partner-hub_'))!;
  const ofRole = (type: string) => resources(type).filter(([, { role }]) => role === `\${aws_iam_role.${id}.name}`);
  const managed = resources('aws_iam_policy').filter(([name]) => name.startsWith('partner-hub_'));
  expect(ofRole('aws_iam_role_policy_attachment')).toHaveLength(managed.length);
  expect(managed.length).toBeLessThanOrEqual(MANAGED_POLICIES);
  const documents = [...ofRole('aws_iam_role_policy'), ...managed].map(([, { policy }]) => policy);
  const read = documents.flatMap((document) => parseTemplate(document).Statement).filter(({ Action }: any) => Action.includes('ssm:GetParameters')).flatMap(({ Resource }: any) => Resource);
  expect(new Set(read).size).toBe(300);
  const inline = ofRole('aws_iam_role_policy').map(([, { policy }]) => lengthOf(policy)).reduce((sum, length) => sum + length, 0);
  expect(inline).toBeLessThanOrEqual(INLINE_CHARACTERS);
  managed.forEach(([, { policy }]) => expect(lengthOf(policy)).toBeLessThanOrEqual(MANAGED_CHARACTERS));
});

test('who uses the secret of another account gets an output for its owner', () => {
  const outputs = Object.values(APP).flatMap(({ output = {} }) => Object.entries<any>(output)).filter(([name]) => name.endsWith('-owner-statements'));
  expect(outputs.map(([name]) => name).sort()).toEqual(['checkout-owner-statements', 'identity-owner-statements', 'tracking-owner-statements']);
  for (const [, { value }] of outputs) {
    const [key, allowed, secret, read] = value.split('\n');
    expect([key, secret].map((arn) => arn.split(':')[2])).toEqual(['kms', 'secretsmanager']);
    expect([allowed, read].map((statement) => parseTemplate(statement).Action)).toEqual([['kms:Decrypt'], ['secretsmanager:GetSecretValue']]);
  }
});

/** Characters of a policy when the references to parameters are ARNs. */
function lengthOf(policy: string): number {
  return policy
    .replace(/\$\{aws_ssm_parameter\.[^[]+\["(\w+)"\]\.arn\}/g, `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/platform/partner-hub/$1`)
    .replace(/\$\{[^}]*\}/g, 'x'.repeat(100)).length;
}
