import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { App, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { NamesFromVariablesStack } from '../../../examples/names-from-variables/main';
import { QuickstartStack } from '../../../examples/quickstart/main';
import {
  BatchJobDefinition, ContainerSecrets, DatabaseEngine, DatabaseSecret, ExecutionRole, RedeployOnChange, SecretValue, Service, TaskDefinition,
} from 'cdktf-ecs-secrets';

/** What the examples don't have together, in the words of the first version: an imported role, a database, services, a job, a log router. */
class EverythingStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const key = new KmsKey(this, 'Key');
    const secrets = new ContainerSecrets(this, 'Secrets', {
      path: '/everything',
      encryptionKeyArn: key.arn,
      parameters: { TYPED_PARAMETER: SecretValue.external(), MADE_PARAMETER: SecretValue.generated(), LEVEL: SecretValue.plaintext('info') },
      jsonSecret: { TYPED_KEY: SecretValue.external(), MADE_KEY: SecretValue.generated({ version: 3 }) },
    });

    // the provider waits minutes for a database, so a parameter plays it
    const password = SecretValue.generated({ excludeCharacters: ':/@"\'\\' });
    const admin = new DatabaseSecret(this, 'Admin', { secretName: 'shop/admin', engine: DatabaseEngine.POSTGRES, username: 'root', password, allowAdminUser: true });
    const database = new SsmParameter(this, 'Database', { name: 'database', type: 'SecureString', valueWo: admin.passwordWo, valueWoVersion: admin.passwordWoVersion });
    admin.attach({ host: database.arn, port: 5432, dbname: 'shop' });
    const login = admin.namedAs({ username: 'DB_USER', password: 'DB_PASSWORD' });

    const cluster = new EcsCluster(this, 'Cluster', { name: 'main' });
    const task = new TaskDefinition(this, 'Api', {
      family: 'api',
      containers: [
        { name: 'app', image: 'app:1', secrets: [secrets, login], logConfiguration: { logDriver: 'awsfirelens' } },
        { name: 'router', image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:3', firelensConfiguration: { type: 'fluentbit' } },
      ],
    });
    const subnets = new DataAwsSubnets(this, 'Subnets').ids;
    new Service(this, 'Service', { serviceName: 'api', clusterArn: cluster.arn, taskDefinition: task, subnets, desiredCount: 0 });
    new RedeployOnChange(this, 'Redeploy', { cluster: 'main', service: 'api', secrets: [secrets, login] });

    const executionRole = ExecutionRole.fromRoleArn(this, 'Shared', 'arn:aws:iam::123456789012:role/shared', { attachPolicies: true });
    new TaskDefinition(this, 'Worker', { family: 'worker', executionRole, containers: [{ name: 'app', image: 'app:1', secrets: [secrets] }] });
    new BatchJobDefinition(this, 'Job', {
      jobDefinitionName: 'job',
      containerProperties: {
        image: 'app:1', secrets: [secrets], resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }],
      },
    });
  }
}

const STACKS = { 'quickstart': QuickstartStack, 'names-from-variables': NamesFromVariablesStack, 'everything': EverythingStack };

/** Writes the stacks with the library that the process has, whichever version that is. */
function synthesise(outdir: string): void {
  for (const [name, Stack] of Object.entries(STACKS)) {
    writeFileSync(join(outdir, `${name}.json`), Testing.synth(new Stack(Testing.app() as App, name), true));
  }
}

if (require.main === module) {
  synthesise(process.argv[2]);
}
