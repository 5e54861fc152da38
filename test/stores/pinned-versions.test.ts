import { BatchJobDefinition, ContainerSecrets, SecretValue, TaskDefinition, TaskDefinitionProps } from '../../src';
import { PINNED_EXTERNAL } from '../../src/checks/values';
import { newStack, only, parseTemplate, synthScope } from '../support/synth';

function taskWith(pinVersions: boolean | undefined, names: string[], props: Partial<TaskDefinitionProps> = {}): any {
  const { resource } = synthScope((stack) => {
    const secrets = new ContainerSecrets(stack, 'Secrets', {
      path: '/api', parameters: { P: SecretValue.generated() }, jsonSecret: { A: SecretValue.generated() }, pinVersions,
    });
    new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'api', image: 'api', secrets: [secrets.only(...names)] }], ...props });
  });
  return only(resource.aws_ecs_task_definition);
}

test('a pinned version is in the reference, old revisions stay, and the version can be replaced', () => {
  const { container_definitions: containers, lifecycle, skip_destroy: skipDestroy } = taskWith(true, ['A', 'P']);
  expect(parseTemplate(containers)[0].secrets).toEqual([
    { name: 'A', valueFrom: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.arn\}:A::\$\{aws_secretsmanager_secret_version\.Secrets_JsonSecret_Version_\w+\.version_id\}$/) },
    { name: 'P', valueFrom: expect.stringMatching(/\["P"\]\.arn\}$/) },
  ]);
  expect(lifecycle ?? {}).not.toHaveProperty('create_before_destroy');
  expect(skipDestroy).toBe(true);
});

test('what is pinned has an address of its own, so that pinning can be switched off together with a written value', () => {
  const definitionsOf = (pinVersions: boolean): any => synthScope((stack) => {
    const secrets = [new ContainerSecrets(stack, 'Secrets', { path: '/api', jsonSecret: { A: SecretValue.generated() }, pinVersions })];
    new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'api', image: 'api', secrets }] });
    new BatchJobDefinition(stack, 'Job', {
      jobDefinitionName: 'job',
      containerProperties: { image: 'job', secrets, resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }] },
    });
  });
  const [unpinned, pinned] = [definitionsOf(false), definitionsOf(true)];
  const moves = ['aws_batch_job_definition', 'aws_ecs_task_definition'].map((type) => {
    const [from, to] = [unpinned, pinned].map(({ resource }) => Object.entries<any>(resource[type])[0]);
    expect([from[1].lifecycle.create_before_destroy, to[1].lifecycle?.create_before_destroy]).toEqual([true, undefined]);
    return { from: `${type}.${from[0]}`, to: `${type}.${to[0]}` };
  });
  expect(unpinned.moved).toBeUndefined();
  expect(pinned.moved.sort((a: any, b: any) => (a.from < b.from ? -1 : 1))).toEqual(moves);
});

test('a task that uses none of the pinned keys is as it was', () => {
  expect(taskWith(true, ['P'])).toEqual(taskWith(undefined, ['P']));
  expect(taskWith(undefined, ['A']).lifecycle).toEqual({ create_before_destroy: true });
});

test('old revisions go where somebody wants them to', () => {
  expect(taskWith(true, ['A'], { skipDestroy: false }).skip_destroy).toBe(false);
});

test('fails for a value that people type into the console', () => {
  const make = () => new ContainerSecrets(newStack(), 'Secrets', { path: '/api', jsonSecret: { A: SecretValue.external() }, pinVersions: true });
  expect(make).toThrow('\'A\' is set outside Terraform, but pinVersions shows containers only what Terraform wrote');
  expect(make).toThrow('(Stack/Secrets/JsonSecret)');
});

test('the rule', () => {
  expect(PINNED_EXTERNAL.check({ name: 'A', kind: 'generated', pinned: true })).toBeUndefined();
  expect(PINNED_EXTERNAL.check({ name: 'A', kind: 'external', pinned: false })).toBeUndefined();
  expect(PINNED_EXTERNAL.check({ name: 'A', kind: 'external', pinned: true })).toContain('\'A\' is set outside Terraform');
});
