import { TerraformStack } from 'cdktf';
import { Checks, TaskDefinition } from '../../src';
import { annotationsOf } from '../support/annotations';
import { newStack } from '../support/synth';

const WARNING = "container 'app': 'DB_PASSWORD' in environment has the name of a secret, and everybody who sees the task definition reads it: give it through secrets";

let stack: TerraformStack;
let task: TaskDefinition;

beforeEach(() => {
  stack = newStack();
  task = new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'x', environment: { DB_PASSWORD: 'x', API_KEY: 'x' } }] });
});

test('a warning names its rule, so that it can be acknowledged, and comes once however often the stack is synthesised', () => {
  annotationsOf(stack);
  annotationsOf(stack);
  expect(task.node.metadata.map(({ data }) => data)).toEqual([`${WARNING} [env-secret-literal]`, expect.stringMatching(/API_KEY.* \[env-secret-literal\]$/)]);
});

test.each([
  ['the construct itself', () => task],
  ['its stack', () => stack],
  ['the app', () => stack.node.root],
])('an acknowledgement by %s, later than the construct, silences it', (_, scope) => {
  Checks.of(scope()).acknowledge('env-secret-literal', 'the password of a database in the same container');
  expect(annotationsOf(stack)).toEqual([]);
});

test('an acknowledgement by name leaves other names', () => {
  Checks.of(stack).acknowledge('env-secret-literal', 'a public key', { names: ['API_KEY'] });
  expect(annotationsOf(stack)).toEqual([WARNING]);
});

test('an acknowledgement by another construct, or of another rule, silences nothing', () => {
  const other = new TaskDefinition(stack, 'Other', { family: 'other', containers: [{ name: 'app', image: 'x' }] });
  Checks.of(other).acknowledge('env-secret-literal', 'meant');
  Checks.of(task).acknowledge('option-secret-literal', 'meant');
  expect(annotationsOf(stack)).toHaveLength(2);
});

test.each([
  ['an id that no rule has', 'env-secret-litteral', 'meant', "no check has the id 'env-secret-litteral', did you mean 'env-secret-literal'? (Stack)"],
  ['an id like no other', 'x', 'meant', "no check has the id 'x': it can be agent-version, command-secret-literal, credential-spec-store, database-admin-user, "],
  ['an error', 'fargate-size', 'meant', "'fargate-size' is an error, which can't be acknowledged because it fails at AWS: take a size that Fargate has (Stack)"],
  ['no reason', 'env-secret-literal', ' ', "'env-secret-literal' is acknowledged without a reason: say why it is meant to be so (Stack)"],
])('fails for %s', (_, id, reason, message) => {
  expect(() => Checks.of(stack).acknowledge(id, reason)).toThrow(message);
});
