import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { ACCESS_EXAMPLES } from './access-examples';
import { EXAMPLES as RULE_EXAMPLES } from './examples';
import { LIFECYCLE_EXAMPLES } from './lifecycle-examples';
import { PLACE_EXAMPLES } from './place-examples';
import { SERVICE_EXAMPLES } from './service-examples';
import { TASK_EXAMPLES } from './task-examples';
import { checksPage } from '../../scripts/checks-page';
import { Rule } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';
import { ValidationError } from '../../src/checks/validation-error';
import { annotationsOf } from '../support/annotations';
import { newStack } from '../support/synth';

interface UsedRule extends Omit<Rule<unknown>, 'check'> {
  check: (subject: unknown) => string | undefined;
}

const EXAMPLES = {
  ...RULE_EXAMPLES, ...LIFECYCLE_EXAMPLES, ...PLACE_EXAMPLES, ...TASK_EXAMPLES, ...SERVICE_EXAMPLES, ...ACCESS_EXAMPLES,
};
const CHECKS = join(__dirname, '../../src/checks');
const rules = RULES as unknown as readonly UsedRule[];

describe('the list of rules', () => {
  test('has each rule of src/checks once', () => {
    const declared = readdirSync(CHECKS).flatMap((file) => [...readFileSync(join(CHECKS, file), 'utf8').matchAll(/> = \{\n {2}id: '([a-z-]+)'/g)].map(([, id]) => id));
    expect(RULES.map(({ id }) => id)).toEqual(declared.sort());
    expect(new Set(declared).size).toBe(declared.length);
  });

  test('has examples for each rule, and for no other', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(RULES.map(({ id }) => id));
  });

  test('is what docs/checks.md says', () => {
    expect(readFileSync(join(__dirname, '../../docs/checks.md'), 'utf8')).toBe(checksPage(RULES));
  });
});

describe.each(rules)('$id', (rule) => {
  const { compliant, wrong, token, used } = EXAMPLES[rule.id] ?? { compliant: [], wrong: [], token: [], used: () => undefined };

  test('says what goes wrong, what to write, and where that is written', () => {
    expect(rule).toMatchObject({
      id: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/),
      explanation: expect.stringMatching(/^[A-Z`].*\.$/s),
      fix: expect.stringMatching(/^[a-z].*[^.]$/),
      source: expect.stringMatching(/^https:\/\/\S+$/),
    });
  });

  test('lets what is right through', () => {
    expect(compliant.length).toBeGreaterThan(0);
    expect(compliant.map((subject) => rule.check(subject))).toEqual(compliant.map(() => undefined));
  });

  test('lets through what is only known at plan', () => {
    expect(token.length).toBeGreaterThan(0);
    expect(token.map((subject) => rule.check(subject))).toEqual(token.map(() => undefined));
  });

  test('fails for what is wrong, in one lowercase sentence without a period', () => {
    expect(wrong.length).toBeGreaterThan(0);
    for (const subject of wrong) {
      expect(rule.check(subject)).toMatch(/^(?!.*\.$)['a-z].{20,}$|^(AWS|Service)\w* .*[^.]$/s);
    }
  });

  test('fails where somebody uses the library that way', () => {
    // GIVEN
    const problems: string[] = [];
    const { check } = rule;
    rule.check = (subject) => {
      const problem = check(subject);
      if (problem !== undefined) {
        problems.push(problem);
      }
      return problem;
    };

    // WHEN
    const messages = messagesOf(rule, used);
    rule.check = check;

    // THEN
    expect(problems).not.toEqual([]);
    expect(messages.some((message) => problems.some((problem) => message.replace(/ \([^()]*\)$/, '') === problem || message.includes(problem)))).toBe(true);
  });
});

test('no message shows a value', () => {
  const subjects = ['env-secret-literal', 'option-secret-literal', 'command-secret-literal'].flatMap((id) => EXAMPLES[id].wrong.map((subject) => [id, subject as { value: string }] as const));
  for (const [id, subject] of subjects) {
    expect(rules.find((rule) => rule.id === id)?.check(subject)).not.toContain(subject.value);
  }
});

/** What the user sees. */
function messagesOf(rule: UsedRule, used: (typeof EXAMPLES)[string]['used']): string[] {
  const stack = newStack();
  try {
    used(stack);
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return [(error as Error).message];
  }
  return annotationsOf(stack, rule.level === 'note' ? 'info' : 'warn');
}
