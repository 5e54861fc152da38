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
}

/**
 * All secrets and parameters of a stack.
 */
export function storedThings(stack: StackFile): StoredThing[] {
  return [
    ...stack.resources('aws_ssm_parameter').map((resource) => parameterOf(stack, resource)),
    ...stack.resources('aws_secretsmanager_secret').map((resource) => secretOf(stack, resource)),
  ];
}

function parameterOf(stack: StackFile, resource: StackResource): StoredThing {
  const type = perInstance(stack, resource, 'type');
  return {
    store: 'ssm',
    arn: stack.reference(resource, 'arn'),
    address: addressOf(resource),
    managed: true,
    type,
    tier: stack.attribute(resource, 'tier'),
    replicas: 0,
    ...(type === 'String' ? { encryptionKey: 'none' } : keyOf(stack, perInstance(stack, resource, 'key_id'), 'aws/ssm')),
  };
}

function secretOf(stack: StackFile, resource: StackResource): StoredThing {
  return {
    store: 'secretsmanager',
    arn: stack.reference(resource, 'arn'),
    address: addressOf(resource),
    managed: true,
    replicas: [resource.attributes.replica ?? []].flat().length,
    ...keyOf(stack, stack.attribute(resource, 'kms_key_id'), 'aws/secretsmanager'),
  };
}

function keyOf(stack: StackFile, key: string | undefined, managedByAws: string): { encryptionKey: string; encryptionKeyArn?: string } {
  if (key === undefined || key === 'null') {
    return { encryptionKey: managedByAws };
  }
  const address = key.match(/\$\{((?:data\.)?aws_kms_(?:key|alias)\.[\w-]+)\./)?.[1];
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
