import * as access from './access';
import * as account from './account';
import * as apiShape from './api-shape';
import * as batch from './batch';
import * as batchNodes from './batch-nodes';
import * as collision from './collision';
import * as container from './container';
import * as containerSize from './container-size';
import * as contract from './contract';
import * as database from './database';
import * as encryptionKey from './encryption-key';
import * as environmentFile from './environment-file';
import * as healthCheck from './health-check';
import * as image from './image';
import * as jsonKeyReference from './json-key-reference';
import * as launchVolume from './launch-volume';
import * as literals from './literals';
import * as logOptions from './log-options';
import * as names from './names';
import * as networkMode from './network-mode';
import * as platform from './platform';
import * as ports from './ports';
import * as propTypes from './prop-types';
import * as redeploy from './redeploy';
import * as registry from './registry';
import * as rotation from './rotation';
import { Rule } from './rule';
import * as secretBinding from './secret-binding';
import * as secretFiles from './secret-files';
import * as service from './service';
import * as serviceConnect from './service-connect';
import * as serviceDeployment from './service-deployment';
import * as servicePlacement from './service-placement';
import * as startFiles from './start-files';
import * as task from './task';
import * as taskNames from './task-names';
import * as taskSize from './task-size';
import * as template from './template';
import * as valueFrom from './value-from';
import * as values from './values';
import * as windows from './windows';
import * as writing from './writing';

const FILES: object[] = [
  access, account, apiShape, batch, batchNodes, collision, container, containerSize, contract, database,
  encryptionKey, environmentFile, healthCheck, image, jsonKeyReference, launchVolume, literals, logOptions, names,
  networkMode, platform, ports, propTypes, redeploy, registry, rotation, secretBinding, secretFiles, service,
  serviceConnect, serviceDeployment, servicePlacement, startFiles, task, taskNames, taskSize, template, valueFrom,
  values, windows, writing,
];

/**
 * All rules, sorted by id. docs/checks.md is made from them.
 */
export const RULES: readonly Rule<never>[] = FILES
  .flatMap((file) => Object.values(file).filter(isRule))
  .sort((a, b) => (a.id < b.id ? -1 : 1));

function isRule(value: unknown): value is Rule<never> {
  return typeof value === 'object' && value !== null && 'explanation' in value && 'check' in value;
}
