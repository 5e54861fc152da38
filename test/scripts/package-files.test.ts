import { execFileSync } from 'child_process';
import { join } from 'path';

const ROOT = join(__dirname, '../..');

test('the package has the library, the command, and nothing of the repository', () => {
  // WHEN
  const printed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], { cwd: ROOT, encoding: 'utf8' });
  const files: string[] = JSON.parse(printed)[0].files.map(({ path }: { path: string }) => path);

  // THEN
  // what is there before anything is compiled
  const written = files.filter((path) => !/^(lib|bin)\/|^\.jsii$/.test(path));
  expect(written.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']);
  // what the compiler and the bundler write
  const compiled = files.filter((path) => /^(lib|bin)\//.test(path));
  expect(compiled.filter((path) => !/^lib\/[\w/-]+(\.d\.ts|\.js|\.js\.map)$|^lib\/\.warnings\.jsii\.js$|^bin\/(ecs-secrets|THIRD-PARTY-LICENSES\.txt)$/.test(path))).toEqual([]);
});
