import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { circles, importsOf } from '../../scripts/architecture/imports';
import { PAGE, withRooms } from '../../scripts/architecture/page';
import { homeless, picture, upwardArrows } from '../../scripts/architecture/rooms';
import { temporaryFolder } from '../temporary-files';

/** @returns imports of a project with these files */
function importsOfFiles(files: { readonly [path: string]: string }) {
  const root = temporaryFolder();
  Object.entries(files).forEach(([path, text]) => {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  });
  return importsOf(['src'], root);
}

describe('the library and the command', () => {
  const imports = importsOf(['src', 'cli']);

  test('all imports are found', () => {
    const count = [...imports.keys()].map((file) => readFileSync(join(__dirname, '../..', file), 'utf8')).join().match(/ from '\./g)!.length;
    expect([...imports.values()].flat()).toHaveLength(count);
    expect([...imports.values()].flat().filter((file) => !imports.has(file))).toEqual([]);
  });

  test('no files import each other', () => expect(circles(imports)).toEqual([]));

  test('no arrow runs back up', () => expect(upwardArrows(imports)).toEqual([]));

  test('the library needs nothing of the command', () => {
    const needed = [...imports].filter(([file]) => file.startsWith('src/')).flatMap(([, imported]) => imported);
    expect(needed.filter((file) => file.startsWith('cli/'))).toEqual([]);
  });

  test('each file is in a room that has a description', () => expect(homeless(imports)).toEqual([]));

  test('the page shows the rooms as they are: run npm run architecture', () => {
    const page = readFileSync(PAGE, 'utf8');
    expect(page).toContain('```mermaid');
    expect(withRooms(page)).toBe(page);
  });

  test('the page names files that are there', () => {
    const named = [...readFileSync(PAGE, 'utf8').matchAll(/`(?:src\/)?([a-z-]+\/[a-z/-]+\.ts)`/g)].map(([, file]) => `src/${file}`);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !imports.has(file))).toEqual([]);
  });
});

test('fails for files that import each other, types too', () => {
  const imports = importsOfFiles({
    'src/checks/a.ts': "import { B } from './b';",
    'src/checks/b.ts': "import {\n  C,\n} from './c';",
    'src/checks/c.ts': "import type { A } from './a';",
    'src/checks/d.ts': "export * from './a';",
  });
  expect(circles(imports)).toEqual([['src/checks/a.ts', 'src/checks/b.ts', 'src/checks/c.ts', 'src/checks/a.ts']]);
});

test('fails for an arrow that runs back up', () => {
  const imports = importsOfFiles({ 'src/stores/a.ts': "import { X } from '../access/x';", 'src/access/x.ts': '', 'src/new/y.ts': '' });
  expect(upwardArrows(imports)).toEqual(['src/stores/a.ts → src/access/x.ts']);
  expect(homeless(imports)).toEqual(['src/new/y.ts']);
});

test('the picture leaves out what other arrows imply', () => {
  const imports = importsOfFiles({
    'src/values/v.ts': '',
    'src/stores/s.ts': "import '../values/v';\nimport { V } from '../values/v';",
    'src/lifecycle/l.ts': "import { S } from '../stores/s';\nimport { V } from '../values/v';",
  });
  const text = picture(imports);
  expect(text).toContain('lifecycle --> stores\n');
  expect(text).toContain('stores --> values\n');
  expect(text).not.toContain('lifecycle --> values');
});
