import { blockOf } from '../../scripts/languages/main';
import { importedParts } from '../../scripts/languages/provider-slice';
import { withPythonNames } from '../../scripts/languages/translate';
import { forRegistries } from '../../scripts/registry-pages';

const PROGRAM = 'app := cdktf.NewApp(nil)\napp.Synth()\n';
const page = (...blocks: string[]) => blocks.map((block) => `\`\`\`go\n${block}\`\`\`\n`).join('\n');

describe('programs of a page', () => {
  test('the whole program is found among snippets', () => {
    expect(blockOf(page('x := 1\n', PROGRAM), 'go')).toBe(PROGRAM);
  });

  test.each([[0, page('x := 1\n')], [2, page(PROGRAM, PROGRAM)]])('fails with %d of them', (count, markdown) => {
    expect(() => blockOf(markdown, 'go')).toThrow(`the page has ${count} whole programs in go, not one`);
  });
});

test('parts of the provider that are imported, each once', () => {
  const texts = ["import { A } from '@cdktf/provider-aws/lib/iam-role';", "import { B } from '@cdktf/provider-aws/lib/db-instance';\nimport { A } from '@cdktf/provider-aws/lib/iam-role';"];
  expect(importedParts(texts)).toEqual(['db-instance', 'iam-role']);
});

test('translated examples have the names that Python has', () => {
  expect(withPythonNames('# main.ts\nsecrets.except("A").only("B")')).toBe('# main.py\nsecrets.except_("A").only("B")');
});

test('the pages of registries lead to pages', () => {
  const markdown = '[a](docs/a.md#b) [c](https://example.com) [d](#d)';
  const { readme, repository } = forRegistries({ repository: { type: 'git', url: 'https://example.com/x.git' }, readme: { markdown } });
  expect(repository.url).toBe('https://example.com/x');
  expect(readme.markdown).toBe('[a](https://example.com/x/blob/main/docs/a.md#b) [c](https://example.com) [d](#d)');
});
