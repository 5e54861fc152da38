import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import { OTHER_SCENARIOS, SERVICE_SCENARIOS } from './other-scenarios';
import { Scenario } from './scenario';
import { TASK_SCENARIOS } from './task-scenarios';
import { ValidationError } from '../../src/checks/validation-error';
import { annotationsOf } from '../support/annotations';
import { newStack, synth } from '../support/synth';

const PAGE = join(__dirname, '../../docs/peers.md');
const ALL: readonly Scenario[] = [...TASK_SCENARIOS, ...SERVICE_SCENARIOS, ...OTHER_SCENARIOS];

describe.each(ALL.map((scenario) => [`${scenario.peer}: ${scenario.what}`, scenario] as const))('%s', (_, { answer }) => {
  test(answer.kind, () => {
    const stack = newStack();
    switch (answer.kind) {
      case 'refused':
        expect(messageOf(() => answer.use(stack))).toContain(answer.message);
        break;
      case 'warned':
        answer.use(stack);
        expect(annotationsOf(stack, 'warn').join('\n')).toContain(answer.message);
        break;
      case 'done':
        answer.use(stack);
        expect(answer.look(synth(stack))).toEqual(answer.expected);
        break;
      case 'decided':
        expect(pageProblem(answer.page)).toBeUndefined();
    }
  });
});

test('each scenario is there once', () => {
  const names = ALL.map(({ peer, what }) => `${peer}: ${what}`);
  expect(new Set(names).size).toBe(names.length);
});

test('the page says what was tried: run npx jest test/peers with UPDATE_DOCS=1', () => {
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(PAGE, page());
  }
  expect(readFileSync(PAGE, 'utf8')).toBe(page());
});

/** What the user sees. */
function messageOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as Error).message;
  }
  return 'nothing was refused';
}

/** What the user sees beside the stack. */
function warningOf(use: (stack: TerraformStack) => unknown): string {
  const stack = newStack();
  use(stack);
  return annotationsOf(stack, 'warn')[0];
}

/** Whether a page is there, and the heading that a link names. */
function pageProblem(link: string): string | undefined {
  const [file, heading] = link.split('#');
  const path = join(__dirname, '../../docs', file);
  if (!existsSync(path)) {
    return `${file} is missing`;
  }
  const headings = [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text]) => text.toLowerCase().replace(/[^\w -]/g, '').replace(/ /g, '-'));
  return heading === undefined || headings.includes(heading) ? undefined : `${file} has no heading #${heading}`;
}

function page(): string {
  const count = (kind: string) => ALL.filter(({ answer }) => answer.kind === kind).length;
  return [
    '# What other tools guarantee',
    '',
    '<!-- Made from test/peers: change the scenarios, then run `UPDATE_DOCS=1 npx jest test/peers`. -->',
    '',
    'This page is the proof in detail: it lists what the tests of other libraries and tools, and the documentation of AWS, guarantee to users, and shows',
    'what this library does or says in the same situation. To find the class, prop or rule for something you know from elsewhere, read',
    '[scenarios.md](scenarios.md) first.',
    '',
    'A test tries each row, except where the row names a decision and its reason.',
    '',
    `Of ${ALL.length} situations, ${count('done')} work as they do elsewhere, ${count('refused')} are refused at synth, ${count('warned')} get a warning, ` +
      `and ${count('decided')} are decided differently.`,
    '',
    ...table('Task definitions and containers', TASK_SCENARIOS),
    ...table('Services', SERVICE_SCENARIOS),
    ...table('Stores, rotation and jobs', OTHER_SCENARIOS),
  ].join('\n');
}

function table(title: string, scenarios: readonly Scenario[]): string[] {
  const rows = scenarios.map((scenario) => `| ${scenario.peer} | ${cell(scenario.what)} | ${cell(said(scenario))} |`);
  return [`## ${title}`, '', '| tool | situation | what happens here |', '|---|---|---|', ...rows, ''];
}

function said({ answer }: Scenario): string {
  switch (answer.kind) {
    case 'refused':
      return `refused: ${messageOf(() => answer.use(newStack())).replace(/ \([^()]*\)$/, '')}`;
    case 'warned':
      return `warning: ${warningOf(answer.use)}`;
    case 'done':
      return answer.how;
    case 'decided':
      return `${answer.reason}: [${answer.page.replace(/^\.\.\//, '')}](${answer.page})`;
  }
}

function cell(text: string): string {
  return text.replace(/\n/g, ' ').replace(/\|/g, '\\|');
}
