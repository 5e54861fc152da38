import { existsSync, statSync } from 'fs';
import { basename, dirname, join } from 'path';
import { structuredFile } from './structured-file';
import { AwsPlace, StackFile } from '../../src/inventory/stack-file';
import { CommandError } from '../command-error';

/** Where a stack's file is, and how other stacks call the data source that reads its outputs. */
interface StackPlace {
  readonly name: string;
  readonly file: string;
  readonly reference: string;
}

/**
 * The stacks of a synthesised app: `cdktf.out`, or one `cdk.tf.json`.
 */
export function readStacks(path: string, place: Partial<AwsPlace> = {}): StackFile[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  const wanted = isFolder ? stacksIn(path) : [placeOf(basename(dirname(path)), path)];
  const stacks = new Map<string, StackFile>();
  const outputs = (reference: string, output: string) => stacks.get(reference)?.output(output);
  for (const { reference, name, file } of [...siblings(wanted[0].file), ...wanted]) {
    stacks.set(reference, new StackFile(name, structuredFile(file), { place, outputs }));
  }
  return wanted.map(({ reference }) => stacks.get(reference)!);
}

function stacksIn(directory: string): StackPlace[] {
  const manifest = join(directory, 'manifest.json');
  const alone = join(directory, 'cdk.tf.json');
  if (existsSync(manifest)) {
    const found = stacksOfManifest(directory, manifest);
    if (found.length === 0) {
      throw new CommandError(`'${manifest}' names no stack: give the path of an app that has one`);
    }
    return found;
  }
  if (existsSync(alone)) {
    return [placeOf(basename(directory), alone)];
  }
  throw new CommandError(
    `there is neither manifest.json nor cdk.tf.json in '${directory}': run cdktf synth first, or give the ` +
      'path of its output',
  );
}

function stacksOfManifest(directory: string, manifest: string): StackPlace[] {
  const { stacks = {} } = structuredFile(manifest);
  return Object.values<{ name: string; constructPath?: string; synthesizedStackPath: string }>(stacks).map((stack) => {
    if (!stack.synthesizedStackPath.endsWith('.json')) {
      throw new CommandError(`stack '${stack.name}' is synthesised as HCL: run cdktf synth without --hcl`);
    }
    return placeOf(stack.name, join(directory, stack.synthesizedStackPath), stack.constructPath);
  });
}

/** The other stacks of the app, whose outputs a stack may read: CDKTF writes each to `cdktf.out/stacks/NAME`. */
function siblings(file: string): StackPlace[] {
  const directory = join(dirname(file), '../..');
  const manifest = join(directory, 'manifest.json');
  return existsSync(manifest) ? stacksOfManifest(directory, manifest) : [];
}

/** CDKTF makes the data source's id from the stack's construct path, as it makes every id. */
function placeOf(name: string, file: string, constructPath = name): StackPlace {
  return { name, file, reference: constructPath.replace(/\//g, '--').replace(/[^A-Za-z0-9_-]/g, '') };
}
