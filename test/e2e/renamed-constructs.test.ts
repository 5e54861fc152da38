import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import {
  BatchJobDefinition, ContainerSecrets, DatabaseEngine, DatabaseSecret, ExecutionRole, JsonSecret, ParameterMap, SecretValue, SecretValues, Service,
  TaskDefinition,
} from 'cdktf-ecs-secrets';

jest.setTimeout(600_000);

const VARIABLES = { secrets: { DB_USER: 'user-value' } };
/** Where the constructs stood, one deployment after the other. */
const PLACES = ['Api', 'Backend', 'Team/Backend'];

/** Every construct that can move, in the place of a deployment. */
function deployment(cluster: string, index: number, moved = true): any {
  return stackOf((stack) => {
    const values = new TerraformVariable(stack, 'secrets', { type: 'map(string)', default: {} });
    const ids = PLACES[index].split('/');
    const parent = ids.slice(0, -1).reduce<Construct>((scope, id) => new Construct(scope, id), stack);
    const name = (kind: string) => `${ids[ids.length - 1]}${kind}`;

    const secrets = new ContainerSecrets(parent, name('Secrets'), {
      path: '/example',
      parameters: { ...SecretValues.fromVariable(values, ['DB_USER']), TYPED: SecretValue.external() },
      jsonSecret: { SESSION: SecretValue.generated() },
      recoveryWindowInDays: 7,
    });
    const parameters = new ParameterMap(parent, name('Parameters'), { path: '/alone', parameters: { TOKEN: SecretValue.generated() } });
    const json = new JsonSecret(parent, name('Json'), { secretName: 'alone', jsonSecret: { KEY: SecretValue.generated() } });
    const database = new DatabaseSecret(parent, name('Database'), {
      secretName: 'database', engine: DatabaseEngine.MYSQL, username: 'app', connection: { host: 'db.example.com' },
    });
    const role = new ExecutionRole(parent, name('Role'));
    const task = new TaskDefinition(parent, name('Task'), {
      family: 'api',
      executionRole: role,
      cpu: 256,
      memory: 512,
      containers: [{ name: 'app', image: 'nginx:1', secrets: [secrets, parameters, json, database.namedAs({ password: 'DB_PASSWORD' })] }],
    });
    const service = new Service(parent, name('Service'), {
      serviceName: 'api', clusterArn: cluster, taskDefinition: task, subnets: new DataAwsSubnets(stack, 'Subnets').ids, desiredCount: 0,
    });
    const job = new BatchJobDefinition(parent, name('Job'), {
      jobDefinitionName: 'job',
      containerProperties: {
        image: 'nginx:1', secrets: [parameters], resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }],
      },
    });
    if (moved) {
      for (const place of PLACES.slice(0, index)) {
        secrets.movedFrom(`${place}Secrets`);
        parameters.movedFrom(`${place}Parameters`);
        json.movedFrom(`${place}Json`);
        database.movedFrom(`${place}Database`);
        role.movedFrom(`${place}Role`);
        task.movedFrom(`${place}Task`);
        service.movedFrom(`${place}Service`);
        job.movedFrom(`${place}Job`);
      }
    }
  });
}

describeReal('constructs under other names', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  let cluster: string;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    cluster = (await emulator.admin.ecs.send(new CreateClusterCommand({ clusterName: 'main' }))).cluster!.clusterArn!;
    workspace.write(deployment(cluster, 0));
    await workspace.init();
    await workspace.apply({ variables: VARIABLES });
    const SecretString = JSON.stringify({ ...JSON.parse(await secret('example')), BY_HAND: 'typed' });
    await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'example', SecretString }));
  });

  afterAll(async () => {
    await emulator.stop();
    workspace.remove();
  });

  async function secret(name: string): Promise<string> {
    return (await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: name }))).SecretString!;
  }

  /** Every stored value, with the version it has. */
  async function stored(): Promise<unknown> {
    const paths = await Promise.all(['/example', '/alone'].map(async (Path) => {
      const { Parameters = [] } = await emulator.admin.ssm.send(new GetParametersByPathCommand({ Path, WithDecryption: true }));
      return Parameters.map(({ Name, Value, Version }) => [Name, Value, Version]).sort();
    }));
    return [paths, await Promise.all(['example', 'alone', 'database'].map(secret))];
  }

  test('would be created a second time without a word about it', async () => {
    workspace.write(deployment(cluster, 1, false));
    const { changes } = await workspace.plan({ variables: VARIABLES });
    expect(changes.filter((change) => change.startsWith('create ')).length).toBeGreaterThan(10);
  });

  test.each([1, 2])('keep all that is there in move %s, and the plan after it is empty', async (index) => {
    // GIVEN
    const before = await stored();
    const addresses = addressesOf(workspace.stateText());

    // WHEN
    workspace.write(deployment(cluster, index));
    const plan = await workspace.plan({ variables: VARIABLES });
    await workspace.apply({ variables: VARIABLES, plan });
    const second = await workspace.plan({ variables: VARIABLES });

    // THEN
    expect(plan.changes).toEqual([]);
    expect([second.isEmpty, second.changes]).toEqual([true, []]);
    expect(await stored()).toEqual(before);
    const after = addressesOf(workspace.stateText());
    expect(after).toHaveLength(addresses.length);
    expect(after.filter((address) => addresses.includes(address))).toEqual([]);
    expect(after).toContainEqual(expect.stringMatching(/^aws_ssm_parameter\.\w+Secrets\w*\["DB_USER"\]$/));
  });
});

/** Addresses of all instances in a state, without data sources. */
function addressesOf(state: string): string[] {
  const { resources } = JSON.parse(state) as { resources: { mode: string; type: string; name: string; instances: { index_key?: string }[] }[] };
  return resources.filter(({ mode }) => mode === 'managed').flatMap(({ type, name, instances }) => {
    return instances.map(({ index_key: key }) => `${type}.${name}${key === undefined ? '' : `["${key}"]`}`);
  });
}
