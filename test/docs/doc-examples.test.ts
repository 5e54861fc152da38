import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';

const SRC = join(__dirname, '../../src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test('an example in a doc comment begins on a line of its own, so that its lines stay as they are', () => {
  const examples = FILES.flatMap((file) => [...readFileSync(join(SRC, file), 'utf8').matchAll(/@example(.*)/g)].map(([, rest]) => ({ file, rest })));
  expect(examples.length).toBeGreaterThan(2);
  expect(examples.filter(({ rest }) => rest !== '')).toEqual([]);
});
