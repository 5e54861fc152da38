import { IResolvable } from 'cdktf';
import { Hcl, hcl, joined, valueOf } from '../terraform/hcl';
import { SecretValue } from '../values/secret-value';
import { NamedValues } from '../values/written-values';

/** Key of the secret that holds the version of each value whose version is above 1. */
const VERSIONS = '_versions';

/**
 * The new JSON of a secret: what is stored stays, also keys that Terraform doesn't know. A value is written only where its key is
 * missing, still holds the placeholder, or was stored with another version. Plaintext stands in the code and wins.
 *
 * @param stored the JSON string that AWSCURRENT holds
 * @param removed keys to leave out
 */
export function mergedJson(values: NamedValues, expressions: { [name: string]: string }, stored: string, removed: string[]): Hcl {
  const pick = (is: (value: SecretValue) => boolean) => values.filter(([, value]) => is(value));
  const defaults = asObject(pick((v) => v._kind !== 'plaintext'), (name) => asString(expressions[name]));
  const overrides = asObject(pick((v) => v._kind === 'plaintext'), (name) => asString(expressions[name]));
  const written = pick((v) => v._kind !== 'plaintext' && v._kind !== 'external');
  const versions = Object.fromEntries(written.map(([name, value]) => [name, value._version]));

  const old = hcl`jsondecode(${stored})`;
  const mark = hcl`try(s["${VERSIONS}"][k], 1)`;
  const stale = hcl`(contains(keys(w), k) && (${mark} != lookup(w, k, 1) || try(v == ${valueOf(SecretValue.PLACEHOLDER)}, false)))`;
  const kept = hcl`{ for k, v in s : k => v if !contains(${valueOf([VERSIONS, ...removed])}, k) && !${stale} }`;
  const marks = hcl`{ for k in ["${VERSIONS}"] : k => { for n, i in merge(try(s["${VERSIONS}"], {}), w) : n => i if i > 1 } if anytrue([for i in values(merge(try(s["${VERSIONS}"], {}), w)) : i > 1]) }`;
  // bound once each: s is what is stored, w the versions of what is written
  return hcl`jsonencode([for s in [${old}] : [for w in [tomap(${valueOf(versions)})] : merge(${defaults}, ${kept}, ${overrides}, ${marks})][0]][0])`;
}

/** The ECS agent prints numbers and objects in Go's notation, so each value is stored as a string. */
function asString(expression: string): IResolvable {
  return hcl`tostring(${valueOf(expression)})`;
}

function asObject(values: NamedValues, expression: (name: string) => IResolvable): Hcl {
  return hcl`{${joined(values.map(([name]) => hcl`${valueOf(name)} = ${expression(name)}`), ', ')}}`;
}
