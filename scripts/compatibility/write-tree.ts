import { VARIANTS, writeTree } from './tree';

const [name] = process.argv.slice(2);
if (!(name in VARIANTS)) {
  throw new Error(`there is no '${name}': give one of ${Object.keys(VARIANTS).join(', ')}`);
}
process.stdout.write(`${writeTree(name)}\n`);
