import { CreateRoleCommand, DeleteRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { synthesise } from './support/synthesis';
import { Workspace } from './support/terraform';
import { ContainerSecret, ExecutionRole, JsonSecret, ParameterMap, SecretValues, TaskDefinition, TaskRoleAccess } from 'cdktf-ecs-secrets';

jest.setTimeout(600_000);

const ROLE = 'shared-exec';
const FORMER = expect.stringMatching(/^1-[0-9a-f]{12}$/);
const TRUST = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } };

/** Services that attach policies to a role of somebody else. */
interface App {
  readonly stack: string;
  readonly services: string[];
  readonly region?: string;
  /** ARN of the parameter that they read, where it isn't the stack's own. */
  readonly parameterArn?: string;
}

function app({ stack: id, services, region = 'us-east-1', parameterArn }: App): any {
  return synthesise((root) => {
    const stack = new TerraformStack(root, id);
    new AwsProvider(stack, 'aws', { region });
    const own = () => new ParameterMap(stack, 'Secrets', { path: '/app', parameters: SecretValues.external(['TOKEN']) });
    const secrets = [parameterArn === undefined ? own() : ContainerSecret.fromParameterArn('TOKEN', parameterArn)];
    for (const service of services) {
      const executionRole = ExecutionRole.fromRoleArn(stack, `Role-${service}`, `arn:aws:iam::123456789012:role/${ROLE}`, { attachPolicies: true });
      new TaskDefinition(stack, service, { family: service, executionRole, containers: [{ name: 'app', image: 'x:1', secrets }] });
    }
    return stack;
  });
}

/** The same as earlier versions wrote it: a policy with a fixed name, at the address that is forgotten now. */
function formerly(configuration: any): any {
  const { removed, ...config } = structuredClone(configuration);
  const addresses: string[] = removed.map(({ from }: { from: string }) => from.split('.')[1]);
  const former = Object.entries<any>(config.resource.aws_iam_role_policy).map(([id, { name_prefix: prefix, ...policy }]) => ({
    id,
    formerId: addresses.find((address) => address.startsWith(id.replace(/InlinePolicy_\w+$/, 'Policy_')))!,
    policy: { ...policy, name: `1-${/([0-9a-f]{12})-$/.exec(prefix)![1]}` },
  }));
  config.resource.aws_iam_role_policy = Object.fromEntries(former.map(({ formerId, policy }) => [formerId, policy]));
  const text = former.reduce((json, { id, formerId }) => json.replaceAll(`"aws_iam_role_policy.${id}"`, `"aws_iam_role_policy.${formerId}"`), JSON.stringify(config));
  return JSON.parse(text);
}

