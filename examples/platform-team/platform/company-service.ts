import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Aspects, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { CLUSTER_ARN, COMPANY, imageOf } from './company';
import { CompanySecrets } from './company-secrets';
import { CompanyStack } from './company-stack';
import { TagEverything } from './tag-everything';
import { ExecutionRole, ISecretSource, PropagateTags, SecretValue, Service, TaskDefinition } from 'cdktf-ecs-secrets';

export interface CompanyServiceProps {
  /** Repository and tag in the company's registry. */
  readonly image: string;
  /** The service's own secrets, a parameter each below `/TEAM/SERVICE`. */
  readonly secrets?: { [name: string]: SecretValue };
  /** Secrets of others, which keep their names unless they are renamed. */
  readonly uses?: ISecretSource[];
  readonly environment?: { [name: string]: string };
  /** CPU units; memory is twice as many MiB. */
  readonly cpu?: number;
  readonly desiredCount?: number;
}

/** A service as the company runs it: role under a path and a boundary, log group, tags, and its secrets. */
export class CompanyService extends Construct {
  public readonly secrets?: CompanySecrets;
  public readonly executionRole: ExecutionRole;
  public readonly taskDefinition: TaskDefinition;

  /** @param name of the service, unique in the company */
  public constructor(scope: Construct, name: string, props: CompanyServiceProps) {
    super(scope, name);
    const { team } = CompanyStack.of(this);
    const { cpu = 256, uses = [] } = props;
    this.secrets = props.secrets && new CompanySecrets(this, 'Secrets', { owner: name, parameters: props.secrets });
    this.executionRole = new ExecutionRole(this, 'ExecutionRole', {
      path: `/services/${team}/`,
      permissionsBoundary: COMPANY.permissionsBoundary,
    });
    const logGroup = new CloudwatchLogGroup(this, 'LogGroup', { name: `/services/${team}/${name}`, retentionInDays: 30 });
    this.taskDefinition = new TaskDefinition(this, 'Task', {
      family: name,
      cpu,
      memory: 2 * cpu,
      executionRole: this.executionRole,
      containers: [
        {
          name,
          image: imageOf(props.image),
          environment: props.environment,
          secrets: [...(this.secrets ? [this.secrets] : []), ...uses],
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': logGroup.name, 'awslogs-stream-prefix': name } },
        },
      ],
    });
    new Service(this, 'Service', {
      serviceName: name,
      clusterArn: CLUSTER_ARN,
      taskDefinition: this.taskDefinition,
      subnets: COMPANY.subnets,
      desiredCount: props.desiredCount ?? 2,
      circuitBreaker: {},
      propagateTags: PropagateTags.SERVICE,
    });
    Aspects.of(this).add(new TagEverything({ service: name }));

    // what the security team has to add to the policies of its secret and its key
    const statements = this.executionRole.ownerStatements(COMPANY.securityAccount);
    if (statements.length > 0) {
      const value = statements.map(({ resourceArn, statement }) => `${resourceArn}\n${statement}`).join('\n');
      new TerraformOutput(this, 'OwnerStatements', { value }).overrideLogicalId(`${name}-owner-statements`);
    }
  }
}
