import { StackResource, StackText } from './stack-resource';
import { dnsSuffixOf } from '../terraform/partitions';

/** The six characters that Secrets Manager adds to a secret's name, as a pattern of IAM. */
const SUFFIX = '-??????';

type Compute = (stack: StackText, resource: StackResource) => string | undefined;

const parameterArn: Compute = (stack, resource) => {
  const { partition, region, account } = resource.place;
  const name = stack.attribute(resource, 'name');
  return name && `arn:${partition}:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;
};

const secretArn: Compute = (stack, resource) => {
  const { partition, region, account } = resource.place;
  const name = stack.attribute(resource, 'name');
  return name && `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}${SUFFIX}`;
};

const keyArn: Compute = (stack, resource) => {
  const { partition, region, account } = resource.place;
  return `arn:${partition}:kms:${region}:${account}:key/${unknown(stack, resource, 'key_id')}`;
};

const roleArn: Compute = (stack, resource) => {
  const { partition, account } = resource.place;
  const path = stack.attribute(resource, 'path') ?? '/';
  return `arn:${partition}:iam::${account}:role${path}${roleName(stack, resource)}`;
};

const roleName: Compute = (stack, resource) => stack.attribute(resource, 'name') ?? unknown(stack, resource, 'name');

const bucketArn: Compute = (stack, resource) => {
  const bucket = stack.attribute(resource, 'bucket');
  return bucket && `arn:${resource.place.partition}:s3:::${bucket}`;
};

const objectArn: Compute = (stack, resource) => {
  const [bucket, key] = [stack.attribute(resource, 'bucket'), stack.attribute(resource, 'key')];
  return bucket && key && `arn:${resource.place.partition}:s3:::${bucket}/${key}`;
};

const place = (part: 'partition' | 'region' | 'account'): Compute => (_stack, resource) => resource.place[part];
const given = (attribute: string): Compute => (stack, resource) => stack.attribute(resource, attribute);

/** What the provider works out, as far as it follows from the configuration. */
const COMPUTED: { readonly [type: string]: { readonly [attribute: string]: Compute } } = {
  'aws_ssm_parameter': { arn: parameterArn, id: given('name') },
  'data.aws_ssm_parameter': { arn: parameterArn },
  'aws_secretsmanager_secret': { arn: secretArn, id: secretArn },
  'data.aws_secretsmanager_secret': { arn: secretArn, id: given('arn') },
  'aws_kms_key': { arn: keyArn },
  'data.aws_kms_key': {
    arn: (stack, resource) => arnIn(stack.attribute(resource, 'key_id')) ?? keyArn(stack, resource),
  },
  'aws_kms_alias': { target_key_arn: (stack, resource) => arnIn(stack.attribute(resource, 'target_key_id')) },
  'aws_iam_role': { arn: roleArn, id: roleName, name: roleName },
  'aws_s3_bucket': { arn: bucketArn, id: given('bucket') },
  'aws_s3_object': { arn: objectArn },
  'data.aws_partition': {
    partition: place('partition'),
    id: place('partition'),
    dns_suffix: (_stack, resource) => dnsSuffixOf(resource.place.partition),
  },
  'data.aws_region': { id: place('region'), name: place('region'), region: place('region') },
  'data.aws_caller_identity': { account_id: place('account'), id: place('account') },
};

/**
 * An attribute that stands in no argument, undefined where it doesn't follow from them.
 */
export function computedAttribute(stack: StackText, resource: StackResource, attribute: string): string | undefined {
  const type = resource.address.startsWith('data.') ? `data.${resource.type}` : resource.type;
  return COMPUTED[type]?.[attribute]?.(stack, resource);
}

/**
 * Two stacks can have resources with the same address, so the unknown part of an ARN that passes between stacks names
 * its stack.
 */
function unknown(stack: StackText, { address }: StackResource, attribute: string): string {
  return `\${${stack.name}/${address}.${attribute}}`;
}

function arnIn(text: string | undefined): string | undefined {
  return text?.startsWith('arn:') ? text : undefined;
}
