import { TerraformStack, TerraformVariable } from 'cdktf';
import { stackOf } from '../support/synthesis';
import {
  BatchJobDefinition, ContainerSecret, ContainerSecrets, DatabaseEngine, DatabaseSecret, DiscoveredJsonSecret, DiscoveredParameters,
  ExecutionRole, KeyDiscovery, RedeployOnChange, SecretResourcePolicy, SecretRotation, SecretValue, Service, TaskDefinition, VariableSecrets,
} from 'cdktf-ecs-secrets';

/** What others own, made before each construct is applied. */
export const GIVEN = {
  cluster: 'permissions',
  family: 'given',
  parameterPath: '/given',
  secretName: 'given',
  lambda: 'rotate',
  role: 'reader',
} as const;

export interface Owned {
  readonly secretArn: string;
  readonly lambdaArn: string;
  readonly roleArn: string;
  readonly subnetId: string;
}

const TAGS = { team: 'platform' };

/** A stack per construct with nothing else in it. `changed` is what a second apply changes. */
export const CONSTRUCTS: { readonly [title: string]: (stack: TerraformStack, owned: Owned, changed: boolean) => void } = {
  '`ContainerSecrets` with `parameters`, `ParameterMap`': (stack, _, changed) => {
    const version = changed ? 2 : 1;
    new ContainerSecrets(stack, 'Secrets', { path: '/own', tags: TAGS, parameters: { A: SecretValue.generated({ version }), B: SecretValue.external() } });
  },
  '`ContainerSecrets` with `jsonSecret`, `JsonSecret`': (stack, _, changed) => {
    const version = changed ? 2 : 1;
    new ContainerSecrets(stack, 'Secrets', { path: '/own', tags: TAGS, jsonSecret: { A: SecretValue.generated({ version }) }, recoveryWindowInDays: 0 });
  },
  '`VariableSecrets`': (stack, _, changed) => {
    const values = (id: string) => new TerraformVariable(stack, id, { type: 'map(string)', default: { A: changed ? 'two' : 'one' } });
    new VariableSecrets(stack, 'Secrets', { path: '/own', tags: TAGS, parameters: values('p'), jsonSecret: values('j'), recoveryWindowInDays: 0 });
  },
  '`DiscoveredParameters`': (stack, { roleArn }) => {
    const role = ExecutionRole.fromRoleArn(stack, 'Role', roleArn);
    role.grantRead(new DiscoveredParameters(stack, 'Found', { path: GIVEN.parameterPath }));
  },
  '`DiscoveredJsonSecret`, keys from the value': (stack, { roleArn }) => {
    const role = ExecutionRole.fromRoleArn(stack, 'Role', roleArn);
    role.grantRead(new DiscoveredJsonSecret(stack, 'Found', { secretName: GIVEN.secretName, keys: KeyDiscovery.fromValue() }));
  },
  '`ContainerSecret.fromSecretName`': (stack) => {
    ContainerSecret.fromSecretName(stack, 'Found', 'A', GIVEN.secretName);
  },
  '`TaskDefinition` with its own `ExecutionRole`': (stack, { secretArn }, changed) => {
    const image = changed ? 'app:2' : 'app:1';
    new TaskDefinition(stack, 'Task', { family: 'own', tags: TAGS, containers: [{ name: 'app', image, secrets: [ContainerSecret.fromSecretArn('A', secretArn)] }] });
  },
  '`Service`, with its `TaskDefinition`': (stack, { secretArn, subnetId }, changed) => {
    const containers = [{ name: 'app', image: 'app:1', secrets: [ContainerSecret.fromSecretArn('A', secretArn)] }];
    const taskDefinition = new TaskDefinition(stack, 'Task', { family: 'own', tags: TAGS, containers });
    new Service(stack, 'Service', {
      serviceName: 'own',
      clusterArn: `arn:aws:ecs:us-east-1:123456789012:cluster/${GIVEN.cluster}`,
      taskDefinition,
      subnets: [subnetId],
      desiredCount: changed ? 1 : 0,
      tags: TAGS,
    });
  },
  '`BatchJobDefinition`': (stack, { secretArn }, changed) => {
    new BatchJobDefinition(stack, 'Job', {
      jobDefinitionName: 'own',
      tags: TAGS,
      containerProperties: {
        image: changed ? 'job:2' : 'job:1',
        resourceRequirements: [{ type: 'VCPU', value: '0.25' }, { type: 'MEMORY', value: '512' }],
        secrets: [ContainerSecret.fromSecretArn('A', secretArn)],
      },
    });
  },
  '`DatabaseSecret`': (stack, _, changed) => {
    const password = SecretValue.generated({ version: changed ? 2 : 1 });
    const secret = new DatabaseSecret(stack, 'Database', {
      secretName: 'own', engine: DatabaseEngine.POSTGRES, username: 'app', password, recoveryWindowInDays: 0, tags: TAGS,
    });
    secret.attach({ host: 'db.example.com', port: 5432 });
  },
  '`SecretRotation`': (stack, { secretArn, lambdaArn }, changed) => {
    const secret = ContainerSecret.fromSecretArn('A', secretArn);
    new SecretRotation(stack, 'Rotation', { secret, lambdaArn, automaticallyAfterDays: changed ? 60 : 30, rotateImmediately: false });
  },
  '`RedeployOnChange`': (stack, { secretArn }, changed) => {
    const secrets = [ContainerSecret.fromSecretArn('A', secretArn)];
    new RedeployOnChange(stack, 'Redeploy', { cluster: GIVEN.cluster, service: 'api', secrets, debounceSeconds: changed ? 20 : 10, tags: TAGS });
  },
  '`SecretResourcePolicy`': (stack, { secretArn, roleArn }) => {
    new SecretResourcePolicy(stack, 'Policy', { secretArn, encryptionKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555', roleArns: [roleArn] });
  },
};

export function permissionsStack(title: string, owned: Owned, changed: boolean): any {
  return stackOf((stack) => CONSTRUCTS[title](stack, owned, changed));
}
