import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workspace } from './terraform';
import { isZip, readZip, writeZip } from './zip';

/** Shorter values, and shorter pieces of them in base64, would be found by chance. */
const SHORTEST = 8;

export interface Values {
  readonly [label: string]: string;
}

/** Where a value stands; never the value itself. */
export interface Leak {
  /** File in the workspace, `FILE!ENTRY` inside a plan file, or what printed it. */
  readonly file: string;
  readonly label: string;
  /** How it is written there, e.g. `raw` or `base64`. */
  readonly form: string;
}

/**
 * Searches everything that a Terraform run leaves behind: state and backup, plan files unpacked, the configuration, all other
 * files of the workspace, and what `terraform show -json` prints of the state and of every saved plan.
 */
export async function findLeaks(workspace: Workspace, values: Values): Promise<Leak[]> {
  const printed = [{ name: 'terraform show -json', content: Buffer.from(await workspace.show()) }];
  for (const { file, show } of workspace.plans) printed.push({ name: `terraform show -json ${file}`, content: Buffer.from(await show()) });
  return [...searchFolder(workspace.directory, values), ...printed.flatMap(({ name, content }) => search(name, content, values))];
}

/** Searches a folder without its `.terraform`, which holds the provider. */
export function searchFolder(directory: string, values: Values): Leak[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((file) => !file.split('/').includes('.terraform'));
  return files.sort().flatMap((file) => search(file, readFileSync(join(directory, file)), values));
}

/** Searches one text or file; a zip is unpacked first. */
export function search(file: string, content: Buffer, values: Values): Leak[] {
  const inside = isZip(content) ? readZip(content).flatMap((entry) => search(`${file}!${entry.name}`, entry.content, values)) : [];
  const here = Object.entries(values).flatMap(([label, value]) => {
    const form = [...forms(label, value)].find(([, texts]) => texts.some((text) => content.includes(text)));
    return form ? [{ file, label, form: form[0] }] : [];
  });
  return [...here, ...inside];
}

/**
 * The control: plants a value in the kinds of places and forms where a run could leave one.
 * @throws where the search does not find it in each of them, or finds it where it does not look
 */
export function proveLeaksAreFound(): Leak[] {
  const directory = mkdtempSync(join(tmpdir(), 'e2e-control-'));
  const value = 'planted "value" <with> & every\nkind of \\ é';
  const terraformJson = (data: unknown) => html(JSON.stringify(data));
  const places: { [file: string]: string | Buffer } = {
    'terraform.tfstate': terraformJson({ container_definitions: terraformJson([{ value }]) }),
    'terraform.tfstate.backup': JSON.stringify({ value }),
    'cdk.tf.json': JSON.stringify({ resource: JSON.stringify({ value }) }),
    '1.tfplan': writeZip([{ name: 'tfplan', content: Buffer.from(`\x00\x01${value}\x02`) }, { name: 'tfstate', content: Buffer.from(html(JSON.stringify(value))) }]),
    'assets/a/raw.txt': `before ${value} after`,
    'assets/a/base64-0.txt': Buffer.from(`${value} after`).toString('base64'),
    'assets/a/base64-1.txt': Buffer.from(`b${value}`).toString('base64'),
    'assets/a/base64-2.txt': Buffer.from(`be${value}`).toString('base64url'),
    'assets/a/url.txt': encodeURIComponent(value),
  };
  try {
    for (const folder of ['assets/a', '.terraform/providers']) mkdirSync(join(directory, folder), { recursive: true });
    for (const [file, content] of Object.entries(places)) writeFileSync(join(directory, file), content);
    writeFileSync(join(directory, '.terraform/providers/ignored'), value);
    writeFileSync(join(directory, 'innocent.txt'), 'planted value');
    const leaks = searchFolder(directory, { PLANTED: value });
    const found = leaks.map(({ file }) => file);
    const wanted = Object.keys(places).flatMap((file) => file === '1.tfplan' ? ['1.tfplan!tfplan', '1.tfplan!tfstate'] : [file]);
    const missed = wanted.filter((file) => !found.includes(file));
    const invented = found.filter((file) => !wanted.includes(file));
    if (missed.length || invented.length) throw new Error(`the search for leaks missed [${missed}] and invented [${invented}]`);
    return leaks;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function forms(label: string, value: string): Map<string, string[]> {
  if (value.length < SHORTEST) throw new Error(`value '${label}' is shorter than ${SHORTEST} characters: it would be found by chance`);
  const json = (text: string) => JSON.stringify(text).slice(1, -1);
  const goJson = (text: string) => html(json(text));
  return new Map([
    ['raw', [value]],
    ['json', [json(value), goJson(value)]],
    // As in a container definition, which is JSON within the state's JSON.
    ['json in json', [json(json(value)), json(goJson(value)), goJson(goJson(value))]],
    ['base64', [0, 1, 2].flatMap((offset) => [base64(value, offset, 'base64'), base64(value, offset, 'base64url')])],
    ['url', [encodeURIComponent(value)]],
  ]);
}

/** Go's encoder, and so `jsonencode` and the state file, escapes these as well. */
function html(json: string): string {
  const escape = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(/[<>&\u2028\u2029]/g, escape);
}

/** What of a longer text's base64 depends on the value alone, when the value begins `offset` bytes into a group of three. */
function base64(value: string, offset: number, encoding: 'base64' | 'base64url'): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  return bytes.toString(encoding).slice([0, 2, 3][offset], Math.floor(bytes.length * 8 / 6));
}
