import { existsSync, statSync } from 'fs';
import { basename, dirname, join } from 'path';
import { structuredFile } from './structured-file';
import { AwsPlace, StackFile } from '../../src/inventory/stack-file';
import { CommandError } from '../command-error';

/**
 * The stacks of a synthesised app: `cdktf.out`, or one `cdk.tf.json`.
 */
export function readStacks(path: string, place: Partial<AwsPlace> = {}): StackFile[] {
  const files = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? stackFiles(path) : [[basename(dirname(path)), path] as const];
  const stacks: StackFile[] = [];
  const outputs = (stack: string, output: string) => stacks.find(({ name }) => name === stack)?.output(output);
  for (const [name, file] of files) {
    stacks.push(new StackFile(name, structuredFile(file), { place, outputs }));
  }
  return stacks;
}

function stackFiles(directory: string): (readonly [string, string])[] {
  const manifest = join(directory, 'manifest.json');
  const alone = join(directory, 'cdk.tf.json');
  if (existsSync(manifest)) {
    const { stacks = {} } = structuredFile(manifest);
    return Object.values<{ name: string; synthesizedStackPath: string }>(stacks).map(({ name, synthesizedStackPath }) => {
      if (!synthesizedStackPath.endsWith('.json')) {
        throw new CommandError(`stack '${name}' is synthesised as HCL: run cdktf synth without --hcl`);
      }
      return [name, join(directory, synthesizedStackPath)] as const;
    });
  }
  if (existsSync(alone)) {
    return [[basename(directory), alone]];
  }
  throw new CommandError(`there is neither manifest.json nor cdk.tf.json in '${directory}': run cdktf synth first, or give the path of its output`);
}
