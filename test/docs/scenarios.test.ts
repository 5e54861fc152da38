import { readFileSync } from 'fs';
import { join } from 'path';
import * as library from '../../src';
import { RULES } from '../../src/checks/rules';

const rows = readFileSync(join(__dirname, '../../docs/scenarios.md'), 'utf8').split('\n').filter((line) => /^\| (?!scenario|-)/.test(line));
const answers = rows.map((line) => line.split('|')[2]);
const named = answers.flatMap((answer) => [...answer.matchAll(/`([^`]+)`/g)].map(([, code]) => code));

test('each scenario has an answer', () => {
  expect(rows.length).toBeGreaterThan(55);
  expect(answers.filter((answer) => (answer ?? '').trim().length < 10)).toEqual([]);
});

test('the rules that answers name exist', () => {
  const ids = RULES.map(({ id }) => id);
  const rules = named.filter((code) => /^[a-z]+(-[a-z]+)+$/.test(code));
  expect(rules.length).toBeGreaterThan(40);
  expect(rules.filter((id) => !ids.includes(id))).toEqual([]);
});

test('the classes and members that answers name exist', () => {
  // an action of IAM looks like a class
  const members = named.filter((code) => /^[A-Z][A-Za-z]+(\.[A-Za-z_]+)?$/.test(code) && code !== 'GetSecretValue');
  const missing = members.filter((code) => {
    const [name, member] = code.split('.');
    const found = (library as unknown as { [name: string]: { prototype?: object } | undefined })[name];
    return found === undefined || (member !== undefined && !(member in found) && !(member in (found.prototype ?? {})));
  });
  expect(missing).toEqual([]);
  expect(members.length).toBeGreaterThan(15);
});
