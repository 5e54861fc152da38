import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack, Testing } from 'cdktf';
import {
  Compatibility, ContainerDefinition, ContainerSecret, EnvironmentFile, ISecretSource, JsonSecret, RepositoryCredentials, SecretSelection,
  SecretValues, TaskDefinition, TaskRoleAccess,
} from '../src';

export const PAGE = join(__dirname, '../docs/access.md');

const GENERATED = /(<!-- statements: written by npm run access -->\n)[\s\S]*(<!-- end -->)/;
const [REGION, ACCOUNT] = ['eu-central-1', '111122223333'];
const PARAMETER = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/app/A`;
const REFERENCE = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/aws/reference/secretsmanager/app`;
const SECRET = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:app-AbCdEf`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const OBJECT = 'arn:aws:s3:::files/app.env';

interface Row {
  readonly place: string;
  readonly store: string;
  readonly key: string;
  readonly statements: any[];
}

const KEYS: [string, string | undefined][] = [['AWS managed', undefined], ['customer', KEY]];

type Stored = (encryptionKeyArn?: string) => ISecretSource;

const STORES: [string, Stored][] = [
  ['parameter', (encryptionKeyArn) => ContainerSecret.fromParameterArn('A', PARAMETER, { encryptionKeyArn })],
  ['secret, or key of its JSON', (encryptionKeyArn) => ContainerSecret.fromSecretArn('A', SECRET, { encryptionKeyArn, jsonKey: 'A' })],
  ['parameter that stands for a secret', (encryptionKeyArn) => ContainerSecret.fromParameterArn('A', REFERENCE, { encryptionKeyArn })],
];

/** What each place of a container takes, by store and encryption key. */
function rows(): Row[] {
  const parameterSpec = { credentialSpecs: [`credentialspec:${PARAMETER}`] };
  const objectSpec = { credentialSpecs: [`credentialspec:${OBJECT}`] };
  const user = [ContainerSecret.fromSecretArn('user', SECRET)];
  const router = { 'config-file-type': 's3', 'config-file-value': OBJECT };
  const logs = { 'awslogs-group': 'app', 'awslogs-region': REGION };
  return [
    ...stored('`secrets`', (source) => ofTask({ secrets: [source] })),
    ...KEYS.map(([key, encryptionKeyArn]) => row('`secrets`', 'copy of a secret in another Region', key, ofTask(undefined, (stack) => ({
      secrets: [new JsonSecret(stack, 'Secret', {
        secretName: 'app', jsonSecret: SecretValues.external(['A']), replicaRegions: [{ region: 'eu-west-1', encryptionKeyArn: encryptionKeyArn?.replace(REGION, 'eu-west-1') }],
      }).replica('eu-west-1')],
    })))),
    ...stored('`secretOptions` of a log driver', (source) => ofTask({
      logConfiguration: {
        logDriver: 'splunk',
        options: { 'splunk-url': 'https://example.com' },
        secretOptions: [SecretSelection.of(source).renamed({ A: 'splunk-token' })],
      },
    })),
    ...KEYS.map(([key, encryptionKeyArn]) => row('`repositoryCredentials`', 'secret', key, ofTask({
      repositoryCredentials: RepositoryCredentials.fromSecretArn(SECRET, { encryptionKeyArn }),
    }))),
    ...KEYS.map(([key, encryptionKeyArn]) => row('`environmentFiles`', 'object of S3', key, ofTask({
      environmentFiles: [EnvironmentFile.fromObjectArn(OBJECT, { encryptionKeyArn })],
    }))),
    row('`config-file-value` of FireLens', 'object of S3', 'S3 or AWS managed', ofTask({
      firelensConfiguration: { type: 'fluentbit', options: router }, logConfiguration: { logDriver: 'awsfirelens' },
    })),
    row('`credentialSpecs`', 'parameter', 'AWS managed', ofTask(parameterSpec)),
    row('`credentialSpecs`', 'object of S3', 'S3 or AWS managed', ofTask(objectSpec)),
    row('`credentialSpecSecrets`', 'secret of a domainless specification', 'AWS managed', ofTask({
      credentialSpecs: [`credentialspecdomainless:${PARAMETER}`], credentialSpecSecrets: user,
    })),
    row('`image`', 'private repository of ECR', '', ofTask({ image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/app:1` })),
    row('`logConfiguration`', 'log group', '', ofTask({ logConfiguration: { logDriver: 'awslogs', options: logs } })),
    row('`logConfiguration`', 'log group, `awslogs-create-group`', '', ofTask({
      logConfiguration: { logDriver: 'awslogs', options: { ...logs, 'awslogs-create-group': 'true' } },
    })),
    ...stored('task role: `TaskRoleAccess`', (source) => ofTaskRole((access) => access.grantRead(source))),
    row('task role: `grantExecuteCommand`', 'ECS Exec', '', ofTaskRole((access) => access.grantExecuteCommand())),
  ];
}

