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
    'What AWS refuses when a task starts is refused at synth. A message says what is wrong, the value got, and the fix, and ends with the construct',
    'path. Values of secrets never appear in one, and what is only known at plan is let through.',
    '',
    'An **error** stops synth and can\'t be acknowledged: it fails at AWS. A **warning** may be meant, and a **note** is about what synth can\'t know;',
    'both end with the rule\'s id in brackets and are silenced, for a construct and everything below it, by',
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
