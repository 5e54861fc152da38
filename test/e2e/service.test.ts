import { DescribeServicesCommand, DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Emulator } from './support/emulator';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { ContainerSecrets, RevisionOwner, SecretValue, Service, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const OWNERS = [RevisionOwner.TERRAFORM, RevisionOwner.LATEST, RevisionOwner.CI];

/** One service per owner of its revision; their secrets are typed into the console. */
function configuration({ verifyAtPlan = false, image = 'app:1' } = {}): any {
  return stackOf((stack) => {
    const cluster = new EcsCluster(stack, 'Cluster', { name: 'services' });
    const subnets = new DataAwsSubnets(stack, 'Subnets');
    const secrets = new ContainerSecrets(stack, 'Secrets', {
      path: '/services',
      parameters: { PARAMETER: SecretValue.external() },
      jsonSecret: { KEY: SecretValue.external() },
      recoveryWindowInDays: 0,
      verifyAtPlan,
    });
    for (const revisionOwner of OWNERS) {
      const taskDefinition = new TaskDefinition(stack, `Task-${revisionOwner}`, {
        family: revisionOwner,
        skipDestroy: true,
        containers: [{ name: 'app', image, secrets: [secrets] }],
      });
      new Service(stack, `Service-${revisionOwner}`, {
        serviceName: revisionOwner, clusterArn: cluster.arn, taskDefinition, revisionOwner, subnets: subnets.ids, desiredCount: 0,
      });
    }
  });
}

describeReal('services', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  const known = { PARAMETER: 'typed-parameter', KEY: 'typed-key-of-json' };

  const revisionOf = async (service: string) => {
    const { services } = await emulator.admin.ecs.send(new DescribeServicesCommand({ cluster: 'services', services: [service] }));
    return Number(services![0].taskDefinition!.split(':').pop());
  };
  /** What a pipeline does: the latest revision with another image. */
  const deployedByPipeline = async (family: string) => {
    const { taskDefinition } = await emulator.admin.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }));
    const { containerDefinitions, executionRoleArn, networkMode, requiresCompatibilities, cpu, memory } = taskDefinition!;
    await emulator.admin.ecs.send(new RegisterTaskDefinitionCommand({
      family,
      containerDefinitions: containerDefinitions!.map((container) => ({ ...container, image: 'app:from-pipeline' })),
      executionRoleArn,
      networkMode,
      requiresCompatibilities,
      cpu,
      memory,
    }));
  };
  const plan = async (props: Parameters<typeof configuration>[0]) => {
    workspace.write(configuration(props));
    return workspace.plan();
  };

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator, { secretValues: Object.values(known) });
    workspace.write(configuration());
    await workspace.init();
    await workspace.apply();
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('the second plan is empty for each owner', async () => {
    expect((await plan({})).changes).toEqual([]);
  });

  test('a revision that a pipeline registered is followed by LATEST and left alone by the others', async () => {
    for (const owner of OWNERS) {
      await deployedByPipeline(owner);
    }
    expect((await plan({})).changes).toEqual([expect.stringMatching(/^update aws_ecs_service\.Service-LATEST_/)]);
    await workspace.apply();
    expect([await revisionOf('TERRAFORM'), await revisionOf('LATEST'), await revisionOf('CI')]).toEqual([1, 2, 1]);
    expect((await plan({})).changes).toEqual([]);
  });

  test('a revision that Terraform registers is taken by TERRAFORM and LATEST, and left to the pipeline by CI', async () => {
    workspace.write(configuration({ image: 'app:2' }));
    await workspace.apply();
    expect([await revisionOf('TERRAFORM'), await revisionOf('LATEST'), await revisionOf('CI')]).toEqual([3, 3, 1]);
    expect((await plan({ image: 'app:2' })).changes).toEqual([]);
  });

  test('the gate stops the plan while a placeholder is there, with container, name and key', async () => {
    const stopped = plan({ image: 'app:2', verifyAtPlan: true });
    await expect(stopped).rejects.toThrow(/container 'app'.*KEY/);
    await expect(stopped).rejects.toThrow(/container 'app'.*PARAMETER/);
  });

  test('the gate opens when people have typed the values, and state and plan know none of them', async () => {
    await emulator.admin.ssm.send(new PutParameterCommand({ Name: '/services/PARAMETER', Value: known.PARAMETER, Overwrite: true }));
    await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'services', SecretString: JSON.stringify({ KEY: known.KEY }) }));
    workspace.write(configuration({ image: 'app:2', verifyAtPlan: true }));
    await workspace.apply();
    expect((await plan({ image: 'app:2', verifyAtPlan: true })).changes).toEqual([]);
    expect(await findLeaks(workspace, known)).toEqual([]);
  });

  test('the gate stops the plan when a key is gone', async () => {
    await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: 'services', SecretString: '{"OTHER":"x"}' }));
    await expect(plan({ image: 'app:2', verifyAtPlan: true })).rejects.toThrow(/container 'app'.*KEY/);
  });
});
