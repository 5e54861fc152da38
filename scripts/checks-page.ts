import { Rule } from '../src/checks/rule';

/** docs/checks.md, from the rules. */
export function checksPage(rules: readonly Rule<never>[]): string {
  const levels = (level: string) => rules.filter((rule) => (rule.level ?? 'error') === level);
  return [
    '# Checks',
    '',
    '<!-- Made from src/checks by `npm run checks`: edit the rules, not this page. -->',
    '',
    `${rules.length} rules: ${['error', 'warning', 'note'].map((level) => counted(levels(level).length, level)).join(', ')}.`,
    '',
    'Synth refuses what AWS would refuse when a task starts. A message says what is wrong, the value it got, and the fix, and it ends with the construct',
    'path. It never shows the value of a secret. Synth lets anything pass that is only known at plan.',
    '',
    'An **error** stops synth and can\'t be acknowledged, because it fails at AWS. A **warning** is about something that can be intended. A **note** is about',
    'something that synth can\'t know. Warnings and notes end with the rule\'s id in brackets. This silences one, for a construct and everything below it:',
    '`Checks.of(construct).acknowledge(\'ID\', \'reason\', { names: [\'NAME\'] })`.',
    '',
    ...['error', 'warning', 'note'].flatMap((level) => [`## ${level[0].toUpperCase()}${level.slice(1)}s`, '', ...table(levels(level)), '']),
  ].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function table(rules: readonly Rule<never>[]): string[] {
  return [
    '| id | what goes wrong | fix | source |',
    '|---|---|---|---|',
    ...rules.map(({ id, explanation, fix, source }) => `| \`${id}\` | ${cell(explanation)} | ${cell(fix)} | [${new URL(source).hostname}](${source}) |`),
  ];
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
