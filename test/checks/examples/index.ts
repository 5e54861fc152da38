import { accessExamples } from './access';
import { apiShapeExamples } from './api-shape';
import { batchExamples } from './batch';
import { collisionExamples } from './collision';
import { containerExamples } from './container';
import { contractExamples } from './contract';
import { encryptionKeyExamples } from './encryption-key';
import { environmentFileExamples } from './environment-file';
import { imageExamples } from './image';
import { jsonKeyReferenceExamples } from './json-key-reference';
import { literalsExamples } from './literals';
import { namesExamples } from './names';
import { platformExamples } from './platform';
import { propTypesExamples } from './prop-types';
import { registryExamples } from './registry';
import { secretFilesExamples } from './secret-files';
import { serviceExamples } from './service';
import type { RuleExamples } from './support';
import { taskExamples } from './task';
import { taskNamesExamples } from './task-names';
import { taskSizeExamples } from './task-size';
import { templateExamples } from './template';
import { valueFromExamples } from './value-from';
import { valuesExamples } from './values';
import { writingExamples } from './writing';

/** By the rule's id; the files are those of `src/checks`. */
export const EXAMPLES: { readonly [id: string]: RuleExamples } = {
  ...accessExamples,
  ...apiShapeExamples,
  ...batchExamples,
  ...collisionExamples,
  ...containerExamples,
  ...contractExamples,
  ...encryptionKeyExamples,
  ...environmentFileExamples,
  ...imageExamples,
  ...jsonKeyReferenceExamples,
  ...literalsExamples,
  ...namesExamples,
  ...platformExamples,
  ...propTypesExamples,
  ...registryExamples,
  ...secretFilesExamples,
  ...serviceExamples,
  ...taskExamples,
  ...taskNamesExamples,
  ...taskSizeExamples,
  ...templateExamples,
  ...valueFromExamples,
  ...valuesExamples,
  ...writingExamples,
};
