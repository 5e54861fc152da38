import { StackFile, StackResource } from './stack-file';

/**
 * A secret or parameter that a stack makes or looks up.
 */
export interface StoredThing {
  readonly store: 'ssm' | 'secretsmanager';
  readonly arn: string;
  /** Address in Terraform, with the instance's key. */
  readonly address: string;
  /** Whether the stack makes it; else somebody else pays for it. */
  readonly managed: boolean;
  /** How the encryption key is called. */
  readonly encryptionKey: string;
  /** ARN of the customer key, as far as it is known. */
  readonly encryptionKeyArn?: string;
  /** Of a parameter: `SecureString`, `String` or `StringList`. */
  readonly type?: string;
  readonly tier?: string;
  /** Copies in other Regions. */
  readonly replicas: number;
  /** Addresses of what writes its value: a parameter itself, versions of a secret. */
  readonly writers: readonly string[];
}

/**
 * All secrets and parameters of an app. A key may be another stack's.
 */
export function storedThings(stacks: readonly StackFile[]): StoredThing[] {
  return stacks.flatMap((stack) => [
    ...stack.resources('aws_ssm_parameter').map((resource) => parameterOf(stack, resource, stacks)),
    ...stack.resources('aws_secretsmanager_secret').map((resource) => secretOf(stack, resource, stacks)),
  ]);
}

function parameterOf(stack: StackFile, resource: StackResource, stacks: readonly StackFile[]): StoredThing {
  const type = perInstance(stack, resource, 'type');
  return {
    store: 'ssm',
    arn: stack.reference(resource, 'arn'),
    address: addressOf(resource),
    managed: true,
    type,
    tier: stack.attribute(resource, 'tier'),
    replicas: 0,
    writers: [addressOf(resource)],
    ...(type === 'String'
      ? { encryptionKey: 'none' }
      : keyOf(stacks, perInstance(stack, resource, 'key_id'), 'aws/ssm')),
  };
}

function secretOf(stack: StackFile, resource: StackResource, stacks: readonly StackFile[]): StoredThing {
  return {
    store: 'secretsmanager',
    arn: stack.reference(resource, 'arn'),
    address: addressOf(resource),
    managed: true,
    replicas: [resource.attributes.replica ?? []].flat().length,
    writers: versionsOf(stack, resource).map(addressOf),
    ...keyOf(stacks, stack.attribute(resource, 'kms_key_id'), 'aws/secretsmanager'),
  };
}

/** Versions of a secret that Terraform makes current. One with labels of its own, like the library's seed, is not. */
function versionsOf(stack: StackFile, secret: StackResource): StackResource[] {
  const names = [stack.reference(secret, 'arn'), stack.reference(secret, 'id'), stack.attribute(secret, 'name')];
  return stack.resources('aws_secretsmanager_secret_version').filter((version) => {
    const labels: unknown = version.attributes.version_stages;
    const isCurrent = !Array.isArray(labels) || labels.length === 0 || labels.includes('AWSCURRENT');
    return isCurrent && names.includes(stack.attribute(version, 'secret_id'));
  });
}

function keyOf(
  stacks: readonly StackFile[],
  key: string | undefined,
  managedByAws: string,
): { encryptionKey: string; encryptionKeyArn?: string } {
  // a plan says explicitly that it is the default key
  if (key === undefined || key === 'null' || key === '' || key.endsWith(`alias/${managedByAws}`)) {
    return { encryptionKey: managedByAws };
  }
  const [, owner, address] = key.match(/\$\{(?:([^/}]+)\/)?((?:data\.)?aws_kms_(?:key|alias)\.[\w-]+)\./) ?? [];
  const stack = stacks.find(({ name }) => name === owner) ?? stacks[0];
  const resource = address === undefined ? undefined : stack.find(address);
  if (resource === undefined) {
    return { encryptionKey: key.split(/[:/]/).pop()!, encryptionKeyArn: key };
  }
  const attribute = resource.type === 'aws_kms_alias' ? 'target_key_arn' : 'arn';
  return { encryptionKey: stack.pathOf(resource), encryptionKeyArn: stack.reference(resource, attribute) };
}

/** The library writes `contains([NAMES], each.key) ? A : B` where instances differ. */
function perInstance(stack: StackFile, resource: StackResource, attribute: string): string | undefined {
  const { key } = resource;
  const text = stack.attribute(resource, attribute);
  const [, names, yes, no] = text?.match(/^\$\{contains\((\[.*?\]), each\.key\) \? (.+?) : (.+)\}$/) ?? [];
  if (names === undefined || key === undefined) {
    return text;
  }
  const chosen = (JSON.parse(names) as string[]).includes(key) ? yes : no;
  return chosen === 'null' ? undefined : stack.resolve(`\${${chosen}}`, resource);
}

function addressOf(resource: StackResource): string {
  return resource.key === undefined ? resource.address : `${resource.address}[${JSON.stringify(resource.key)}]`;
}