describeReal('policies on a role that is shared', () => {
  let emulator: Emulator;
  let workspaces: Workspace[] = [];

  beforeEach(async () => {
    emulator = await Emulator.start();
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [TRUST] });
    await emulator.admin.iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument }));
  });

  afterEach(async () => {
    await emulator?.stop();
    workspaces.forEach((workspace) => workspace.remove());
    workspaces = [];
  });

  const workspace = async (configuration: any) => {
    const made = new Workspace(emulator);
    workspaces.push(made);
    made.write(configuration);
    await made.init();
    await made.apply();
    return made;
  };
  const policies = async () => (await emulator.admin.iam.send(new ListRolePoliciesCommand({ RoleName: ROLE }))).PolicyNames ?? [];
  const starts = async (family: string, region = 'us-east-1') => expect((await resolveTask(emulator.in(region), family)).containers.app.environment).toHaveProperty('TOKEN');
  const refuses = async (family: string, region = 'us-east-1') => expect(resolveTask(emulator.in(region), family)).rejects.toThrow('AccessDenied');
  const deleted = async () => (await emulator.calls(({ action }) => action === 'iam:DeleteRolePolicy')).map(({ detail }) => detail.PolicyName);
  const upgrade = async (made: Workspace, configuration: any) => {
    made.write(configuration);
    await made.apply();
    expect((await made.plan()).changes).toEqual([]);
  };

  test('stay apart for two stacks', async () => {
    // GIVEN two stacks of an earlier version, which allowed the same and therefore had one policy
    const { Version } = await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/app/TOKEN', Value: 'of-all', Type: 'String' }));
    expect(Version).toBe(1);
    const parameterArn = 'arn:aws:ssm:us-east-1:123456789012:parameter/app/TOKEN';
    const [tokyo, eu] = ['tokyo', 'eu'].map((stack) => app({ stack, services: [stack], parameterArn }));
    const [first, second] = [await workspace(formerly(tokyo)), await workspace(formerly(eu))];
    expect(await policies()).toEqual([FORMER]);

    // WHEN one is upgraded, and then destroyed
    await upgrade(first, tokyo);
    await starts('eu');
    await first.destroy();

    // THEN the other one, which still is of the earlier version, has what it had
    expect(await deleted()).toEqual([expect.stringMatching(/^tokyo-Role-tokyo-[0-9a-f]{12}-\d+$/)]);
    await starts('eu');

    // WHEN that is upgraded, and the former policy taken off by hand
    await upgrade(second, eu);
    const [PolicyName] = (await policies()).filter((name) => /^1-/.test(name));
    await emulator.admin.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName }));

    // THEN nobody misses it
    await starts('eu');
    expect(await policies()).toEqual([expect.stringMatching(/^eu-Role-eu-[0-9a-f]{12}-\d+$/)]);
    expect((await second.plan()).changes).toEqual([]);
  });

  test('stay apart for one stack in two Regions', async () => {
    // GIVEN two workspaces of an earlier version, of which the second took the right of the first
    const [us, eu] = ['us-east-1', 'eu-west-1'].map((region) => app({ stack: 'app', services: ['svc'], region }));
    const [first, second] = [await workspace(formerly(us)), await workspace(formerly(eu))];
    await refuses('svc', 'us-east-1');
    await starts('svc', 'eu-west-1');

    // WHEN the first is upgraded
    await upgrade(first, us);

    // THEN it has its right again, and the second has kept its own
    await starts('svc', 'us-east-1');
    await starts('svc', 'eu-west-1');

    // WHEN the second is upgraded and destroyed
    await upgrade(second, eu);
    await starts('svc', 'eu-west-1');
    expect(await deleted()).toEqual([]);
    await second.destroy();

    // THEN only its own policy went
    await starts('svc', 'us-east-1');
    expect(await deleted()).toHaveLength(1);
    expect((await policies()).sort()).toEqual([FORMER, expect.stringMatching(/^app-Role-svc-[0-9a-f]{12}-\d+$/)]);
  });

  test('stay apart for two tasks of one stack', async () => {
    // GIVEN
    const both = app({ stack: 'app', services: ['a', 'b'] });
    const made = await workspace(formerly(both));
    expect(await policies()).toEqual([FORMER]);

    // WHEN the stack is upgraded, and then loses one of the tasks
    await upgrade(made, both);
    await Promise.all([starts('a'), starts('b')]);
    expect(await deleted()).toEqual([]);
    await upgrade(made, app({ stack: 'app', services: ['a'] }));

    // THEN the other one has what it had
    expect(await deleted()).toEqual([expect.stringMatching(/^app-Role-b-[0-9a-f]{12}-\d+$/)]);
    await starts('a');
  });

  test('of a role of one\'s own move to their new names before the old ones go', async () => {
    // GIVEN
    const own = (names: string[]) => synthesise((root) => {
      const stack = new TerraformStack(root, 'app');
      new AwsProvider(stack, 'aws', { region: 'us-east-1' });
      const secrets = [new ParameterMap(stack, 'Secrets', { path: '/app', parameters: SecretValues.external(names) })];
      new TaskDefinition(stack, 'Task', { family: 'own', containers: [{ name: 'app', image: 'x:1', secrets }] });
      return stack;
    });
    const former = own(['TOKEN']);
    const [policy] = Object.values<any>(former.resource.aws_iam_role_policy);
    policy.name = '1-0123456789ab';
    delete policy.name_prefix;
    const made = await workspace(former);

    // WHEN it is upgraded, and then reads one parameter more
    await emulator.forgetCalls();
    await upgrade(made, own(['TOKEN']));
    await upgrade(made, own(['OTHER', 'TOKEN']));

    // THEN each policy is there before the one that it replaces goes
    const calls = await emulator.calls(({ action }) => /^iam:(Put|Delete)RolePolicy$/.test(action));
    expect(calls.map(({ action }) => action)).toEqual(['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy']);
    expect(calls[1].detail.PolicyName).toBe('1-0123456789ab');
    expect(calls[3].detail.PolicyName).toBe(calls[0].detail.PolicyName);
    await starts('own');
    await made.destroy();
  });
});

describeReal('one role for tasks in two Regions', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('lets each task read the copy of its own Region, applied in one go, and the application what it reads itself', async () => {
    // GIVEN
    workspace.write(synthesise((root) => {
      const stack = new TerraformStack(root, 'app');
      new AwsProvider(stack, 'aws', { region: 'us-east-1' });
      const provider = new AwsProvider(stack, 'eu', { alias: 'eu', region: 'eu-west-1' });
      const secret = new JsonSecret(stack, 'Secret', {
        secretName: 'app', jsonSecret: SecretValues.generated(['TOKEN']), replicaRegions: [{ region: 'eu-west-1' }], recoveryWindowInDays: 0,
      });
      const executionRole = new ExecutionRole(stack, 'Role');
      const container = { name: 'app', image: 'x:1' };
      new TaskDefinition(stack, 'Us', { family: 'us', executionRole, containers: [{ ...container, secrets: [secret] }] });
      new TaskDefinition(stack, 'Eu', { family: 'eu', executionRole, provider, containers: [{ ...container, secrets: [secret.replica('eu-west-1')] }] });
      const taskRole = new IamRole(stack, 'TaskRole', { name: 'application', assumeRolePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [TRUST] }) });
      new TaskRoleAccess(stack, 'Access', { roleName: taskRole.name }).grantRead(secret);
      return stack;
    }));

    // WHEN
    await workspace.init();
    await workspace.apply();

    // THEN
    const [us, eu] = [await resolveTask(emulator, 'us'), await resolveTask(emulator.in('eu-west-1'), 'eu')];
    expect(us.containers.app.environment.TOKEN).toMatch(/^.{8,}$/);
    expect(eu.containers.app.environment).toEqual(us.containers.app.environment);
    expect(eu.calls.flatMap(({ names }) => names)).toEqual([expect.stringMatching(/^arn:aws:secretsmanager:eu-west-1:\d{12}:secret:app-\w{6}$/)]);
    const { secretsManager } = emulator.clientsFor(await emulator.assumeAsEcs('arn:aws:iam::123456789012:role/application'));
    await secretsManager.send(new GetSecretValueCommand({ SecretId: 'app' }));
    await expect(secretsManager.send(new DescribeSecretCommand({ SecretId: 'app' }))).rejects.toThrow('not authorized');
    expect((await workspace.plan()).changes).toEqual([]);
  });
});
