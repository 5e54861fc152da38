import { Hcl, hcl, joined, valueOf } from '../terraform/hcl';

/**
 * Values that are the same expression of their names.
 */
export interface ValueGroup {
  readonly names: readonly string[];
  /**
   * The expression that gives a value.
   *
   * @param name an expression for one of the names
   */
  readonly value: (name: Hcl) => Hcl;
  /** The value, where it is known at synth. */
  readonly literal?: string;
}

/**
 * The values as an object expression of their names.
 */
export function objectOf(groups: readonly ValueGroup[], map: (value: Hcl) => Hcl = (value) => value): Hcl {
  const [many, single] = [
    groups.filter(({ names }) => names.length > 1),
    groups.filter(({ names }) => names.length === 1),
  ];
  const entries = single.map(({ names: [name], value }) => hcl`${valueOf(name)} = ${map(value(valueOf(name)))}`);
  const objects = many.map(({ names, value }) => hcl`{ for k in ${valueOf(names)} : k => ${map(value(hcl`k`))} }`);
  if (entries.length > 0 || objects.length === 0) {
    objects.push(hcl`{${joined(entries, ', ')}}`);
  }
  return objects.length === 1 ? objects[0] : hcl`merge(${joined(objects, ', ')})`;
}
