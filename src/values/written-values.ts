import { createHash } from 'crypto';
import { TerraformProvider, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { enforceReader, readCopied } from './copied-values';
import { SecretValue } from './secret-value';
import { GeneratedValueOptions } from './secret-value-options';
import { ValueGroup } from './value-group';
import { SECRET_VALUE } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { GENERATED_VALUE, WRITE_VERSION } from '../checks/writing';
import { EphemeralResource } from '../terraform/ephemeral-resource';
import { Hcl, compare, hcl, quotedLiteral, valueOf } from '../terraform/hcl';
import { passedTo } from '../terraform/passed-to';
import { isUnresolved } from '../terraform/tokens';
import { variableAddress } from '../terraform/variable-address';

/** A map of values with sorted names. */
export type NamedValues = readonly (readonly [name: string, value: SecretValue])[];

export function sortedValues(values: { [name: string]: SecretValue }): NamedValues {
  return Object.entries(values).sort(([a], [b]) => compare(a, b));
}

/** @throws if it is not a SecretValue, or can't be written */
export function enforceValue(scope: Construct, name: string, value: SecretValue): void {
  enforce(scope, { name, value }, SECRET_VALUE);
  enforce(scope, { name, version: value._version }, WRITE_VERSION);
  if (value._generation) {
    enforce(scope, { name, ...value._generation }, GENERATED_VALUE);
  }
  if (value._stored) {
    enforceReader(scope, name, value._stored);
  }
}

/**
 * What holds the values. Variables are made ephemeral, generated and copied values get their ephemeral resource.
 *
 * @param excluded a character that the store doesn't take
 */
export function groupValues(
  scope: Construct,
  values: NamedValues,
  provider?: TerraformProvider,
  excluded = '',
): ValueGroup[] {
  const groups = [...generateValues(scope, values, provider, excluded), ...readCopied(scope, values, provider)];
  const maps = new Map<TerraformVariable | undefined, string[]>();
  for (const [name, value] of values) {
    const { _variable: variable, _kind: kind } = value;
    if (variable !== undefined) {
      makeEphemeral(scope, name, variable);
    }
    if (value._variableKey === name || kind === 'external') {
      const names = maps.get(variable);
      if (names === undefined) {
        maps.set(variable, [name]);
      } else {
        names.push(name);
      }
    } else if (kind !== 'generated' && kind !== 'stored') {
      const expression = value._expression ?? valueOf(value._literal!);
      groups.push({ names: [name], value: () => expression, literal: value._literal });
    }
  }
  for (const [variable, names] of maps) {
    groups.push({
      names,
      literal: variable === undefined ? SecretValue.PLACEHOLDER : undefined,
      value:
        variable === undefined
          ? () => valueOf(SecretValue.PLACEHOLDER)
          : (name) => hcl`lookup(${variableAddress(variable)}, ${name}, null)`,
    });
  }
  return groups;
}

/**
 * Whether the key of a variable that holds a value is there, as a condition.
 */
export function isGiven({ _variable: variable, _variableKey: key, _expression: expression }: SecretValue): string {
  return variable === undefined || key === undefined || isUnresolved(key)
    ? hcl`${expression!} != null`.toString()
    // nothing in it has to be resolved, which each key would cost twice
    : `\${lookup(${variableAddress(variable)}, ${quotedLiteral(key)}, null) != null}`;
}

function makeEphemeral(scope: Construct, name: string, variable: TerraformVariable): void {
  const stack = TerraformStack.of(scope);
  if (TerraformStack.of(variable) !== stack) {
    throw new ValidationError(
      `value of '${name}' comes from variable '${variable.node.path}' of another stack: its value would ` +
        `pass through that stack's state, declare the variable in stack '${stack.node.id}'`,
      scope,
    );
  }
  variable.addOverride('sensitive', true);
  variable.addOverride('ephemeral', true);
}

/** One ephemeral block per set of options, one instance per name. */
function generateValues(
  scope: Construct,
  values: NamedValues,
  provider: TerraformProvider | undefined,
  excluded: string,
): ValueGroup[] {
  const groups = new Map<string, { options: object; names: string[] }>();
  for (const [name, value] of values) {
    if (value._generation) {
      const options = generationArguments(value._generation, excluded);
      const key = JSON.stringify(options);
      const group = groups.get(key) ?? { options, names: [] };
      group.names.push(name);
      groups.set(key, group);
    }
  }
  return [...groups].map(([key, { options, names }]) => {
    const id =
      groups.size === 1 ? 'Generated' : `Generated-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
    const random = new EphemeralResource(scope, id, {
      type: 'aws_secretsmanager_random_password',
      attributes: { ...options },
      forEach: hcl`toset(${valueOf(names)})`,
      provider,
    });
    return { names, value: (name) => random.attributeOf(name, 'random_password') };
  });
}

function generationArguments(options: GeneratedValueOptions, excluded: string): object {
  const { excludeCharacters = '' } = options;
  return {
    exclude_characters: excludeCharacters.includes(excluded)
      ? options.excludeCharacters
      : `${excludeCharacters}${excluded}`,
    exclude_lowercase: options.excludeLowercase,
    exclude_numbers: options.excludeNumbers,
    exclude_punctuation: options.excludePunctuation,
    exclude_uppercase: options.excludeUppercase,
    include_space: options.includeSpace,
    password_length: options.passwordLength ?? 32,
    require_each_included_type: options.requireEachIncludedType ?? true,
  };
}

/**
 * The `*_wo_version` of a value, as an expression where only Terraform knows it. Plaintext has a digest of the text as
 * its version, so nobody has to raise a number when the text changes.
 */
export function writeVersion({ _kind: kind, _literal: text, _version: version }: SecretValue): number | Hcl {
  if (kind === 'plaintext') {
    return isUnresolved(text) ? plannedDigestNumber(valueOf(text)) : digestNumber(text!);
  }
  return isUnresolved(version) ? valueOf(version) : version;
}

/**
 * The version of a value as somebody else may write it, undefined where Terraform doesn't write the value.
 *
 * @param owner the store that the value is in
 */
export function versionText(
  consumer: IConstruct,
  owner: IConstruct,
  name: string,
  value: SecretValue,
): string | undefined {
  if (value._kind === 'external') {
    return undefined;
  }
  const version = writeVersion(value);
  return typeof version === 'number'
    ? String(version)
    : passedTo(consumer, owner, hcl`tostring(${version})`, `Version-${name}`);
}

/** Above every version that a person would write. */
const ABOVE_VERSIONS = 2 ** 32;

/**
 * 48 bits of a SHA-256 digest, above every version that a person would write.
 */
export function digestNumber(text: string): number {
  return parseInt(createHash('sha256').update(text).digest('hex').slice(0, 12), 16) + ABOVE_VERSIONS;
}

/**
 * The same number for a text that only Terraform knows. A digest of the token's own text would be useless, because
 * that text changes with the order of constructs.
 */
export function plannedDigestNumber(text: Hcl): Hcl {
  return hcl`parseint(substr(sha256(${text}), 0, 12), 16) + ${ABOVE_VERSIONS}`;
}
