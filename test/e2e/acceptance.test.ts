import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { DEPLOYER, EmulatedTarget } from '../acceptance/emulated-target';
import { live } from '../acceptance/life';
import { FREE, TAGGING } from './support/permissions-asked';
import { describeReal } from './support/prerequisites';

jest.setTimeout(600_000);

describeReal('the acceptance tests, as far as the emulator goes', () => {
  let target: EmulatedTarget;
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);

  beforeAll(async () => {
    target = await EmulatedTarget.start();
  });

  afterAll(async () => target?.stop());

  test('one life of the stack holds, and leaves nothing behind', async () => {
    const results = await live(target, { prefix: 'acceptance-one', print });
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(results.map(({ check }) => check)).toEqual([
      'step 1: the second plan is empty',
      'step 1: the task has every value',
      'step 1: the Batch job has every value',
      'the credentials of a private registry are read',
      'a rotation deploys the service anew',
      'step 2: the second plan is empty',
      'step 2: the task has every value',
      'step 2: the Batch job has every value',
      'a changed value deploys the service anew',
      'the task has what the rotation made, and no apply took it back',
      'no value stands in state, plans or configuration',
      'destroyed',
      'nothing is left behind',
    ]);
  });

  test('fails where a resource cannot be created, and cleans up all the same', async () => {
    // the queue, because the provider waits almost a minute for one to come and go
    await target.emulator.arm({ action: 'sqs:CreateQueue', effect: 'deny', times: 0 });
    const results = await live(target, { prefix: 'acceptance-two', print });
    await target.emulator.disarm();
    expect(results.map(({ check, passed }) => [check, passed])).toEqual([
      ['the run came to its end', false],
      ['destroyed', true],
      ['nothing is left behind', true],
    ]);
  });

  test('a sweep finds what bears the prefix, and nothing else', async () => {
    const { secretsManager, ssm } = target.emulator.admin;
    for (const name of ['acceptance-three', 'acceptance-thirty']) {
      await secretsManager.send(new CreateSecretCommand({ Name: name, SecretString: 'x' }));
      await ssm.send(new PutParameterCommand({ Name: `/${name}/A`, Value: 'x', Type: 'String' }));
    }
    expect(await target.leftOvers('acceptance-three')).toEqual(['secret acceptance-three', 'parameters /acceptance-three/A']);
    await target.sweep('acceptance-three');
    expect(await target.leftOvers('acceptance-three')).toEqual([]);
    expect(await target.leftOvers('acceptance-thirty')).toHaveLength(2);
  });

  test('the policy in docs/acceptance.md allows what Terraform and the sweep ask for', async () => {
    // GIVEN
    const page = readFileSync(join(__dirname, '../../docs/acceptance.md'), 'utf8');
    const [, json] = [...page.matchAll(/^```json$([^]*?)^```$/gm)].map(([, block]) => block);
    const policy = JSON.parse(json.replaceAll('ACCOUNT', target.emulator.account).replaceAll('ecs-acceptance', 'acceptance-one'));
    const statements: { actions: string[]; resources: string[] }[] = policy.Statement.map(({ Action, Resource }: any) => {
      return { actions: [Action].flat(), resources: [Resource].flat() };
    });
    const matches = (pattern: string, text: string) => {
      const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
      return new RegExp(`^${escaped}$`).test(text);
    };
    // the emulator's '*' also means that it doesn't know what a request names
    const allows = (action: string, resource: string) => statements.some(({ actions, resources }) => {
      return actions.some((pattern) => matches(pattern, action)) && (resource === '*' || resources.some((pattern) => matches(pattern, resource)));
    });

    // WHEN
    const calls = await target.emulator.calls(({ accessKeyId }) => accessKeyId === DEPLOYER.accessKeyId);
    const asked = calls.flatMap(({ action, resources, passedRoles, isTagging }) => [
      ...resources.map((resource) => [action, resource]),
      ...resources.map((resource) => [isTagging ? TAGGING[action.split(':')[0]] : action, resource]),
      ...passedRoles.map((role) => ['iam:PassRole', role]),
    ]).filter(([, resource]) => !/acceptance-(two|thr|thirty)/.test(resource));

    // THEN
    expect(calls.length).toBeGreaterThan(100);
    const refused = asked.filter(([action, resource]) => !FREE.includes(action) && !allows(action, resource));
    expect([...new Set(refused.map((call) => call.join(' ')))].sort()).toEqual([]);
  });

  test('no value is printed', () => {
    expect(lines.length).toBeGreaterThan(8);
    // a value has 24 hexadecimal digits; digits alone are of a name that Terraform makes unique
    expect(lines.filter((line) => /(?=\d*[a-f])[0-9a-f]{24}/.test(line))).toEqual([]);
  });
});