function stored(place: string, of: (source: ISecretSource) => any[]): Row[] {
  return STORES.flatMap(([store, make]) => KEYS.map(([key, arn]) => row(place, store, key, of(make(arn)))));
}

function row(place: string, store: string, key: string, statements: any[]): Row {
  return { place, store, key, statements };
}

function ofTask(container: Partial<ContainerDefinition> = {}, more: (stack: TerraformStack) => Partial<ContainerDefinition> = () => ({})): any[] {
  return statementsOf((stack) => {
    const containers = [{ name: 'app', image: 'example:1', memory: 128, ...container, ...more(stack) }];
    new TaskDefinition(stack, 'Task', { family: 'app', compatibilities: [Compatibility.EC2], containers });
  });
}

function ofTaskRole(grant: (access: TaskRoleAccess) => void): any[] {
  return statementsOf((stack) => grant(new TaskRoleAccess(stack, 'Access', { roleName: 'app' })));
}

/** As the policy has them, with what only Terraform knows in words. */
function statementsOf(make: (stack: TerraformStack) => void): any[] {
  const stack = new TerraformStack(Testing.app(), 'stack');
  make(stack);
  const { aws_iam_role_policy: policies } = JSON.parse(Testing.synth(stack)).resource;
  const [{ policy }] = Object.values<{ policy: string }>(policies);
  const text = policy
    .replace(/\$\{data\.aws_partition\.[\w-]+\.dns_suffix\}/g, 'amazonaws.com')
    .replace(/\$\{data\.aws_partition\.[\w-]+\.partition\}/g, 'aws')
    .replace(/\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}/g, ACCOUNT)
    .replaceAll('11111111-2222-3333-4444-555555555555', 'k')
    .replace(/\$\{local\.[\w-]*Replica[\w-]*\}/g, SECRET.replace(REGION, 'eu-west-1'));
  return JSON.parse(text).Statement;
}

function cell(statements: any[]): string {
  return statements.map(({ Action, Resource, Condition = {} }) => {
    const conditions = Object.values<{ [key: string]: string | string[] }>(Condition).flatMap((keys) => Object.entries(keys));
    const where = conditions.map(([key, value]) => `\`${key}\` = \`${[value].flat().join('`, `')}\``);
    return `\`${Action.join('`, `')}\` on \`${Resource.join('`, `')}\`${where.length > 0 ? ` where ${where.join(' and ')}` : ''}`;
  }).join('<br>');
}

/** The page with the statements that the library writes. */
export function withStatements(page: string): string {
  const lines = rows().map(({ place, store, key, statements }) => `| ${place} | ${store} | ${key} | ${cell(statements)} |`);
  const table = ['| place | store | key | statements |', '|---|---|---|---|', ...lines].join('\n');
  return page.replace(GENERATED, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`);
}

if (require.main === module) {
  writeFileSync(PAGE, withStatements(readFileSync(PAGE, 'utf8')));
}
