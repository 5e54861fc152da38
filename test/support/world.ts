import { createHash } from 'crypto';
import { TerraformStack, Testing } from 'cdktf';
import { IamDocument } from './iam';

/**
 * Where a stack is deployed.
 */
export interface World {
  readonly partition: string;
  readonly region: string;
  /** The Region of the provider with the alias `other`. */
  readonly otherRegion?: string;
  readonly account: string;
  readonly dnsSuffix: string;
}

export const WORLDS: readonly World[] = [
  { partition: 'aws', region: 'eu-central-1', otherRegion: 'ap-northeast-1', account: '111122223333', dnsSuffix: 'amazonaws.com' },
  { partition: 'aws-cn', region: 'cn-north-1', otherRegion: 'cn-northwest-1', account: '222233334444', dnsSuffix: 'amazonaws.com.cn' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', otherRegion: 'us-gov-east-1', account: '333344445555', dnsSuffix: 'amazonaws.com' },
];

/** The longest of each. */
export const LONGEST_WORLD: World = {
  partition: 'aws-iso-f', region: 'us-isof-south-1', account: '111122223333', dnsSuffix: 'csp.hci.ic.gov',
};

/** A secret's ARN with another Region. */
const REPLICA = /^\$\{join\(":", concat\(slice\(split\(":", (.+)\), 0, 3\), \["(.+)"\], slice\(split\(":", \1\), 4, 7\)\)\)\}$/;

/**
 * What Terraform would make of a synthesised stack's references. Expressions that the library doesn't emit fail the test.
 */
export class DeployedStack {
  public readonly json: any;

  public constructor(stack: TerraformStack, private readonly world: World) {
    this.json = JSON.parse(Testing.synth(stack));
  }

  /** A string argument with its templates evaluated. */
  public evaluate(text: string): string {
    return text.replace(/\$\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}/g, (_, expression) => this.value(expression.trim()));
  }

  /** Policies of a role, whose address begins with the given id. */
  public policiesOf(role: string): IamDocument[] {
    return Object.values(this.documentsOf(role)).map((document) => JSON.parse(document));
  }

  /** The same as text, by address. */
  public documentsOf(role: string): { [address: string]: string } {
    const { aws_iam_role_policy: inline = {}, aws_iam_policy: managed = {} } = this.json.resource ?? {};
    const found = Object.entries({ ...inline, ...managed } as { [id: string]: { policy: string } }).filter(([id]) => id.startsWith(`${role}_Policy`));
    return Object.fromEntries(found.map(([id, { policy }]) => [id, this.evaluate(policy)]));
  }

  /** What ECS has to be preparing for a role to be assumed. Sorted. */
  public trustedArns(role: string): string[] {
    const [, { assume_role_policy: trust }] = Object.entries<any>(this.json.resource.aws_iam_role).find(([id]) => id.replace(/_[0-9A-F]{8}$/, '') === role)!;
    return [JSON.parse(this.evaluate(trust)).Statement[0].Condition.ArnLike['aws:SourceArn']].flat().sort();
  }

  public parameterArn(name: string): string {
    const { partition, region, account } = this.world;
    return `arn:${partition}:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;
  }

  public secretArn(name: string): string {
    const { partition, region, account } = this.world;
    return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`;
  }

  public keyArn(id: string, region = this.world.region): string {
    const { partition, account } = this.world;
    return `arn:${partition}:kms:${region}:${account}:key/${id}`;
  }

  private value(expression: string): string {
    const { partition, region, account, dnsSuffix } = this.world;
    const split = expression.match(/^split\(":", (.+)\)\[3\]$/);
    if (split) {
      return this.value(split[1]).split(':')[3];
    }
    const replica = this.json.locals?.[expression.match(/^local\.([\w-]+)$/)?.[1] ?? '']?.match(REPLICA);
    if (replica) {
      const parts = this.value(replica[1]).split(':');
      return [...parts.slice(0, 3), replica[2], ...parts.slice(4, 7)].join(':');
    }
    const [, data, type, id, , key, attribute] = expression.match(/^(data\.)?(aws_[a-z_]+)\.([\w-]+)(\["([^"]+)"\])?\.(\w+)$/) ?? [];
    const resource = this.json[data ? 'data' : 'resource']?.[type]?.[id];
    switch (resource && `${data ?? ''}${type}.${attribute}`) {
      case 'data.aws_partition.partition': return partition;
      case 'data.aws_partition.dns_suffix': return dnsSuffix;
      case 'data.aws_region.id': return resource.provider === 'aws.other' ? this.world.otherRegion! : region;
      case 'data.aws_caller_identity.account_id': return account;
      case 'data.aws_secretsmanager_secret.arn':
      case 'aws_secretsmanager_secret.arn': return this.secretArn(resource.name);
      case 'aws_kms_key.arn': return this.keyArn(resource.description);
      case 'aws_ssm_parameter.arn':
        if (Object.hasOwn(resource.for_each, key)) {
          return this.parameterArn(resource.name.replace('${each.key}', key));
        }
    }
    throw new Error(`unknown expression: ${expression}`);
  }
}

/** Each token remembers where it was made, which takes most of a test's time where there are many stacks. */
export function withoutStackTraces<T>(make: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return make();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
