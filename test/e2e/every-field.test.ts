import { DescribeJobDefinitionsCommand } from '@aws-sdk/client-batch';
import { DescribeServicesCommand, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { Definitions, fullDefinitions } from '../support/full-definitions';
import { fullServices } from '../support/full-services';
import { JsonSecret, SecretValue } from 'cdktf-ecs-secrets';

jest.setTimeout(240_000);

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }] };

let names: string[] = [];
let definitions: Definitions;

/**
 * Task definitions, job definitions and services that use every field among them, with what they refer to. Unit tests compare them with the fields that
 * there are: full-definitions.test.ts and service-schema.test.ts, which also name what only version 6 of the provider has.
 */
function configuration(): any {
  return stackOf((stack) => {
    definitions = fullDefinitions(stack);
    const cluster = new EcsCluster(stack, 'Cluster', { name: 'fields' });
    const vpc = new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    // a secret whose name Terraform makes
    const secrets = new JsonSecret(stack, 'Secrets', { jsonSecret: { SPLUNK_TOKEN: SecretValue.generated() }, recoveryWindowInDays: 0 });
    names = fullServices(stack, {
      clusterArn: cluster.arn,
      subnets: new DataAwsSubnets(stack, 'Subnets').ids,
      securityGroups: [new SecurityGroup(stack, 'Group', { name: 'fields', vpcId: vpc.id }).id],
      roleArn: new IamRole(stack, 'Role', { name: 'fields', assumeRolePolicy: JSON.stringify(TRUST) }).arn,
      targetGroupArn: new LbTargetGroup(stack, 'Targets', { name: 'fields', port: 80, protocol: 'HTTP', targetType: 'ip', vpcId: vpc.id }).arn,
      registryArn: 'arn:aws:servicediscovery:us-east-1:123456789012:service/srv-0123456789abcdef',
      splunkToken: secrets.only('SPLUNK_TOKEN').renamed({ SPLUNK_TOKEN: 'splunk-token' }),
    });
  });
}

/** The arguments that a plan would change. */
function differences(address: string, { before, after }: { before: any; after: any }): string[] {
  return Object.keys({ ...before, ...after }).filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
    .map((name) => `${address}.${name}: ${JSON.stringify(before?.[name])} → ${JSON.stringify(after?.[name])}`);
}

describeReal('every field of task definitions, job definitions and services', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(configuration());
    await workspace.init();
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('is taken by the provider, and services with all of them are made', async () => {
    await workspace.apply();
    const { services } = await emulator.admin.ecs.send(new DescribeServicesCommand({ cluster: 'fields', services: names }));
    expect(services!.map(({ serviceName, status }) => [serviceName, status]).sort()).toEqual(names.map((name) => [name, 'ACTIVE']).sort());
  });

  test('task definitions and job definitions are registered', async () => {
    const { taskDefinitionArns } = await emulator.admin.ecs.send(new ListTaskDefinitionsCommand({}));
    expect(taskDefinitionArns).toEqual(expect.arrayContaining(Object.keys(definitions.tasks).map((family) => expect.stringContaining(`/${family}:1`))));
    const { jobDefinitions } = await emulator.admin.batch.send(new DescribeJobDefinitionsCommand({ status: 'ACTIVE' }));
    expect(jobDefinitions!.map(({ jobDefinitionName, type }) => [jobDefinitionName, type]).sort()).toEqual(
      Object.keys(definitions.jobs).map((name) => [name, name === 'nodes' ? 'multinode' : 'container']).sort());
  });

  test('the nodes of a job have their own secrets, and one role', async () => {
    const { jobDefinitions } = await emulator.admin.batch.send(new DescribeJobDefinitionsCommand({ jobDefinitionName: 'nodes', status: 'ACTIVE' }));
    const [first, others] = jobDefinitions![0].nodeProperties!.nodeRangeProperties!.map(({ container }) => container!);
    expect([first, others].map(({ secrets = [] }) => secrets.map(({ name }) => name))).toEqual([['KEY', 'TOKEN'], []]);
    expect(first.executionRoleArn).toMatch(/:role\//);
    expect(others.executionRoleArn).toBe(first.executionRoleArn);
  });

  test('the second plan is empty', async () => {
    const plan = await workspace.plan();
    const { resource_changes: changes } = await plan.json();
    expect(changes!.flatMap(({ address, change }) => differences(address, change))).toEqual([]);
  });
});
