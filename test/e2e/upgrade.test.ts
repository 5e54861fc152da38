import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand, ListSecretsCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { resolveTask } from './support/ecs-agent';
import { Emulator, type EmulatorCall } from './support/emulator';
import { missingFirstVersion, synthesiseBothVersions } from './support/first-version';
import { findLeaks } from './support/leaks';
import { keepPlan } from './support/plans';
import { describeReal } from './support/prerequisites';
import { Workspace } from './support/terraform';

jest.setTimeout(600_000);

const PAGE = readFileSync(join(__dirname, '../../docs/upgrading.md'), 'utf8');
/** What a task needs to start and to stay the same revision; only a database's secret is written again. */
const UNTOUCHED = /aws_(ecs_\w+|batch_\w+|iam_role|iam_policy|ssm_parameter|secretsmanager_secret|kms_key|sfn_\w+|secretsmanager_secret_version(?=\.(?!Admin_)))\./;
/** What holds values or the right to read them. */
const KEPT = /aws_(iam_role|iam_policy|ssm_parameter|secretsmanager_secret|kms_key)\./;
const BY_HAND = 'typed-into-the-console';
const SINCE_THEN = 'typed-after-the-upgrade';

interface Deployed {
  readonly stack: string;
  readonly region: string;
  readonly families: string[];
  readonly variables?: { readonly [name: string]: unknown };
  /** What people type where the stack leaves a placeholder, and a password that was rotated. */
  readonly typed?: { readonly parameters: string[]; readonly keys: { readonly [secret: string]: string } };
}

const DEPLOYED: Deployed[] = [
  {
    stack: 'quickstart',
    region: 'ap-northeast-1',
    families: ['example'],
    variables: { secrets: { DB_USER: 'user-value', DB_PASSWORD: 'password-value', API_KEY: 'api-key-value' } },
    typed: { parameters: [], keys: { example: 'SMTP_PASSWORD' } },
  },
  {
    stack: 'names-from-variables',
    region: 'ap-northeast-1',
    families: ['example'],
    variables: { parameters: { DB_PASSWORD: 'password-value' }, json_secret: { API_KEY: 'api-key-value' }, json_secret_names: ['API_KEY'], versions: { API_KEY: 2 } },
  },
  {
    stack: 'everything',
    region: 'us-east-1',
    families: ['api', 'worker'],
    typed: { parameters: ['/everything/TYPED_PARAMETER'], keys: { 'everything': 'TYPED_KEY', 'shop/admin': 'password' } },
  },
];

const missing = missingFirstVersion();
if (missing) process.stderr.write(`e2e: skipped 'an upgrade from the first version': ${missing}\n`);

(missing ? describe.skip : describeReal)('an upgrade from the first version', () => {
  let stacks: ReturnType<typeof synthesiseBothVersions>;
  /** What the plans show, as the page has it in two tables. */
  const [seen, seenGoingBack] = [new Set<string>(), new Set<string>()];
  const kind = (change: string) => change.replace(/\.[^.]+$/, '');

  beforeAll(() => {
    stacks = synthesiseBothVersions();
  });

  test.each(DEPLOYED)('of $stack keeps every value, every right and every revision; going back keeps every value and every right', async ({ stack, region, families, variables, typed }) => {
    const emulator = await Emulator.start({ region });
    const workspace = new Workspace(emulator);
    try {
      // GIVEN what the first version deployed, and values that people have typed since
      await emulator.admin.ecs.send(new CreateClusterCommand({ clusterName: 'example' }));
      const AssumeRolePolicyDocument = JSON.stringify({
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }],
      });
      await emulator.admin.iam.send(new CreateRoleCommand({ RoleName: 'shared', AssumeRolePolicyDocument }));
      const { before, after } = inSubnets(stacks[stack]);
      workspace.write(before);
      await workspace.init();
      // the first version fails where the label of what it has just written is late
      await emulator.lagLabels({});
      await workspace.apply({ variables });
      await emulator.lagLabels(undefined);
      await type(emulator, BY_HAND, typed);
      const values = await storedValues(emulator);
      const environments = await environmentsOf(emulator, families);
      expect(Object.keys(values).length).toBeGreaterThan(1);

      // WHEN
      workspace.write(after);
      const plan = await workspace.plan({ variables });
      await emulator.forgetCalls();
      const watched = watch(() => environmentsOf(emulator, families));
      await workspace.apply({ variables, plan });
      const duringApply = await watched();

      // THEN
      plan.changes.forEach((change) => seen.add(kind(change)));
      expect(plan.changes.filter((change) => UNTOUCHED.test(change))).toEqual([]);
      expect(await storedValues(emulator)).toEqual(values);
      expect(duringApply.length).toBeGreaterThan(1);
      duringApply.forEach((during) => expect(during).toEqual(environments));
      expect(await environmentsOf(emulator, families)).toEqual(environments);
      const calls = await emulator.calls();
      expect(calls.filter(({ action }) => /^ecs:(RegisterTaskDefinition|UpdateService)$|^batch:Register/.test(action))).toEqual([]);
      expect(deletedTooEarly(calls)).toEqual([]);
      const second = await workspace.plan({ variables });
      keepPlan(stack, await second.show());
      expect(second.changes).toEqual([]);
      expect(await findLeaks(workspace, { typed: BY_HAND })).toEqual([]);

      // WHEN somebody goes back to the first version
      await type(emulator, SINCE_THEN, typed);
      const [newest, read] = [await storedValues(emulator), await environmentsOf(emulator, families)];
      workspace.write(before);
      await emulator.lagLabels({});
      const back = await workspace.plan({ variables });
      const watchedAgain = watch(() => environmentsOf(emulator, families));
      await workspace.apply({ variables, plan: back });

      // THEN
      back.changes.forEach((change) => seenGoingBack.add(kind(change)));
      expect(back.changes.filter((change) => KEPT.test(change))).toEqual([]);
      (await watchedAgain()).forEach((during) => expect(during).toEqual(read));
      expect(await storedValues(emulator)).toEqual(newest);
      expect(await environmentsOf(emulator, families)).toEqual(read);
    } finally {
      await emulator.stop();
      workspace.remove();
    }
  });

  test('shows in its first plan what the page says, and so does going back', () => {
    const tables = PAGE.split('## Going back').map((part) => [...part.matchAll(/^\| `([a-z+]+ [\w.]+)` \|/gm)].map(([, change]) => change).sort());
    expect([seen, seenGoingBack].map((changes) => [...changes].sort())).toEqual(tables);
  });
});

