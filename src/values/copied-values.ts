import { createHash } from 'crypto';
import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ValueGroup } from './value-group';
import { ValidationError } from '../checks/validation-error';
import { AwsEnvironment } from '../terraform/aws-environment';
import { EphemeralResource } from '../terraform/ephemeral-resource';
import { Hcl, hcl, valueOf } from '../terraform/hcl';
import { isUnresolved } from '../terraform/tokens';

/** Where a value is stored that should be copied. */
export interface StoredPlace {
  /** Name or ARN of the parameter. */
  readonly parameterName?: string;
  /** Name or ARN of the secret. */
  readonly secretId?: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
  readonly provider?: TerraformProvider;
}

interface Copied {
  readonly name: string;
  readonly place: StoredPlace;
}

/**
 * Reads the values that are copied: one ephemeral block per store and provider, in which each stored thing is read
 * once.
 *
 * @param provider of the store that the values go to, which reads them too unless the value says otherwise
 */
export function readCopied(
  scope: Construct,
  values: readonly (readonly [name: string, value: { readonly _stored?: StoredPlace }])[],
  provider: TerraformProvider | undefined,
): ValueGroup[] {
  const copied = values.flatMap(([name, { _stored: place }]) => (place ? [{ name, place }] : []));
  const providers = new Set(copied.map(({ place }) => place.provider ?? provider));
  return [...providers].flatMap((reader) => {
    const own = copied.filter(({ place }) => (place.provider ?? provider) === reader);
    const suffix =
      reader === provider || !reader
        ? ''
        : `-${createHash('sha256').update(reader.node.path).digest('hex').slice(0, 8)}`;
    return [
      ...readParameters(
        scope,
        `CopiedParameters${suffix}`,
        own.filter(({ place }) => place.parameterName !== undefined),
        reader,
      ),
      ...readSecrets(
        scope,
        `CopiedSecrets${suffix}`,
        own.filter(({ place }) => place.secretId !== undefined),
        reader,
      ),
    ];
  });
}

/**
 * @throws if the provider that reads a value belongs to another stack
 */
export function enforceReader(scope: Construct, name: string, { provider }: StoredPlace): void {
  const stack = TerraformStack.of(scope);
  if (provider && TerraformStack.of(provider) !== stack) {
    throw new ValidationError(
      `the provider that reads the value of '${name}' belongs to another stack: declare it in stack '${stack.node.id}'`,
      scope,
    );
  }
}

function readParameters(
  scope: Construct,
  id: string,
  copied: readonly Copied[],
  provider?: TerraformProvider,
): ValueGroup[] {
  if (copied.length === 0) {
    return [];
  }
  const arns = copied.map(({ name, place }) => [name, parameterArn(scope, place.parameterName!, provider)]);
  const block = new EphemeralResource(scope, id, {
    type: 'aws_ssm_parameter',
    forEach: valueOf(Object.fromEntries(arns)),
    attributes: { arn: hcl`each.value`.toString(), with_decryption: true },
    provider,
  });
  return [{ names: copied.map(({ name }) => name), value: (name) => block.attributeOf(name, 'value') }];
}

function readSecrets(
  scope: Construct,
  id: string,
  copied: readonly Copied[],
  provider?: TerraformProvider,
): ValueGroup[] {
  if (copied.length === 0) {
    return [];
  }
  // several keys of one secret are read together, under the name of the first
  const first = new Map<string, string>();
  const reads: { [name: string]: object } = {};
  const keyOf = ({ secretId, versionStage, versionId }: StoredPlace) =>
    JSON.stringify([secretId, versionStage, versionId]);
  for (const { name, place } of copied) {
    if (!first.has(keyOf(place))) {
      first.set(keyOf(place), name);
      reads[name] = { id: place.secretId, stage: place.versionStage ?? null, version: place.versionId ?? null };
    }
  }
  const block = new EphemeralResource(scope, id, {
    type: 'aws_secretsmanager_secret_version',
    forEach: valueOf(reads),
    attributes: {
      secret_id: hcl`each.value.id`.toString(),
      version_stage: hcl`each.value.stage`.toString(),
      version_id: hcl`each.value.version`.toString(),
    },
    provider,
  });
  return copied.map(({ name, place }) => {
    const text = block.attributeOf(valueOf(first.get(keyOf(place))!), 'secret_string');
    // null where there is no such key, or no text under it: whoever writes the value says so
    const value =
      place.jsonKey === undefined ? text : hcl`try(tostring(jsondecode(${text})[${valueOf(place.jsonKey)}]), null)`;
    return { names: [name], value: () => value };
  });
}

/** `/a/b` and `a/b` are the same resource to IAM and to the read by ARN. */
function parameterArn(scope: Construct, nameOrArn: string, provider?: TerraformProvider): string | Hcl {
  const { partition, region, account } = AwsEnvironment.of(scope, provider);
  const prefix = `arn:${partition}:ssm:${region}:${account}:parameter/`;
  if (!isUnresolved(nameOrArn)) {
    return nameOrArn.startsWith('arn:') ? nameOrArn : `${prefix}${nameOrArn.replace(/^\//, '')}`;
  }
  const text = valueOf(nameOrArn);
  return hcl`startswith(${text}, "arn:") ? ${text} : format("%s%s", ${valueOf(prefix)}, trimprefix(${text}, "/"))`;
}

/** A stored thing in a message. */
export function textOfPlace({ parameterName, secretId, jsonKey }: StoredPlace): string {
  return parameterName === undefined
    ? `${jsonKey === undefined ? '' : `key '${jsonKey}' of `}secret ${secretId}`
    : `parameter ${parameterName}`;
}
