import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeJobDefinitionsCommand } from '@aws-sdk/client-batch';
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { AwsTarget } from './aws-target';
import { parseDigests, type Digests } from './digests';
import type { Target } from './target';
import type { Credentials } from '../e2e/support/clients';
import { resolveJob, resolveTask } from '../e2e/support/ecs-agent';
import { Emulator } from '../e2e/support/emulator';
import { emulated } from '../e2e/support/synthesis';
import { Workspace } from '../e2e/support/terraform';

/** Whom Terraform and the sweep act as, so that their calls can be told from the test's. */
export const DEPLOYER: Credentials = { accessKeyId: 'AKIADEPLOYER00000000', secretAccessKey: 'harness' };

/** The emulator runs no containers: their commands run here, with the environment that the execution role can read. */
export class EmulatedTarget implements Target {
  public static async start(): Promise<EmulatedTarget> {
    const emulator = await Emulator.start();
    const ec2 = new EC2Client({ endpoint: emulator.endpoint, region: emulator.region, credentials: emulator.adminCredentials });
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    ec2.destroy();
    return new EmulatedTarget(emulator, Subnets.map(({ SubnetId }) => SubnetId!).sort());
  }

  public readonly leftOut = [
    'containers run on this machine, not on Fargate',
    'images are not pulled',
    'logs are not shipped, and the log router is not started',
    'the job runs without a queue',
    'the emulator rotates in place of the function, and the event of it is sent by hand',
  ];

  public readonly region: string;
  private readonly sweeper: AwsTarget;

  private constructor(public readonly emulator: Emulator, public readonly subnets: string[]) {
    this.region = emulator.region;
    process.env.AWS_ACCESS_KEY_ID = DEPLOYER.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = DEPLOYER.secretAccessKey;
    this.sweeper = new AwsTarget({ region: emulator.region, endpoint: emulator.endpoint });
  }

  public workspace(directory: string, secretValues: string[]): Workspace {
    return new Workspace(this.emulator, { directory, secretValues, credentials: DEPLOYER });
  }

  public adapt(configuration: any): any {
    return emulated(configuration);
  }

  public async runTask(_prefix: string, taskDefinition: string): Promise<Digests> {
    const { containers } = await resolveTask(this.emulator, taskDefinition);
    const described = await this.emulator.admin.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    const definitions = described.taskDefinition!.containerDefinitions!;
    const directory = mkdtempSync(join(tmpdir(), 'acceptance-'));
    try {
      const run = (name: string) => {
        const { entryPoint = [], command = [] } = definitions.find((container) => container.name === name)!;
        const owner = `${process.getuid!()}:${process.getgid!()}`;
        const here = [...entryPoint, ...command].map((part) => part.split('/run/secrets').join(directory).replace(/\b0:0\b/g, owner));
        return runHere(here, containers[name].environment).map((line) => line.split(directory).join('/run/secrets'));
      };
      run('digests-secret-files');
      return parseDigests(run('digests'));
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  public async runJob(_prefix: string, arn: string): Promise<Digests> {
    const { containers } = await resolveJob(this.emulator, arn);
    const { jobDefinitions } = await this.emulator.admin.batch.send(new DescribeJobDefinitionsCommand({ jobDefinitions: [arn] }));
    return parseDigests(runHere(jobDefinitions![0].containerProperties!.command!, containers.default.environment));
  }

  public async runPrivateTask(_prefix: string, taskDefinition: string): Promise<string> {
    const { containers } = await resolveTask(this.emulator, taskDefinition);
    return containers.private.registryCredentials ? 'CannotPullContainerError: there is no such registry' : 'no credentials were read';
  }

  public async rotate(secretName: string): Promise<void> {
    const { secretsManager, eventBridge } = this.emulator.admin;
    const { ARN, VersionId } = await secretsManager.send(new RotateSecretCommand({ SecretId: secretName }));
    const Detail = JSON.stringify({ name: secretName, labelUpdated: 'AWSCURRENT', versionId: VersionId });
    await eventBridge.send(new PutEventsCommand({
      Entries: [{ Source: 'aws.secretsmanager', DetailType: 'Secret Label Updated', Resources: [ARN!], Detail }],
    }));
  }

  public async deployments(prefix: string): Promise<string[]> {
    const updates = await this.emulator.calls(({ action, status }) => action === 'ecs:UpdateService' && status === 200);
    return [prefix, ...updates.map(({ seq }) => String(seq))];
  }

  public async leftOvers(prefix: string): Promise<string[]> {
    return this.sweeper.leftOvers(prefix);
  }

  public async sweep(prefix: string): Promise<void> {
    await this.sweeper.sweep(prefix);
  }

  public async stop(): Promise<void> {
    await this.sweeper.stop();
    await this.emulator.stop();
  }
}

function runHere([program, ...args]: string[], environment: { [name: string]: string }): string[] {
  const { status, stdout, stderr } = spawnSync(program, args, { env: { PATH: process.env.PATH, ...environment }, encoding: 'utf8' });
  // the error may hold what the script was given
  if (status !== 0) throw new Error(`a container's command ended with code ${status} and ${stderr.length} characters of errors`);
  return stdout.split('\n');
}