/** An example's service in subnets that the emulator has. */
function inSubnets<T>(configurations: T): T {
  const withSubnets = (_: string, value: any) => (value?.aws_partition ? { ...value, aws_subnets: { Emulated: {}, ...value.aws_subnets } } : value);
  const text = JSON.stringify(configurations, withSubnets);
  return JSON.parse(text.replaceAll('["subnet-0123456789abcdef0"]', '"${data.aws_subnets.Emulated.ids}"'));
}

/** As people do in the console, who may add keys of their own. */
async function type({ admin }: Emulator, value: string, { parameters, keys }: NonNullable<Deployed['typed']> = { parameters: [], keys: {} }): Promise<void> {
  for (const Name of parameters) {
    await admin.ssm.send(new PutParameterCommand({ Name, Value: value, Overwrite: true }));
  }
  for (const [SecretId, key] of Object.entries(keys)) {
    const { SecretString } = await admin.secretsManager.send(new GetSecretValueCommand({ SecretId }));
    const json = { ...JSON.parse(SecretString!), [key]: value, OF_SOMEBODY: value };
    await admin.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(json) }));
  }
}

/** Every parameter, and every key of every secret but the library's own. */
async function storedValues({ admin }: Emulator): Promise<{ [name: string]: unknown }> {
  const { Parameters = [] } = await admin.ssm.send(new GetParametersByPathCommand({ Path: '/', Recursive: true, WithDecryption: true }));
  const { SecretList = [] } = await admin.secretsManager.send(new ListSecretsCommand({}));
  const secrets = await Promise.all(SecretList.map(async ({ Name, ARN }) => {
    const { SecretString } = await admin.secretsManager.send(new GetSecretValueCommand({ SecretId: ARN }));
    const { _versions, ...keys } = JSON.parse(SecretString!);
    return [`secret ${Name}`, keys];
  }));
  return Object.fromEntries([...Parameters.map(({ Name, Value, Version }) => [`parameter ${Name}`, [Value, Version]]), ...secrets]);
}

/** What each container gets, as the ECS agent reads it with the execution role's credentials. */
async function environmentsOf(emulator: Emulator, families: string[]): Promise<unknown> {
  return Promise.all(families.map(async (family) => (await resolveTask(emulator, family)).containers));
}

/** Does something over and over until the answer is called. */
function watch<T>(once: () => Promise<T>): () => Promise<T[]> {
  let ended = false;
  const loop = (async () => {
    const all: T[] = [];
    while (!ended) {
      all.push(await once());
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return all;
  })();
  // an error is the caller's, once it asks
  loop.catch(() => undefined);
  return () => {
    ended = true;
    return loop;
  };
}

/** Policies that were deleted or detached before their role had the last new one. */
function deletedTooEarly(calls: EmulatorCall[]): unknown[] {
  const lastGranted = new Map<unknown, number>();
  for (const { action, detail, seq } of calls) {
    if (/^iam:(Put|Attach)RolePolicy$/.test(action)) lastGranted.set(detail.RoleName, seq);
  }
  const deleted = calls.filter(({ action }) => /^iam:(DeleteRolePolicy|DetachRolePolicy|DeleteRole)$/.test(action));
  return deleted.filter(({ detail, seq }) => !(lastGranted.get(detail.RoleName)! < seq));
}
