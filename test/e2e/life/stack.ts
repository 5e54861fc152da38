import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { TerraformStack, TerraformVariable } from 'cdktf';
import type { Lost } from './lost';
import { Code, plaintext, variableValue } from './model';
import { Entry, NAMES } from './steps';
import { stackOf } from '../support/synthesis';
import type { Variables } from '../support/terraform';
import { ContainerSecrets, ParameterTier, SecretValue, Service, TaskDefinition } from 'cdktf-ecs-secrets';

/** A name whose value is copied instead of what the code says. */
export type Copies = { readonly [name: string]: SecretValue };

/** Where the stores are: they move when their path changes. */
export function placeOf({ place }: Pick<Code, 'place'>): { readonly path: string; readonly secret: string } {
  const name = `life${place === 1 ? '' : place}`;
  return { path: `/${name}`, secret: name };
}

/** Values of the variables, for each version of each name. */
export const VARIABLES: Variables = {
  values: Object.fromEntries(
    Object.values(NAMES).flat().flatMap((name) => Array.from({ length: 100 }, (_, i) => [`${name}_${i + 1}`, variableValue(name, i + 1)])),
  ),
};

export interface LifeStackOptions {
  readonly copies?: Copies;
  /** A place whose path the store gets without anything else. */
  readonly pathOf?: number;
  /** A place for a second store, to which everything is copied that the first one has. */
  readonly copiedTo?: number;
  /** What Terraform takes into its state. */
  readonly imported?: Pick<Lost, 'parameters' | 'secretArn'>;
}

/** The stack of the code. */
export function lifeStack(code: Code, { copies = {}, copiedTo, pathOf = code.place, imported }: LifeStackOptions = {}): any {
  return stackOf((stack) => {
    const variable = new TerraformVariable(stack, 'values', { type: 'map(string)', default: {} });
    // also where no entry takes a value from it any more
    variable.addOverride('ephemeral', true);
    const keys = [1, 2].map((n) => new KmsKey(stack, `Key${n}`, { description: `${n}` }));
    const valuesOf = (entries: { [name: string]: Entry }) =>
      Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, copies[name] ?? secretValue(variable, name, entry)]));
    const settings = {
      pinVersions: code.pinned,
      encryptionKeyArn: keys[code.key - 1]?.arn,
      parameterTier: code.tier && (code.tier === 'Advanced' ? ParameterTier.ADVANCED : ParameterTier.STANDARD),
      recoveryWindowInDays: 0,
    };
    const secrets = new ContainerSecrets(stack, idOf(code.place, code.renames), {
      path: placeOf({ place: pathOf }).path,
      parameters: valuesOf(code.parameters),
      jsonSecret: valuesOf(code.jsonSecret),
      removedKeys: code.removedKeys,
      ...settings,
    });
    for (let renames = 0; renames < code.renames; renames++) {
      secrets.movedFrom(idOf(code.place, renames));
    }
    if (imported) {
      importInto(stack, secrets, placeOf(code).path, imported);
    }
    if (copiedTo !== undefined) {
      const { path, secret } = placeOf(code);
      const copy = (entries: { [name: string]: Entry }, value: (name: string, version: number) => SecretValue) =>
        Object.fromEntries(Object.entries(entries).map(([name, { version }]) => [name, value(name, version)]));
      new ContainerSecrets(stack, idOf(copiedTo, 0), {
        path: placeOf({ place: copiedTo }).path,
        parameters: copy(code.parameters, (name, version) => SecretValue.fromStoredParameter(`${path}/${name}`, { version })),
        jsonSecret: copy(code.jsonSecret, (name, version) => SecretValue.fromStoredSecret(secret, { jsonKey: name, version })),
        ...settings,
      });
    }
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

function importInto(stack: TerraformStack, { parameterMap, secret }: ContainerSecrets, path: string, { parameters, secretArn }: Pick<Lost, 'parameters' | 'secretArn'>): void {
  const addressOf = (name: string) => `aws_ssm_parameter.${parameterMap!.resource.friendlyUniqueId}["${name}"]`;
  stack.addOverride('import', [
    ...parameters.map((name) => ({ to: addressOf(name), id: `${path}/${name}` })),
    ...(secretArn ? [{ to: `aws_secretsmanager_secret.${secret!.resource.friendlyUniqueId}`, id: secretArn }] : []),
  ]);
}

function idOf(place: number, renames: number): string {
  return place === 1 && renames === 0 ? 'Secrets' : `Secrets-${place}-${renames}`;
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
