import { DatabaseEngine, DatabaseSecret, JsonSecret, SecretValue, StringSecret, TaskDefinition } from '../../src';
import { newStack, only, parseTemplate, synth } from '../support/synth';

test.each([
  ['JsonSecret', (stack: ReturnType<typeof newStack>) => new JsonSecret(stack, 'Api', { jsonSecret: { TOKEN: SecretValue.generated() } })],
  ['StringSecret', (stack: ReturnType<typeof newStack>) => new StringSecret(stack, 'Api', { name: 'TOKEN', value: SecretValue.generated() })],
  ['DatabaseSecret', (stack: ReturnType<typeof newStack>) =>
    new DatabaseSecret(stack, 'Api', { engine: DatabaseEngine.POSTGRES, username: 'app', connection: { host: 'db' } })],
])('a %s without a name gets a unique one, and its readers its ARN', (_, make) => {
  // WHEN
  const stack = newStack();
  const secret = make(stack);
  new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', secrets: [secret] }] });

  // THEN
  const { resource } = synth(stack);
  const { name, name_prefix: prefix } = only(resource.aws_secretsmanager_secret);
  expect([name, prefix]).toEqual([undefined, 'Stack-Api-']);
  const [{ Resource }] = parseTemplate(only(resource.aws_iam_role_policy).policy).Statement;
  expect(Resource).toEqual([expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.arn\}$/)]);
});

test('a name that comes or goes would be another secret, which the plan refuses', () => {
  const [without, named] = [{}, { secretName: 'api' }].map((props) => {
    const stack = newStack();
    new JsonSecret(stack, 'Api', { jsonSecret: {}, ...props });
    return Object.entries<any>(synth(stack).resource.terraform_data).find(([id]) => id.includes('Place'))![1];
  });
  expect([without.input, named.input]).toEqual(['${"with a generated name"}', '${"api"}']);
  expect(without.lifecycle.postcondition[0].condition).toBe('${self.input == "with a generated name"}');
});

test('two secrets without a name don\'t collide', () => {
  const stack = newStack();
  ['A', 'B'].forEach((id) => new JsonSecret(stack, id, { jsonSecret: {} }));
  const prefixes = Object.values<any>(synth(stack).resource.aws_secretsmanager_secret).map(({ name_prefix: prefix }) => prefix);
  expect(prefixes).toEqual(['Stack-A-', 'Stack-B-']);
});
