import { readFileSync, writeFileSync } from 'fs';

/**
 * Prepares the assembly for the pages that registries make of it: PyPI, pkg.go.dev and others show the README away from the repository, where
 * relative links lead nowhere, and the address of the repository as a link, where people expect a page.
 */
export function forRegistries(assembly: any): any {
  const page = assembly.repository.url.replace(/\.git$/, '');
  const markdown = assembly.readme.markdown.replace(/\]\((?!https?:|mailto:|#)/g, `](${page}/blob/main/`);
  return { ...assembly, repository: { ...assembly.repository, url: page }, readme: { ...assembly.readme, markdown } };
}

if (require.main === module) {
  writeFileSync('.jsii', `${JSON.stringify(forRegistries(JSON.parse(readFileSync('.jsii', 'utf8'))), null, 2)}\n`);
}
