/**
 * The same text for the twin: what names CDKTF's packages and command names those of CDK Terrain. Nothing else changes, above all nothing
 * that reaches a stack: construct ids, metadata and file names like `cdktf.out` are the same in both builds, so that Terraform sees one stack.
 */

const MODULE = /^(?:cdktf(?=$|-ecs-secrets$|\/)|@cdktf(?=\/provider-))/;

/** Where a string is the name of a module, also in code that stands in a string. */
const IMPORTS = /(\bfrom\s+|\bimport\s+|\b(?:import|require|require\.resolve|jest\.\w+)\(\s*)(['"])([^'"\n]+)\2/g;

/** What is typed into a shell, `cdktf.out` and `cdktf.json` are not. */
const COMMANDS = /\bcdktf (?=(?:deploy|destroy|diff|get|init|plan|synth|watch)\b)/g;
/** Packages of an app with the versions that go together, as the README installs them. */
const VERSIONS: readonly [string, string][] = [
  ['cdktf@0.21', 'cdktn@0.24'],
  ['cdktf-cli@0.21', 'cdktn-cli@0.24'],
  ['constructs@10', 'constructs@~10.7.0'],
  ['@cdktf/provider-aws@20', '@cdktn/provider-aws@25'],
  ['cdktf-ecs-secrets', 'cdktn-ecs-secrets'],
];
/** What writes the README's cdktf.json. */
const APP = /^echo '(\{.*"app".*\})' > cdktf\.json$/;
const INSTALLS = /\b((?:npm i|npm install|pip install|dotnet add package) )cdktf-ecs-secrets\b/g;

const SWITCH_LINE = /^Using CDK Terrain \(cdktn\)\?.*$/m;
const SWITCH_BACK = 'Using CDKTF? → `npm i cdktf-ecs-secrets`, [docs/cdktn.md](docs/cdktn.md)';

/** CDK Terrain refuses write-only arguments where a target is older. */
const TARGET_VERSIONS = { terraform: '>=1.11.0' };
const TARGET_LINE = `Say in \`cdktf.json\` what you deploy with, else CDK Terrain assumes Terraform 1.5.7 and refuses write-only arguments:
\`"targetVersions": ${JSON.stringify(TARGET_VERSIONS)}\`.`;

/** `cdktn`, `cdktn-ecs-secrets` or `@cdktn/provider-…` for their namesakes; any other module stays. */
export function twinModule(name: string): string {
  return MODULE.test(name) ? name.replace('cdktf', 'cdktn') : name;
}

/** TypeScript, or a fixture of snippets. */
export function twinSource(text: string): string {
  return text
    .replace(IMPORTS, (_, before: string, quote: string, name: string) => `${before}${quote}${twinModule(name)}${quote}`)
    .replace(COMMANDS, 'cdktn ');
}

/** An example's cdktf.json. */
export function twinApp(text: string): string {
  return `${JSON.stringify({ ...JSON.parse(text), targetVersions: TARGET_VERSIONS }, null, 2)}\n`;
}

/**
 * The README as the twin's page in the registry.
 *
 * @throws where something of CDKTF would be left that the reader can't use
 */
export function twinReadme(text: string): string {
  if (!SWITCH_LINE.test(text)) {
    throw new Error("README.md has no line 'Using CDK Terrain (cdktn)? …': the twin's README needs its place to point back");
  }
  const readme = twinSource(text).split('\n').map(twinLine).join('\n');
  const left = readme.split('\n').filter((line) => /@cdktf\/provider|(CDKTF|Terrain) \d\.(?!24)|provider-aws` 2[01]/.test(line));
  if (left.length > 0) {
    throw new Error(`README.md says of CDKTF what the twin's README can't: teach scripts/compatibility/rewrite.ts about '${left.join("', '")}'`);
  }
  return readme;
}

function twinLine(line: string): string {
  if (SWITCH_LINE.test(line)) {
    return `${TARGET_LINE}\n\n${SWITCH_BACK}`;
  }
  if (/^npm install cdktf@/.test(line)) {
    return line.split(' ').map((word) => VERSIONS.find(([name]) => name === word)?.[1] ?? word).join(' ');
  }
  return line
    .replace(APP, (_, app: string) => `echo '${JSON.stringify({ ...JSON.parse(app), targetVersions: TARGET_VERSIONS })}' > cdktf.json`)
    .replace('`cdktf` 0.21', '`cdktn` 0.24')
    .replace(/ \(20 works too[^)]*\)/, '')
    .replace(/\bNode\.js 20 or later\b/g, 'Node.js 22.19 or later')
    .replace(/^# cdktf-ecs-secrets$/, '# cdktn-ecs-secrets')
    .replace(INSTALLS, '$1cdktn-ecs-secrets')
    .replace(/\bCDKTF 0\.21\b/g, 'CDK Terrain 0.24')
    .replace(/`@cdktf\/provider-aws` 20 or 21\b/g, '`@cdktn/provider-aws` 23 to 25')
    .replace(/`(@cdktf\/provider-[^`]+)`/g, (_, name: string) => `\`${twinModule(name)}\``)
    .replace(/\bCDKTF\b/g, 'CDK Terrain');
}

/** Any file of the project by its path; what isn't said here is the same in both. */
export function twinFile(path: string, text: string): string {
  if (/\.(ts|ts-fixture)$/.test(path)) {
    return twinSource(text);
  }
  return path === 'README.md' ? twinReadme(text) : /\/cdktf\.json$/.test(path) ? twinApp(text) : path === 'tsconfig.dev.json' ? twinConfig(text) : text;
}

function twinConfig(text: string): string {
  const { compilerOptions, ...config } = JSON.parse(text.replace(/^\/\/.*/, ''));
  const paths = Object.fromEntries(Object.entries(compilerOptions.paths).map(([name, to]) => [twinModule(name), to]));
  return JSON.stringify({ ...config, compilerOptions: { ...compilerOptions, paths } }, null, 2);
}
