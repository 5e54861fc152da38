import { DataAwsIamRole } from '@cdktf/provider-aws/lib/data-aws-iam-role';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { inventoryTable } from '../../cli/inventory/table';
import { Inventory, inventoryOf } from '../../src/inventory/inventory';
import { toMarkdown } from '../../src/inventory/markdown';
import { StackFile } from '../../src/inventory/stack-file';
import { newStack } from '../support/synth';
import { BatchJobDefinition, ContainerSecrets, DiscoveredParameters, SecretValues, TaskDefinition, TaskRoleAccess } from 'cdktf-ecs-secrets';

const ACCOUNT = 'arn:aws:ssm:eu-central-1:123456789012';

function inventory(...stacks: TerraformStack[]): Inventory {
  // all have to be prepared before one is written
  stacks.forEach((stack) => stack.prepareStack());
  const files: StackFile[] = [];
  const outputs = (name: string, output: string) => files.find((file) => file.name === name)?.output(output);
  files.push(...stacks.map((stack) => new StackFile(stack.node.id, stack.toTerraform(), { outputs })));
  return inventoryOf(files);
}

function taskOf(stack: TerraformStack, taskRoleArn?: string, secrets: ContainerSecrets[] = []): TaskDefinition {
  return new TaskDefinition(stack, 'Task', { family: 'api', taskRoleArn, containers: [{ name: 'app', image: 'x', secrets }] });
}

/** The parameter and the secret of an app, of which the container gets the parameter and the application reads both. */
function shop(): TerraformStack {
  const stack = newStack('shop');
  const encryptionKeyArn = new KmsKey(stack, 'Key', {}).arn;
  const secrets = new ContainerSecrets(stack, 'Secrets', {
    path: '/shop', encryptionKeyArn, parameters: SecretValues.external(['USER', 'OTHER']), jsonSecret: SecretValues.external(['SIGNING_KEY']),
  });
  const role = new IamRole(stack, 'AppRole', { assumeRolePolicy: '{}' });
  new TaskRoleAccess(stack, 'Access', { roleName: role.name }).grantRead(secrets.only('USER', 'SIGNING_KEY'));
  const containers = [{ name: 'app', image: 'x', secrets: [secrets.only('USER', 'OTHER')] }];
  new TaskDefinition(stack, 'Api', { family: 'api', taskRoleArn: role.arn, containers });
  new TaskDefinition(stack, 'Worker', { family: 'worker', containers });
  return stack;
}

