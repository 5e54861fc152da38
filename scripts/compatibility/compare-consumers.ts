import { deepStrictEqual, ok } from 'assert';
import { existsSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { Consumer, exampleNames, pack, run } from './consumer';
import { twinFile } from './rewrite';
import { record, versionsIn } from './runs/run';
import { ROOT } from './tree';

const WHAT = 'the packed package in a fresh app: examples and the command';

/** The oldest Node.js that CDK Terrain takes. */
const TWIN_NODE = 22;

/**
 * The same stacks and the same answer of the command with each of these programs of Node.js.
 *
 * @returns the major versions
 */
async function withOtherNodes(consumer: Consumer, programs: string[], oldest: number): Promise<string[]> {
  const stacks = consumer.stacks('quickstart');
  const inventory = await consumer.command('quickstart', ['inventory']);
  const tried: string[] = [];
  for (const program of programs) {
    const [, major] = /^v(\d+)/.exec(await run(program, ['--version'], '.'))!;
    if (Number(major) >= oldest) {
      await consumer.synthesiseWith(program, 'quickstart');
      deepStrictEqual(consumer.stacks('quickstart'), stacks);
      deepStrictEqual(await consumer.command('quickstart', ['inventory'], program), inventory);
      tried.push(major);
    }
  }
  return tried;
}

/**
 * Packs both packages, installs each into a fresh app of its framework, and shows that the examples synthesise to the same stacks there, so that
 * an app moves between the two without a resource being replaced.
 */
async function main(): Promise<void> {
  const packages = join(ROOT, '.build/packages');
  const versions = (path: string, field: string, names: string[]) => {
    const all = JSON.parse(readFileSync(join(ROOT, path), 'utf8'))[field];
    return Object.fromEntries(names.map((name) => [name, all[name]]));
  };
  const cdktf = new Consumer({
    tarball: await pack(ROOT, packages),
    peers: versions('package.json', 'devDependencies', ['cdktf', 'constructs', '@cdktf/provider-aws']),
    file: (_, text) => text,
  });
  const cdktn = new Consumer({
    tarball: await pack(join(ROOT, '.build/twin'), packages),
    peers: versions('compatibility/twin/package.json', 'dependencies', ['cdktn', 'constructs', '@cdktn/provider-aws']),
    file: twinFile,
  });
  const examples = exampleNames();
  try {
    await Promise.all([cdktf.synthesise(examples), cdktn.synthesise(examples)]);
    for (const example of examples) {
      const [stacks, twins] = [cdktf.stacks(example), cdktn.stacks(example)];
      ok(Object.keys(stacks).length > 0, `${example} has no stack`);
      process.stdout.write(`${example}: ${Object.keys(stacks).join(', ')}\n`);
      deepStrictEqual(twins, stacks);
    }
    for (const consumer of [cdktf, cdktn]) {
      const before = consumer.stacks('quickstart');
      await consumer.synthesiseBundled('quickstart');
      deepStrictEqual(consumer.stacks('quickstart'), before);
      const refused = await consumer.script("library.Checks.of({ node: { path: 'app' } }).acknowledge('nothing', '')");
      ok(refused.includes("no check has the id 'nothing'"), refused);
      // a mistake of the user's begins with the user's line; what fails inside the library names its source
      const failed = await consumer.script("library.Checks.of({ node: { get path() { throw new Error('unreadable'); } } }).acknowledge('nothing', '')");
      ok(/at .*\/src\/checks\/[a-z-]+\.ts:\d+:\d+\)/.test(failed), `the trace doesn't name the source: ${failed}`);
      const closed = await consumer.script('require(`${name}/lib/values/secret-value`)');
      ok(closed.includes('ERR_PACKAGE_PATH_NOT_EXPORTED'), `a file inside the package can be imported: ${closed}`);
      const exported = await consumer.script('console.log(Object.keys(library).length, Object.values(library).every((value) => value !== undefined))');
      ok(/^[1-9]\d true/.test(exported), exported);
    }
    process.stdout.write('quickstart, bundled into one file\n');
    const [inventory, twin] = await Promise.all([cdktf, cdktn].map(async (consumer) => consumer.command('quickstart', ['inventory'])));
    ok(inventory.includes('DB_PASSWORD'), `the inventory of the quickstart lacks DB_PASSWORD: ${inventory}`);
    process.stdout.write('ecs-secrets inventory\n');
    deepStrictEqual(twin, inventory);
    const before = cdktn.stacks('quickstart');
    const forOpenTofu: Record<string, string>[] = [{ opentofu: '>=1.11.0' }, { terraform: '>=1.11.0', opentofu: '>=1.11.0' }];
    for (const targets of forOpenTofu) {
      await cdktn.synthesiseWith(process.execPath, 'quickstart', targets);
      deepStrictEqual(cdktn.stacks('quickstart'), before);
    }
    const programs = [process.execPath, ...process.argv.slice(2).filter((path) => existsSync(path)).map((path) => resolve(path))];
    for (const [tree, consumer, oldest] of [['root', cdktf, 0], ['twin', cdktn, TWIN_NODE]] as const) {
      for (const node of await withOtherNodes(consumer, programs, oldest)) {
        process.stdout.write(`${tree} on Node.js ${node}\n`);
        record({ what: WHAT, ...versionsIn(tree), language: 'TypeScript', node });
      }
    }
    process.stdout.write('all the same\n');
  } finally {
    cdktf.remove();
    cdktn.remove();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
