import { dirname, join } from 'path';
import { Source } from './source';
import { Content, structuredFile, textOf } from './structured-file';
import { fileSource } from './task-definition-file';
import { AwsPlace } from '../../src/inventory/stack-file';
import { CommandError } from '../command-error';

/** Whether a file is a configuration of ecspresso. */
export function isEcspresso(content: Content): boolean {
  return (
    typeof content.task_definition === 'string' && ('cluster' in content || 'service' in content || 'region' in content)
  );
}

/**
 * The task definition that `ecspresso.yml` names. Templates and Jsonnet are ecspresso's to render.
 *
 * @see https://github.com/kayac/ecspresso
 */
export function ecspressoSource(path: string, content: Content, place: AwsPlace): Source {
  const file = join(dirname(path), content.task_definition);
  const render = 'render it with `ecspresso render taskdef > taskdef.json` and verify that';
  if (/\.jsonnet$/i.test(file)) {
    throw new CommandError(`'${file}' is Jsonnet: ${render}`);
  }
  if (/\{\{[^}]*\}\}/.test(textOf(file))) {
    throw new CommandError(`'${file}' has templates in it: ${render}`);
  }
  const region = typeof content.region === 'string' && !content.region.includes('{{') ? content.region : place.region;
  return fileSource(file, structuredFile(file), { ...place, region });
}
