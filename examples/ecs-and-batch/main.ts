import { readFileSync } from 'fs';
import { join } from 'path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { BatchJobDefinition, ContainerSecret, ExecutionRole, TaskDefinition } from 'cdktf-ecs-secrets';

const IMAGE = '123456789012.dkr.ecr.us-east-1.amazonaws.com/my-app-api:latest';

export class EcsAndBatchStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });

    // parameters that are already there, and whose names are not the applications' names for them
    const dbUser = ContainerSecret.fromParameterName(this, 'DbUser', 'DB_USER', '/www.example.com/rds/user_name');
    const dbPassword = ContainerSecret.fromParameterName(this, 'DbPassword', 'DB_PASSWORD', '/www.example.com/rds/password');
    const mackerelKey = ContainerSecret.fromParameterName(
      this, 'MackerelKey', 'MACKEREL_APIKEY', '/mackerel.io/orgs/example/api-key/mackerel-container-agent',
    );

    const task = new TaskDefinition(this, 'Task', {
      family: 'my-app',
      cpu: 1024,
      memory: 2048,
      containers: [
        {
          name: 'my-app',
          image: IMAGE,
          entryPoint: ['/app/my_app.bin', 'serve'],
          environment: { POSTGRES_HOST: 'abc123.def456.us-east-1.rds.amazonaws.com' },
          secrets: [dbUser, dbPassword],
          portMappings: [{ containerPort: 7778 }],
          ulimits: [{ name: 'nofile', softLimit: 65536, hardLimit: 65536 }],
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/logs/my-app-groups', 'awslogs-stream-prefix': 'ecs' } },
        },
        {
          name: 'mackerel-container-agent',
          image: 'mackerel/mackerel-container-agent:latest',
          essential: false,
          environment: { MACKEREL_CONTAINER_PLATFORM: 'ecs', MACKEREL_ROLES: 'my-app-staging:backend' },
          secrets: [mackerelKey],
        },
      ],
    });

    new BatchJobDefinition(this, 'Job', {
      jobDefinitionName: 'my-app-nightly',
      containerProperties: {
        image: IMAGE,
        command: ['mkr', 'wrap', '--name', 'nightly', '--', '/app/my_app.bin', 'nightly'],
        environment: { POSTGRES_HOST: 'abc123.def456.us-east-1.rds.amazonaws.com' },
        secrets: [dbUser, dbPassword, mackerelKey],
        resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }],
      },
    });

    // what ecspresso deploys, read with `terraform output -raw ecs-task-def`
    new TerraformOutput(this, 'ecs-task-def', { value: task.toJson() });

    // the other way round: a file that ecspresso has deployed so far, with a role of its own instead of the one that reads everything
    TaskDefinition.fromJson(this, 'Imported', readFileSync(join(__dirname, 'ecs-task-def.json'), 'utf8'), {
      executionRole: new ExecutionRole(this, 'ImportedRole'),
    });
  }
}

if (require.main === module) {
  const app = new App();
  new EcsAndBatchStack(app, 'ecs-and-batch');
  app.synth();
}
