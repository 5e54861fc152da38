import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** What programs are called by the system, behind their names. */
const SUFFIX = process.platform === 'win32' ? '.exe' : '';
const FOLDER = join(__dirname, '../../../.build/engines');
/** Each looks for providers in its own registry, in a mirror as well. */
const REGISTRIES = { terraform: 'registry.terraform.io', opentofu: 'registry.opentofu.org' };

export interface Engine {
  /** As in `Terraform 1.15.5` or `OpenTofu 1.12.6`. */
  readonly name: string;
  readonly version: string;
}

/** What the program `terraform` is in this environment, or undefined where there is none. */
export function engineOf(env: NodeJS.ProcessEnv): Engine | undefined {
  const { status, stdout } = spawnSync('terraform', ['version'], { encoding: 'utf8', env });
  const found = /^(Terraform|OpenTofu) v(\S+)/m.exec(stdout ?? '');
  return status === 0 && found ? { name: found[1], version: found[2] } : undefined;
}

let chosen: { readonly program: string; readonly env: NodeJS.ProcessEnv } | undefined;

/**
 * The environment in which `terraform` is the program of E2E_TERRAFORM, a path or a name on the PATH: for the tests, for the frameworks' command
 * lines, and for commands as the documentation has them.
 */
export function withEngine(env: NodeJS.ProcessEnv, folder = FOLDER): NodeJS.ProcessEnv {
  const program = env.E2E_TERRAFORM;
  if (!program) return env;
  if (chosen?.program !== program) {
    chosen = { program, env: environmentOf(find(program, env), folder, env) };
  }
  return { ...env, ...chosen.env };
}

function environmentOf(program: string, engines: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folder = join(engines, program.replace(/\W+/g, '-'));
  mkdirSync(folder, { recursive: true });
  link(program, join(folder, `terraform${SUFFIX}`));
  const path = { PATH: `${folder}${delimiter}${env.PATH}` };
  const mirror = env.TF_CLI_CONFIG_FILE && mirrorIn(readFileSync(env.TF_CLI_CONFIG_FILE, 'utf8'));
  if (!mirror || engineOf({ ...env, ...path })?.name !== 'OpenTofu') return path;
  return { ...path, TF_CLI_CONFIG_FILE: openTofuConfiguration(mirror, folder) };
}

function find(program: string, env: NodeJS.ProcessEnv): string {
  const folders = (env.PATH ?? '').split(delimiter);
  const candidates = /[\\/]/.test(program) ? [resolve(program)] : folders.map((folder) => join(folder, `${program}${SUFFIX}`));
  const found = candidates.find((path) => existsSync(path) && statSync(path).isFile());
  if (!found) throw new Error(`E2E_TERRAFORM is '${program}', and there is no such program`);
  return found;
}

/** The folder of a filesystem mirror that a configuration of Terraform names. */
export function mirrorIn(configuration: string): string | undefined {
  return /filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)"/.exec(configuration)?.[1];
}

/** OpenTofu follows a link at the last level only, that of the platform: the folders above it are real. */
export function mirrorForOpenTofu(mirror: string, destination: string): void {
  const [from, to] = [join(mirror, REGISTRIES.terraform), join(destination, REGISTRIES.opentofu)];
  for (const namespace of foldersIn(from)) {
    for (const type of foldersIn(join(from, namespace))) {
      for (const version of foldersIn(join(from, namespace, type))) {
        const path = join(namespace, type, version);
        mkdirSync(join(to, path), { recursive: true });
        for (const platform of readdirSync(join(from, path))) link(join(from, path, platform), join(to, path, platform));
      }
    }
  }
}

function openTofuConfiguration(mirror: string, folder: string): string {
  const destination = join(folder, 'mirror');
  mirrorForOpenTofu(mirror, destination);
  const file = join(folder, 'opentofu.tfrc');
  writeFileSync(file, [
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${JSON.stringify(destination)}`,
    `    include = ["${REGISTRIES.opentofu}/*/*"]`,
    '  }',
    '}',
    'disable_checkpoint = true',
    '',
  ].join('\n'));
  return file;
}

function foldersIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Several test files start at once, and each of them wants the same link. */
function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (readlinkSync(path) !== target) {
      rmSync(path, { force: true });
      link(target, path);
    }
  }
}
