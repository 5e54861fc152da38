import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { ServerlessapplicationrepositoryCloudformationStack } from '@cdktf/provider-aws/lib/serverlessapplicationrepository-cloudformation-stack';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { ITerraformDependable, TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { defaultPort, rotationApplicationName } from './database-engine';
import { DatabaseSecret } from './database-secret';
import { FLAG, MAP, OBJECT, TEXT, TEXTS } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { FUNCTION_NAME, REACHES_SECRETS_MANAGER, ROTATION_GROUPS } from '../checks/rotation';
import { enforce } from '../checks/rule';
import { AwsEnvironment } from '../terraform/aws-environment';
import { hcl, quoted, valueOf } from '../terraform/hcl';
import { nameFromPath, namePrefix } from '../terraform/name-prefix';
import { StructuredValue } from '../terraform/structured-value';

const HTTPS = 443;

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html */
const PUBLISHERS = {
  'aws': 'us-east-1:297356227824',
  'aws-cn': 'cn-north-1:193023089310',
  'aws-us-gov': 'us-gov-west-1:023102451235',
};

/**
 * Properties of `RotationApplication`.
 */
export interface RotationApplicationProps {
  /**
   * The secret that it rotates. Its engine, and whether it has an admin secret, decide which application it is.
   */
  readonly database: DatabaseSecret;
  /**
   * Ids of the subnets in which the function runs.
   */
  readonly subnetIds: string[];
  /**
   * Id of the VPC in which the function gets a security group of its own, with the rules that it needs. Excludes
   * `securityGroupIds`.
   *
   * @default - the groups are given
   */
  readonly vpcId?: string;
  /**
   * Ids of security groups that have the rules already. Excludes `vpcId`.
   *
   * @default - a group of its own
   */
  readonly securityGroupIds?: string[];
  /**
   * Id of the database's security group. It gets a rule that lets the function's own group in.
   *
   * @default - somebody else lets it in
   */
  readonly databaseSecurityGroupId?: string;
  /**
   * Id of the security group of the VPC's endpoint for Secrets Manager. It gets a rule that lets the function's own
   * group in.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html
   * @default - there is no endpoint
   */
  readonly vpcEndpointSecurityGroupId?: string;
  /**
   * Whether the subnets have a route to a NAT gateway, through which the function reaches Secrets Manager.
   *
   * @default false
   */
  readonly natGateway?: boolean;
  /**
   * Name of the function and of its CloudFormation stack, up to 64 letters, digits, hyphens and underscores.
   *
   * @default - from the construct's path
   */
  readonly functionName?: string;
  /**
   * Characters that must not occur in a password.
   *
   * @default :/@"'\
   */
  readonly excludeCharacters?: string;
  /**
   * ARN of the customer key that encrypts the admin secret.
   *
   * @default - the AWS managed key
   */
  readonly adminSecretKeyArn?: string;
  /**
   * Version of the application, like `1.1.367`.
   *
   * @default - the newest when it is created
   */
  readonly semanticVersion?: string;
  /**
   * Tags of stack and security group.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold the function.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<RotationApplicationProps>({ database: OBJECT, subnetIds: TEXTS }, {
  vpcId: TEXT,
  securityGroupIds: TEXTS,
  databaseSecurityGroupId: TEXT,
  vpcEndpointSecurityGroupId: TEXT,
  natGateway: FLAG,
  functionName: TEXT,
  excludeCharacters: TEXT,
  adminSecretKeyArn: TEXT,
  semanticVersion: TEXT,
  tags: MAP,
  provider: OBJECT,
});

/**
 * The Lambda function that AWS publishes for rotating a database's secrets, for one user or for two that alternate, as
 * an application of the Serverless Application Repository. Its role may rotate every secret that names it as its
 * function.
 *
 * Where RDS manages the admin secret, the function also asks RDS where the database is: that takes a NAT gateway or an
 * endpoint for RDS.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html
 */
export class RotationApplication extends Construct {
  /**
   * The application's CloudFormation stack.
   */
  public readonly resource: ServerlessapplicationrepositoryCloudformationStack;
  /**
   * ARN of the function.
   */
  public readonly lambdaArn: string;
  /**
   * The function's own security group, where it has one.
   */
  public readonly securityGroup?: SecurityGroup;
  /**
   * What has to be there before the function can rotate: the ways to the database and to Secrets Manager.
   */
  public readonly dependencies: ITerraformDependable[] = [];

  /**
   * @throws if no way to Secrets Manager is stated, security groups are missing or given twice, or the name is too long
   */
  public constructor(scope: Construct, id: string, props: RotationApplicationProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    const { database, provider, tags } = props;
    const functionName = props.functionName ?? nameFromPath(this, { limit: 63 });
    enforce(this, props, ROTATION_GROUPS, REACHES_SECRETS_MANAGER);
    enforce(this, { functionName }, FUNCTION_NAME);
    const { partition, region, dnsSuffix } = AwsEnvironment.of(this, provider);
    const application = rotationApplicationName(database.engine, database.adminSecretArn !== undefined);
    const publisher = hcl`${valueOf(PUBLISHERS)}[${valueOf(partition)}]`;
    const names = hcl`${valueOf(partition)}, ${publisher}, ${quoted(application)}`;
    const applicationId = hcl`format("arn:%s:serverlessrepo:%s:applications/%s", ${names})`;

    this.securityGroup = props.vpcId === undefined ? undefined : this.createSecurityGroup(props, props.vpcId);
    this.resource = new ServerlessapplicationrepositoryCloudformationStack(this, 'Resource', {
      name: functionName,
      applicationId: applicationId.toString(),
      semanticVersion: props.semanticVersion,
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_RESOURCE_POLICY'],
      parameters: Token.asStringMap(
        new StructuredValue(
          this,
          given({
            endpoint: `https://secretsmanager.${region}.${dnsSuffix}`,
            excludeCharacters: props.excludeCharacters ?? ':/@"\'\\',
            functionName,
            kmsKeyArn: database.encryptionKeyArn,
            masterSecretArn: database.adminSecretArn,
            masterSecretKmsKeyArn: props.adminSecretKeyArn,
            vpcSecurityGroupIds: (this.securityGroup ? [this.securityGroup.id] : props.securityGroupIds!).join(','),
            vpcSubnetIds: props.subnetIds.join(','),
          }),
        ),
      ),
      tags,
      provider,
    });
    this.lambdaArn = this.resource.outputs.lookup('RotationLambdaARN');
  }

  /** Lets the function out to what it needs, and into it; no more. */
  private createSecurityGroup(props: RotationApplicationProps, vpcId: string): SecurityGroup {
    const { database, databaseSecurityGroupId, vpcEndpointSecurityGroupId, tags, provider } = props;
    const group = new SecurityGroup(this, 'SecurityGroup', {
      namePrefix: namePrefix(this, { limit: 100 }),
      description: `rotates the secret of ${database.node.id}`,
      vpcId,
      tags,
      provider,
      lifecycle: { createBeforeDestroy: true },
    });
    if (databaseSecurityGroupId !== undefined) {
      this.allow(
        'Database',
        group,
        databaseSecurityGroupId,
        database.connection.port ?? defaultPort(database.engine),
        provider,
      );
    }
    if (vpcEndpointSecurityGroupId !== undefined) {
      this.allow('Endpoint', group, vpcEndpointSecurityGroupId, HTTPS, provider);
    }
    if (props.natGateway) {
      const rule = {
        securityGroupId: group.id,
        ipProtocol: 'tcp',
        fromPort: HTTPS,
        toPort: HTTPS,
        description: 'Secrets Manager through NAT',
      };
      this.dependencies.push(
        new VpcSecurityGroupEgressRule(this, 'ToSecretsManager', { ...rule, cidrIpv4: '0.0.0.0/0', provider }),
      );
    }
    return group;
  }

  private allow(name: string, from: SecurityGroup, to: string, port: number, provider?: TerraformProvider): void {
    const rule = { ipProtocol: 'tcp', fromPort: port, toPort: port, description: 'rotation of the secret', provider };
    this.dependencies.push(
      new VpcSecurityGroupEgressRule(this, `To${name}`, {
        ...rule,
        securityGroupId: from.id,
        referencedSecurityGroupId: to,
      }),
      new VpcSecurityGroupIngressRule(this, `Into${name}`, {
        ...rule,
        securityGroupId: to,
        referencedSecurityGroupId: from.id,
      }),
    );
  }
}

function given(parameters: { [name: string]: string | undefined }): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