describe('what applications read with their task roles', () => {
  test('stands apart from what their containers get', () => {
    // WHEN
    const { entries, taskRoleReads } = inventory(shop());

    // THEN
    const read = { role: 'shop/AppRole', workloads: ['shop/api'], encryptionKey: 'shop/Key' };
    expect(taskRoleReads).toEqual([
      { ...read, store: 'Parameter Store', stored: '/shop/USER', alsoInjectedInto: ['shop/api/app', 'shop/worker/app'] },
      { ...read, store: 'Secrets Manager', stored: 'shop', alsoInjectedInto: [] },
    ]);
    expect(entries.map(({ workload, name, role, alsoReadBy }) => [workload, name, role, alsoReadBy])).toEqual([
      ['shop/api', 'OTHER', 'shop/Api/ExecutionRole', ['shop/worker/app']],
      ['shop/api', 'USER', 'shop/Api/ExecutionRole', ['shop/worker/app']],
      ['shop/worker', 'OTHER', 'shop/Worker/ExecutionRole', ['shop/api/app']],
      ['shop/worker', 'USER', 'shop/Worker/ExecutionRole', ['shop/api/app']],
    ]);
  });

  test('is in the Markdown and in the table', () => {
    const found = inventory(shop());
    expect(toMarkdown(found)).toContain('## Read by applications\n\n');
    expect(toMarkdown(found)).toContain('| `shop/AppRole` | shop/api | Parameter Store | `/shop/USER` | shop/Key | shop/api/app, shop/worker/app |\n');
    expect(inventoryTable(found)).toMatch(/^read by task role +of workloads +store +stored as +encrypted by +also given to\n/m);
    expect(inventoryTable(found)).toMatch(/^shop\/AppRole +shop\/api +Secrets Manager +shop +shop\/Key$/m);
  });

  test('is left out where there is nothing', () => {
    const stack = newStack();
    taskOf(stack);
    const found = inventory(stack);
    expect(found.taskRoleReads).toEqual([]);
    expect(toMarkdown(found)).not.toContain('applications');
    expect(inventoryTable(found)).not.toContain('task role');
  });

  test('says of names that are only known at plan what they come from', () => {
    const stack = newStack('shop');
    const role = new IamRole(stack, 'AppRole', { assumeRolePolicy: '{}' });
    new TaskRoleAccess(stack, 'Access', { roleName: role.name }).grantRead(new DiscoveredParameters(stack, 'Found', { path: '/found' }));
    taskOf(stack, role.arn);
    expect(inventory(stack).taskRoleReads).toEqual([
      expect.objectContaining({ store: 'Parameter Store', stored: expect.stringMatching(/^data\.aws_ssm_parameters_by_path\.Found_\w+$/), encryptionKey: 'known at plan' }),
    ]);
  });

  test('is found for a role of somebody else, by its name, and for a job of AWS Batch', () => {
    const stack = newStack('shop');
    const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/shop', parameters: SecretValues.external(['USER']) });
    new TaskRoleAccess(stack, 'Access', { roleName: 'theirs' }).grantRead(secrets);
    new TaskRoleAccess(stack, 'Unused', { roleName: 'of-no-workload' }).grantRead(secrets);
    taskOf(stack, 'arn:aws:iam::123456789012:role/path/theirs');
    const resourceRequirements = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];
    const jobRoleArn = new DataAwsIamRole(stack, 'Theirs', { name: 'theirs' }).arn;
    new BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'job', containerProperties: { image: 'x', resourceRequirements, jobRoleArn } });
    expect(inventory(stack).taskRoleReads).toEqual([expect.objectContaining({ role: 'theirs', workloads: ['shop/api', 'shop/job'], stored: '/shop/USER' })]);
  });

  test('is found for a role and a secret of another stack', () => {
    const app = Testing.app() as App;
    const [one, two] = ['one', 'two'].map((id) => new TerraformStack(app, id));
    [one, two].forEach((stack) => new AwsProvider(stack, 'aws', { region: 'eu-central-1' }));
    const role = new IamRole(one, 'AppRole', { assumeRolePolicy: '{}' });
    const secrets = new ContainerSecrets(one, 'Secrets', { path: '/one', jsonSecret: SecretValues.external(['A']) });
    new TaskRoleAccess(one, 'Access', { roleName: role.name }).grantRead(secrets);
    taskOf(two, role.arn, [secrets]);
    expect(inventory(one, two).taskRoleReads).toEqual([
      { role: 'one/AppRole', workloads: ['two/api'], store: 'Secrets Manager', stored: 'one', encryptionKey: 'aws/secretsmanager', alsoInjectedInto: ['two/api/app'] },
    ]);
  });

  test('is read from policies that the app itself wrote, with patterns as they are', () => {
    // GIVEN
    const stack = newStack('shop');
    const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/shop', parameters: SecretValues.external(['USER']) });
    const statement = (Action: string | string[], Resource: string | string[], Effect = 'Allow') => ({ Effect, Action, Resource });
    const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
    const inlinePolicy = [{ name: 'inline', policy: document(statement('ssm:Get*', [`${ACCOUNT}:parameter/inline/*`])) }];
    const role = new IamRole(stack, 'AppRole', { assumeRolePolicy: '{}', inlinePolicy });
    const managed = new IamPolicy(stack, 'Managed', { policy: document(statement('secretsmanager:*', '*')) });
    new IamRolePolicyAttachment(stack, 'Attachment', { role: role.name, policyArn: managed.arn });
    new IamRolePolicy(stack, 'Own', {
      role: role.id,
      policy: document(
        statement(['s3:GetObject', 'ssm:DescribeParameters'], '*'),
        statement('*', ['arn:aws:sqs:eu-central-1:123456789012:queue', `${ACCOUNT}:parameter/any`]),
        statement('ssm:GetParameter', `${ACCOUNT}:parameter/denied`, 'Deny'),
      ),
    });
    taskOf(stack, role.arn, [secrets]);

    // WHEN
    const { taskRoleReads } = inventory(stack);

    // THEN
    expect(taskRoleReads.map(({ store, stored, encryptionKey }) => [store, stored, encryptionKey])).toEqual([
      ['Parameter Store', '/inline/*', 'not in this app'],
      ['Parameter Store', 'any', 'not in this app'],
      ['Secrets Manager', '*', 'not in this app'],
    ]);
  });
});
