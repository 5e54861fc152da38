import { Testing } from 'cdktf';
import { Construct } from 'constructs';
import { newStack, only, synth } from '../support/synth';
import { ContainerSecrets, DatabaseEngine, DatabaseSecret, ExecutionRole, SecretValue, TaskDefinition } from 'cdktf-ecs-secrets';

const VALUES = { path: '/example', parameters: { DB_USER: SecretValue.external() }, jsonSecret: { TOKEN: SecretValue.generated() } };

/** Addresses of all resources of a stack. */
function addresses(json: any): string[] {
  return Object.entries<any>(json.resource).flatMap(([type, resources]) => Object.keys(resources).map((id) => `${type}.${id}`)).sort();
}

function service(scope: Construct, id: string, formerPaths: string[] = []): void {
  const secrets = new ContainerSecrets(scope, id, VALUES);
  const task = new TaskDefinition(scope, `${id}Task`, { family: 'api', containers: [{ name: 'app', image: 'nginx:1', secrets: [secrets] }] });
  for (const former of formerPaths) {
    secrets.movedFrom(former);
    task.movedFrom(`${former}Task`);
  }
}

describe('a construct that moved', () => {
  test('moves each of its resources, those that are made later too, from exactly where they were', () => {
    // GIVEN
    const before = newStack();
    service(before, 'Secrets');
    const after = newStack();

    // WHEN
    service(new Construct(after, 'Api'), 'Values', ['Secrets']);

    // THEN
    const json: any = synth(after);
    expect(json.moved.map(({ from }: any) => from).sort()).toEqual(addresses(synth(before)));
    expect(json.moved.map(({ to }: any) => to).sort()).toEqual(addresses(json));
    expect(json.moved.every(({ from, to }: any) => from.split('.')[0] === to.split('.')[0])).toBe(true);
    const [parameter] = Object.keys(synth(before).resource.aws_ssm_parameter);
    expect(json.moved).toContainEqual({ from: `aws_ssm_parameter.${parameter}`, to: `aws_ssm_parameter.${Object.keys(json.resource.aws_ssm_parameter)[0]}` });
  });

  test('keeps the names that came from its first path, through several moves', () => {
    // GIVEN
    const before = newStack();
    service(before, 'Secrets');
    const after = newStack();

    // WHEN
    service(after, 'Third', ['Secrets', 'Second']);

    // THEN
    const [old, json]: any[] = [synth(before), synth(after)];
    const prefix = 'Stack-SecretsTask-ExecutionRole-';
    expect([only(old.resource.aws_iam_role).name_prefix, only(json.resource.aws_iam_role).name_prefix]).toEqual([prefix, prefix]);
    expect(only(json.resource.aws_iam_role_policy).name_prefix).toBe(only(old.resource.aws_iam_role_policy).name_prefix);
    // from one place to the next: Terraform takes one origin for each resource
    const [second] = json.moved.filter(({ from }: any) => from.startsWith('aws_ssm_parameter.Secrets_'));
    expect(json.moved).toContainEqual({ from: second.to, to: `aws_ssm_parameter.${Object.keys(json.resource.aws_ssm_parameter)[0]}` });
    expect(json.moved).toHaveLength(2 * addresses(json).length);
    expect(new Set(json.moved.map(({ to }: any) => to)).size).toBe(json.moved.length);
  });

  test('moves along with the one around it, unless it tells its own path', () => {
    // GIVEN
    const stack = newStack();
    const task = new TaskDefinition(stack, 'New', { family: 'api', containers: [{ name: 'app', image: 'nginx:1' }] });

    // WHEN
    task.movedFrom('Old');
    (task.executionRole as ExecutionRole).movedFrom('Roles/Api');

    // THEN
    const json: any = synth(stack);
    expect(json.moved.map(({ from }: any) => from.replace(/_\w{8}$/, '')).sort()).toEqual(['aws_ecs_task_definition.Old', 'aws_iam_role.Roles_Api']);
    expect(only(json.resource.aws_iam_role).name_prefix).toBe('Stack-Roles-Api-');
  });

  test('leaves ids alone that were set by hand', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'New');
    role.resource.overrideLogicalId('role');
    role.movedFrom('Old');
    expect(synth(stack)).not.toHaveProperty('moved');
  });

  test('moves in HCL too', () => {
    const stack = newStack();
    new DatabaseSecret(stack, 'New', { secretName: 'db', engine: DatabaseEngine.MYSQL, username: 'app', connection: { host: 'h' } }).movedFrom('Old');
    expect(stack.toHclTerraform().hcl).toMatch(/moved \{\n {2}from = aws_secretsmanager_secret\.Old_\w{8}\n {2}to {3}= aws_secretsmanager_secret\.New_\w{8}\n\}/);
  });

  test.each([
    ['', "'' is not a path in a stack: give the ids of the constructs, like 'Api/Secrets' (Stack/New)"],
    ['/Old', "'/Old' is not a path in a stack"],
    ['New', "'New' is the construct's own path: give the path that it had before (Stack/New)"],
    ['Stack/', "'Stack/' is not a path in a stack"],
  ])('fails for the former path %j', (path, message) => {
    const stack = newStack();
    new ExecutionRole(stack, 'New').movedFrom(path);
    expect(() => Testing.synth(stack, true)).toThrow(message);
  });

  test('fails where something else stands at the former path', () => {
    const stack = newStack();
    new ExecutionRole(stack, 'Old');
    new ExecutionRole(stack, 'New').movedFrom('Old');
    expect(() => Testing.synth(stack, true)).toThrow("it can't have moved from where Stack/Old/Resource is: give the path that it had before (Stack/New)");
  });
});
