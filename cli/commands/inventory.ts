import { statSync } from 'fs';
import type { Terminal } from './context';
import { writeOut } from './write-out';
import { Inventory, inventoryOf } from '../../src/inventory/inventory';
import { toMarkdown } from '../../src/inventory/markdown';
import { visibleJson } from '../../src/inventory/plain-text';
import { CommandError, ExitCode } from '../command-error';
import { diffMarkdown, diffOf, diffText, isEmpty } from '../inventory/diff';
import { inventoryPage } from '../inventory/page';
import { inventoryTable } from '../inventory/table';
import { isWrittenInventory } from '../inventory/written-inventory';
import { planStack } from '../sources/plan';
import { readStacks } from '../sources/stacks';
import { structuredFile } from '../sources/structured-file';

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
  if (options.check && options.diff === undefined) {
    throw new CommandError('--check compares with something older: give it with --diff');
  }
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

/** From a synthesised app, a plan, or what this command wrote as JSON before. */
function readInventory(path: string): Inventory {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new CommandError(`there is no '${path}': run cdktf synth first, or give the path of cdktf.out`);
  }
  if (stat.isDirectory()) {
    return readable(path, () => inventoryOf(readStacks(path)));
  }
  const content = structuredFile(path);
  if ('entries' in content || 'cost' in content) {
    if (!isWrittenInventory(content)) {
      throw new CommandError(
        `file '${path}' is not an inventory as this version writes it: create it again with ecs-secrets inventory ` +
          '--format json',
      );
    }
    return content;
  }
  if ('planned_values' in content) {
    return readable(path, () => inventoryOf([planStack(content)]));
  }
  if (!('terraform' in content || 'resource' in content || 'data' in content)) {
    throw new CommandError(
      `file '${path}' is not an app, plan or inventory: give cdktf.out, one cdk.tf.json, or the JSON of a plan`,
    );
  }
  return readable(path, () => inventoryOf(readStacks(path)));
}

function readable(path: string, read: () => Inventory): Inventory {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof CommandError) {
      throw problem;
    }
    throw new CommandError(
      `'${path}' isn't a file as Terraform or cdktf writes it (${(problem as Error).name}): create it again with ` +
        'cdktf synth, or terraform show -json',
    );
  }
}

function asJson(value: object): string {
  return `${visibleJson(value)}\n`;
}
