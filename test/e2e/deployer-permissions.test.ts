import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { CONSTRUCTS, GIVEN, permissionsStack, type Owned } from './apps/permissions';
import { Emulator, type EmulatorCall } from './support/emulator';
import { FREE, TAGGING } from './support/permissions-asked';
import { describeReal } from './support/prerequisites';
import { Workspace } from './support/terraform';
import { writeZip } from './support/zip';

jest.setTimeout(600_000);

const PAGE = join(__dirname, '../../docs/deployer-permissions.md');
const BEGIN = '<!-- what each construct asks for: written by the end-to-end test -->';
const END = '<!-- end -->';

/** Whom Terraform acts as, so that its calls can be told from the test's. */
const DEPLOYER = { accessKeyId: 'AKIADEPLOYER00000000', secretAccessKey: 'harness' };

/** Services whose requests the emulator doesn't read for names. */
const UNREAD = ['batch', 'events', 'lambda', 'sqs', 'states'];

/** The kind of thing that an action is allowed on, in words. */
function thingOf(arn: string, service: string): string {
  if (arn === '*') return UNREAD.includes(service) ? 'not recorded' : 'any';
  const [, , owner, , , resource] = arn.split(':');
  return UNREAD.includes(service) ? 'not recorded' : `${owner} ${resource.split('/')[0]}`;
}

/** Action → the kinds of things that it was asked for. */
function permissionsOf(calls: EmulatorCall[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (action: string, resources: string[]) => {
    const things = found.get(action) ?? new Set();
    resources.forEach((arn) => things.add(thingOf(arn, action.split(':')[0])));
    found.set(action, things);
  };
  for (const { action, resources, passedRoles, isTagging } of calls) {
    if (!FREE.includes(action)) add(action, resources);
    if (passedRoles.length > 0) add('iam:PassRole', passedRoles);
    const tagging = TAGGING[action.split(':')[0]];
    if (isTagging && tagging) add(tagging, resources);
  }
  return found;
}

function tableOf(found: Map<string, Set<string>>): string {
  const rows = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([action, things]) => `| \`${action}\` | ${[...things].sort().join(', ')} |`);
  return ['| action | on |', '|---|---|', ...rows].join('\n');
}

/** The page's sections by title. */
function sections(): { before: string; tables: { [title: string]: string }; after: string } {
  const [before, rest] = readFileSync(PAGE, 'utf8').split(BEGIN);
  const [written, after] = rest.split(END);
  const tables = written.split(/^### /m).slice(1).map((section) => [section.split('\n')[0], section.slice(section.indexOf('\n')).trim()]);
  return { before, tables: Object.fromEntries(tables), after };
}

function update(title: string, table: string): void {
  const { before, tables, after } = sections();
  const all: { [title: string]: string } = { ...tables, [title]: table };
  const text = Object.keys(CONSTRUCTS).filter((name) => all[name] !== undefined).map((name) => `### ${name}\n\n${all[name]}`).join('\n\n');
  writeFileSync(PAGE, `${before}${BEGIN}\n${text}\n${END}${after}`);
}

describeReal('what Terraform needs to be allowed', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  let owned: Owned;
  let initialised = false;

  beforeAll(async () => {
    // GIVEN what others own
    emulator = await Emulator.start();
    const { ecs, iam, secretsManager, ssm } = emulator.admin;
    await ecs.send(new CreateClusterCommand({ clusterName: GIVEN.cluster }));
    await ssm.send(new PutParameterCommand({ Name: `${GIVEN.parameterPath}/A`, Value: 'a', Type: 'SecureString' }));
    const { ARN } = await secretsManager.send(new CreateSecretCommand({ Name: GIVEN.secretName, SecretString: '{"A":"a"}' }));
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['ecs-tasks.amazonaws.com', 'lambda.amazonaws.com'] } }] };
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: GIVEN.role, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    owned = { secretArn: ARN!, roleArn: Role!.Arn!, lambdaArn: await createLambda(Role!.Arn!), subnetId: await findSubnet() };
    workspace = new Workspace(emulator, { credentials: DEPLOYER });
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  async function findSubnet(): Promise<string> {
    const ec2 = new EC2Client({ endpoint: emulator.endpoint, region: emulator.region, credentials: emulator.adminCredentials });
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    ec2.destroy();
    return Subnets[0].SubnetId!;
  }

  async function createLambda(role: string): Promise<string> {
    const code = writeZip([{ name: 'index.py', content: Buffer.from('def handler(event, context): pass') }]).toString('base64');
    const body = JSON.stringify({ FunctionName: GIVEN.lambda, Role: role, Runtime: 'python3.12', Handler: 'index.handler', Code: { ZipFile: code } });
    const Authorization = `AWS4-HMAC-SHA256 Credential=${emulator.adminCredentials.accessKeyId}/20260101/${emulator.region}/lambda/aws4_request, SignedHeaders=host, Signature=0`;
    const answer = await fetch(`${emulator.endpoint}/2015-03-31/functions`, { method: 'POST', headers: { Authorization }, body });
    return (await answer.json() as { FunctionArn: string }).FunctionArn;
  }

  test.each(Object.keys(CONSTRUCTS))('%s: created, planned again, changed, destroyed', async (title) => {
    // GIVEN
    workspace.write(permissionsStack(title, owned, false));
    if (initialised) workspace.forget();
    else await workspace.init();
    initialised = true;
    await emulator.forgetCalls();

    // WHEN
    await workspace.apply();
    workspace.write(permissionsStack(title, owned, true));
    await workspace.apply();
    await workspace.destroy();

    // THEN
    const calls = await emulator.calls(({ accessKeyId }) => accessKeyId === DEPLOYER.accessKeyId);
    expect(calls.filter(({ reason }) => reason?.includes('does not know'))).toEqual([]);
    const table = tableOf(permissionsOf(calls));
    if (process.env.UPDATE_DOCS === '1') update(title, table);
    expect(sections().tables[title]).toBe(table);
  });

  test('the page has each of them', () => {
    expect(Object.keys(sections().tables)).toEqual(Object.keys(CONSTRUCTS));
  });
});
