import { readFileSync } from 'fs';
import { PAGE, withStatements } from '../../scripts/access-table';

test('docs/access.md has the statements that the library writes: run npm run access', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page).toContain('<!-- statements: written by npm run access -->');
  expect(withStatements(page)).toBe(page);
});
