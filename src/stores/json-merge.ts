import { VERSIONS_KEY } from './versions-key';
import { Hcl, hcl, valueOf } from '../terraform/hcl';
import { SecretValue, SecretValueKind } from '../values/secret-value';
import { ValueGroup, objectOf } from '../values/value-group';
import { NamedValues, writeVersion } from '../values/written-values';


/**
 * What a secret should hold.
 */
export interface JsonContent {
  /** Name → value, for what is written once and then only with another version; an object expression. */
  readonly written: Hcl;
  /** Name → version of each of them, 0 for what always wins; a map expression. */
  readonly versions: Hcl;
  /** Name → value, for what is only a placeholder; an object expression. */
  readonly placeholders: Hcl;
  /** Name → value, for what always wins; an object expression. */
  readonly fixed: Hcl;
  /** Keys to leave out. */
  readonly removed: readonly string[];
  /**
   * Name → version of what people write, as it is counted when Terraform writes the entry again; a map expression.
   * Where it is given, keys that the content doesn't have are theirs too.
   */
  readonly external?: Hcl;
}

/**
 * The content for values whose names are known at synth.
 */
export function contentOf(values: NamedValues, groups: readonly ValueGroup[], removed: readonly string[]): JsonContent {
  const kinds = new Map(values.map(([name, { _kind }]) => [name, _kind]));
  const pick = (is: (kind: SecretValueKind) => boolean) =>
    objectOf(
      groups.filter(({ names }) => is(kinds.get(names[0])!)),
      asString,
    );
  const isWritten = (kind: SecretValueKind) => kind !== 'plaintext' && kind !== 'external';
  return {
    written: pick(isWritten),
    // a value that takes the place of plaintext finds a version that isn't its own, and is written
    versions: versionsOf(
      values
        .filter(([, v]) => v._kind !== 'external')
        .map(([name, v]) => [name, isWritten(v._kind) ? writeVersion(v) : 0]),
    ),
    external: versionsOf(values.filter(([, v]) => v._kind === 'external').map(([name, v]) => [name, writeVersion(v)])),
    placeholders: pick((kind) => kind === 'external'),
    fixed: pick((kind) => kind === 'plaintext'),
    removed,
  };
}

function versionsOf(versions: readonly (readonly [string, number | Hcl])[]): Hcl {
  const [[, first] = ['', 0], ...rest] = versions;
  return rest.length > 0 && rest.every(([, version]) => version === first)
    ? hcl`tomap({ for k in ${valueOf(versions.map(([name]) => name))} : k => ${first} })`
    : hcl`tomap(${valueOf(Object.fromEntries(versions))})`;
}

/**
 * The new JSON of a secret: what is stored stays, also keys that Terraform doesn't know. A value is written only where
 * its key is missing, still holds the placeholder, or was stored with another version.
 *
 * Once people own a key, because it is external or left out of the map, its version is kept as a negative number. If
 * Terraform gets the key back, it writes it only with a version that is neither that number nor 1, since nobody asked
 * for another value then.
 *
 * @param stored the JSON string that AWSCURRENT holds; a precondition has to see to it that it is an object, and the
 * versions are numbers
 */
export function mergedJson(content: JsonContent, stored: string | Hcl): Hcl {
  const mark = hcl`try(tonumber(s[${valueOf(VERSIONS_KEY)}][k]), 1)`;
  const otherVersion = hcl`(${mark} < 0 ? !contains([1, -${mark}], lookup(w, k, 1)) : ${mark} != lookup(w, k, 1))`;
  const outdated = hcl`${otherVersion} || v == ${valueOf(SecretValue.PLACEHOLDER)}`;
  const stale = hcl`(contains(keys(w), k) && (${outdated}))`;
  const given = valueOf([VERSIONS_KEY, ...content.removed]);
  const kept = hcl`{ for k, v in s : k => v if !contains(${given}, k) && !${stale} }`;
  const marks = hcl`{ for k, m in {${valueOf(VERSIONS_KEY)} = ${marksOf(content)}} : k => m if length(m) > 0 }`;
  const merged = hcl`merge(${content.placeholders}, ${content.written}, ${kept}, ${content.fixed}, ${marks})`;
  // bound once each: s is what is stored, w the versions of what is written
  const whole = hcl`[for w in [${content.versions}] : ${merged}][0]`;
  return hcl`jsonencode([for s in [try(jsondecode(${stored}), {})] : ${whole}][0])`;
}

/** The versions to keep. A key that isn't listed has version 1. */
function marksOf({ external, removed }: JsonContent): Hcl {
  const stored = hcl`try(s[${valueOf(VERSIONS_KEY)}], {})`;
  const others = external
    ? hcl`{ for n, i in ${stored} : n => i == 0 ? 1 : -abs(i) }, { for n, i in ${external} : n => -i if i != 1 }`
    : stored;
  const there = removed.length > 0 ? hcl` && !contains(${valueOf(removed)}, n)` : '';
  return hcl`{ for n, i in merge(${others}, w) : n => i if i != 1${there} }`;
}

/** The ECS agent prints numbers and objects in Go's notation, so each value is stored as a string. */
function asString(expression: Hcl): Hcl {
  return hcl`tostring(${expression})`;
}
