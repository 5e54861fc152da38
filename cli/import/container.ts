import type { Code } from './literal';
import { mapOf, shaped } from './shape';
import type { ImportedSources } from './sources';
import { Field, StructField, problemOf } from '../../src/checks/api-shape';
import { CommandError } from '../command-error';
import { Content } from '../sources/structured-file';

/** What the library has under the same name in another form. */
const TRANSLATED = ['environment', 'environmentFiles', 'logConfiguration', 'repositoryCredentials', 'secrets'];

/**
 * A container as props of the library.
 *
 * @param name under which the references were found
 * @param left gets what the library doesn't have
 */
export function containerProps(
  definition: Content,
  field: StructField,
  name: string,
  sources: ImportedSources,
  left: string[],
): object {
  const api = shaped(definition, field, left);
  enforceApi(`container '${name}'`, api, field);
  const same = Object.entries(api).filter(([key]) => !TRANSLATED.includes(key));
  const { environment, logConfiguration: log } = api;
  const secretOptions = sources.list(name, 'secretOptions');
  const { name: ownName, image, ...rest } = Object.fromEntries(same);
  return {
    name: ownName,
    image,
    ...rest,
    environment: mapOf(environment),
    environmentFiles: sources.environmentFiles(name),
    secrets: sources.list(name, 'secrets'),
    logConfiguration: log && { logDriver: log.logDriver, options: log.options, secretOptions },
    repositoryCredentials: sources.repositoryCredentials(name),
  } satisfies { readonly [prop: string]: unknown; readonly secrets?: Code[] };
}

/** What AWS would refuse, no code can define. */
export function enforceApi(owner: string, value: unknown, field: Field): void {
  const problem = problemOf(value, field, '');
  if (problem !== undefined) {
    throw new CommandError(`${owner}: ${problem}: correct it first`);
  }
}

/** A structure without some of its fields. */
export function without({ fields, ...rest }: StructField, ...names: string[]): StructField {
  return {
    ...rest,
    fields: Object.fromEntries(Object.entries<Field>(fields).filter(([name]) => !names.includes(name))),
  };
}
