import { readFileSync } from 'fs';
import { parseDocument } from 'yaml';
import { CommandError } from '../command-error';

export interface Content {
  readonly [key: string]: any;
}

/** Stands for what is piped into the command. */
export const STANDARD_INPUT = '-';

/**
 * An object from a JSON or YAML file. No message shows what is in it.
 */
export function structuredFile(path: string): Content {
  const text = textOf(path).replace(/^\uFEFF/, '');
  // what is piped has no name to tell its form by
  const isYaml = path === STANDARD_INPUT ? !/^\s*[{[]/.test(text) : /\.ya?ml$/i.test(path);
  const content = isYaml ? yaml(text, path) : json(text, path);
  if (content === null || typeof content !== 'object' || Array.isArray(content)) {
    throw new CommandError(
      `file '${path}' doesn't contain an object: give a task definition, a plan (terraform show -json), or cdktf.out`,
    );
  }
  return content;
}

/** @throws where the file can't be read */
export function textOf(path: string): string {
  try {
    return readFileSync(path === STANDARD_INPUT ? 0 : path, 'utf8');
  } catch (error) {
    throw new CommandError(
      `file '${path}' can't be read (${(error as NodeJS.ErrnoException).code}): give the path of a readable file`,
    );
  }
}

function yaml(text: string, path: string): any {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    const [{ linePos, code }] = document.errors;
    throw new CommandError(`file '${path}' is not YAML: ${code} in line ${linePos?.[0].line ?? '?'}`);
  }
  return document.toJS();
}

function json(text: string, path: string): any {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(
      `file '${path}' is not JSON: render templates in it first, or give it the ending .yaml if it is YAML`,
    );
  }
}
