import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { Code, plaintext, variableValue } from './model';
import { Entry, NAMES } from './steps';
import { stackOf } from '../support/synthesis';
import type { Variables } from '../support/terraform';
import { ContainerSecrets, SecretValue, Service, TaskDefinition } from 'cdktf-ecs-secrets';

/** A name whose value is copied instead of what the code says. */
export type Copies = { readonly [name: string]: SecretValue };

export const PATH = '/life';
export const SECRET = 'life';

/** Values of the variables, for each version of each name. */
export const VARIABLES: Variables = {
  values: Object.fromEntries(
    Object.values(NAMES).flat().flatMap((name) => Array.from({ length: 40 }, (_, i) => [`${name}_${i + 1}`, variableValue(name, i + 1)])),
  ),
};

/** The stack of the code. */
export function lifeStack(code: Code, copies: Copies = {}): any {
  return stackOf((stack) => {
    const variable = new TerraformVariable(stack, 'values', { type: 'map(string)', default: {} });
    const keys = [1, 2].map((n) => new KmsKey(stack, `Key${n}`, { description: `${n}` }));
    const valuesOf = (entries: { [name: string]: Entry }) =>
      Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, copies[name] ?? secretValue(variable, name, entry)]));
    const secrets = new ContainerSecrets(stack, 'Secrets', {
      path: PATH,
      parameters: valuesOf(code.parameters),
      jsonSecret: valuesOf(code.jsonSecret),
      removedKeys: code.removedKeys,
      pinVersions: code.pinned,
      encryptionKeyArn: keys[code.key - 1]?.arn,
      recoveryWindowInDays: 0,
    });
    const narrowed = [code.parameters, code.jsonSecret].flatMap((entries) => Object.keys(entries).sort().slice(0, 1));
    const taskDefinition = new TaskDefinition(stack, 'Task', {
      family: 'life',
      containers: [
        { name: 'app', image: 'app', secrets: [secrets] },
        { name: 'side', image: 'side', secrets: [code.narrow ? secrets.only(...narrowed) : secrets] },
      ],
    });
    service(stack, taskDefinition);
  });
}

function service(stack: TerraformStack, taskDefinition: TaskDefinition): void {
  const cluster = new EcsCluster(stack, 'Cluster', { name: 'life' });
  const subnets = new DataAwsSubnets(stack, 'Subnets');
  new Service(stack, 'Service', { serviceName: 'life', clusterArn: cluster.arn, taskDefinition, subnets: subnets.ids, desiredCount: 0 });
}

function secretValue(variable: TerraformVariable, name: string, { kind, version }: Entry): SecretValue {
  switch (kind) {
    case 'variable': return SecretValue.fromVariableKey(variable, `${name}_${version}`, { version });
    case 'expression': return SecretValue.fromExpression(`scheme://\${var.values["${name}_${version}"]}@host`, { version });
    case 'generated': return SecretValue.generated({ version });
    case 'external': return SecretValue.external({ version });
    case 'plaintext': return SecretValue.plaintext(plaintext(name, version));
  }
}
