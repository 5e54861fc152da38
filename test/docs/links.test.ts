import { existsSync, readFileSync, readdirSync } from 'fs';
import { dirname, join, relative } from 'path';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

function pagesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md') && !file.includes('node_modules')).map((file) => join(folder, file));
}

const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pagesIn('docs'), ...pagesIn('examples')];

/** Text without code, in which a link is not a link. */
function prose(page: string): string {
  return read(page).replace(/^ *```[^]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, '');
}

/** As GitHub makes anchors of headings. */
function anchors(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replace(/ /g, '-'));
}

function targetsOf(page: string): { target: string; path: string; anchor?: string }[] {
  return [...prose(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target]) => {
    const [path, anchor] = target.split('#');
    return { target, path: path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path)), anchor };
  });
}

test.each(PAGES)('%s links to what is there', (page) => {
  const broken = targetsOf(page).filter(({ path, anchor }) => {
    return !existsSync(join(ROOT, path)) || (anchor !== undefined && path.endsWith('.md') && !anchors(path).includes(anchor));
  });
  expect(broken.map(({ target }) => target)).toEqual([]);
});

test('the index has every page, once', () => {
  const listed = targetsOf('docs/README.md').map(({ path }) => path).filter((path) => path.startsWith('docs/'));
  expect(listed.sort()).toEqual(pagesIn('docs').filter((path) => path !== 'docs/README.md').sort());
});

test('the README is short', () => {
  expect(read('README.md').split('\n').length).toBeLessThanOrEqual(201);
});
