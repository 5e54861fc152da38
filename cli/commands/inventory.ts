import { statSync } from 'fs';
import type { Terminal } from './context';
import { writeOut } from './write-out';
import { isObject } from '../../src/checks/api-shape';
import { Inventory, inventoryOf } from '../../src/inventory/inventory';
import { toMarkdown } from '../../src/inventory/markdown';
import { CommandError, ExitCode } from '../command-error';
import { diffMarkdown, diffOf, diffText, isEmpty } from '../inventory/diff';
import { inventoryPage } from '../inventory/page';
import { inventoryTable } from '../inventory/table';
import { readStacks } from '../sources/stacks';
import { Content, structuredFile } from '../sources/structured-file';

export interface InventoryCommandOptions {
  readonly format: 'table' | 'markdown' | 'json' | 'html';
  readonly out?: string;
  /** Compares with this older app or inventory. */
  readonly diff?: string;
  readonly check?: boolean;
}

/**
 * Tells what every container of a synthesised app gets. Nothing is asked of AWS.
 */
export function inventoryCommand(path: string, options: InventoryCommandOptions, terminal: Terminal): ExitCode {
  const inventory = readInventory(path);
  if (options.diff === undefined) {
    const renderers = { table: inventoryTable, markdown: toMarkdown, json: asJson, html: inventoryPage };
    writeOut(renderers[options.format](inventory), options.out, terminal);
    return ExitCode.OK;
  }
  const diff = diffOf(readInventory(options.diff), inventory);
  if (options.format === 'html') {
    throw new CommandError('a difference has no HTML page: use --format table, markdown or json');
  }
  const renderers = { table: diffText, markdown: diffMarkdown, json: asJson };
  writeOut(renderers[options.format](diff), options.out, terminal);
  return options.check && !isEmpty(diff) ? ExitCode.FINDING : ExitCode.OK;
}

/** From a synthesised app, or from what this command wrote as JSON before. */
function readInventory(path: string): Inventory {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new CommandError(`there is no '${path}': run cdktf synth first, or give the path of cdktf.out`);
  }
  if (stat.isFile()) {
    const content = structuredFile(path);
    if ('entries' in content && 'cost' in content) {
      return writtenInventory(path, content);
    }
  }
  return inventoryOf(readStacks(path));
}

function writtenInventory(path: string, content: Content): Inventory {
  const { entries, workloads, cost } = content;
  if (!Array.isArray(entries) || !entries.every(isObject) || !Array.isArray(workloads) || !workloads.every(isObject) || !Array.isArray(cost?.lines)) {
    throw new CommandError(`file '${path}' is no inventory as this version writes it: make it anew with ecs-secrets inventory --format json`);
  }
  return content as unknown as Inventory;
}

function asJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
