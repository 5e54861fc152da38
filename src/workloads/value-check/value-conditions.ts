import { SecretEntry, SecretStore, SecretVerification } from '../../references/secret-source';
import { Hcl, hcl, valueOf } from '../../terraform/hcl';
import { SecretValue } from '../../values/secret-value';

/** An environment variable whose value the plan looks at. */
export interface GatedSecret {
  readonly container: string;
  readonly entry: SecretEntry;
  readonly verification: SecretVerification;
}

/** A condition on a stored value; its message tells nothing of the value. */
export interface ValueCondition {
  readonly condition: Hcl;
  readonly errorMessage: string;
}

/**
 * What has to hold for a text that has been read, so that its users get what they expect. Only one condition at a time
 * speaks about a value.
 *
 * @param text the parameter's value, or the secret's string
 */
export function valueConditions(text: string, users: readonly GatedSecret[], path: string): ValueCondition[] {
  const [{ entry: { read }, verification }] = users;
  const parameter = read.store === SecretStore.PARAMETER_STORE;
  const version = verification.versionStage ?? verification.versionId;
  const stored =
    `${parameter ? 'parameter' : 'secret'} ` +
    `${read.storedName ?? read.arn}${version === undefined ? '' : ` (version ${version})`}`;
  const byKey = new Map<string | undefined, GatedSecret[]>();
  users.forEach((user) =>
    byKey.set(user.verification.jsonKey, [...(byKey.get(user.verification.jsonKey) ?? []), user]),
  );
  const conditions = [...byKey].flatMap(([key, ofKey]) => {
    const told = (problem: string, fix: string) => `${namesOf(ofKey)}: ${problem}: ${fix} (${path})`;
    return key === undefined ? wholeConditions(text, stored, told) : keyConditions(text, key, stored, told);
  });
  const keyed = users.filter((user) => user.verification.jsonKey !== undefined);
  return keyed.length === 0
    ? conditions
    : [
      {
        condition: hcl`can(keys(jsondecode(${text})))`,
        errorMessage:
            `${namesOf(keyed)}: ${stored} holds no JSON object: store one, like ` +
            `{"${keyed[0].verification.jsonKey}": "…"} (${path})`,
      },
      ...conditions,
    ];
}

type Told = (problem: string, fix: string) => string;

function wholeConditions(text: string, stored: string, told: Told): ValueCondition[] {
  return [
    {
      condition: hcl`${text} != ${valueOf(SecretValue.PLACEHOLDER)}`,
      errorMessage: told(`${stored} still holds the placeholder`, 'set its value'),
    },
    {
      condition: hcl`try(length(${text}) > 0, false)`,
      errorMessage: told(`${stored} is empty or no text`, 'set its value'),
    },
  ];
}

/** ECS prints what is not text in Go's notation: `<nil>`, `map[a:1]`, `1e+06`. */
function keyConditions(text: string, key: string, stored: string, told: Told): ValueCondition[] {
  const json = hcl`jsondecode(${text})`;
  const value = hcl`${json}[${valueOf(key)}]`;
  const what = `key '${key}' of ${stored}`;
  return [
    {
      condition: hcl`try(contains(keys(${json}), ${valueOf(key)}), true)`,
      errorMessage: told(`${stored} has no key '${key}'`, 'add it, or correct the name'),
    },
    {
      condition: hcl`try(${value} != ${valueOf(SecretValue.PLACEHOLDER)}, true)`,
      errorMessage: told(`${what} still holds the placeholder`, 'set its value'),
    },
    {
      condition: hcl`try(${value} != "" && ${value} != null, true)`,
      errorMessage: told(`${what} is empty`, 'set its value'),
    },
    {
      condition: hcl`!can(${value}) || can(tostring(${value}))`,
      errorMessage: told(`${what} is an object or a list`, 'store text'),
    },
    {
      condition: hcl`try(abs(${value}) < 1000000 || startswith(jsonencode(${value}), "\\""), true)`,
      errorMessage: told(`${what} is a number that ECS would print like 1e+06`, 'store it in quotes'),
    },
  ];
}

function namesOf(users: readonly GatedSecret[]): string {
  const containers = [...new Set(users.map(({ container }) => container))];
  const named = containers.map((container) => {
    const names = users.filter((user) => user.container === container).map(({ entry }) => `'${entry.name}'`);
    return `container '${container}': ${[...new Set(names)].join(', ')}`;
  });
  return named.join('; ');
}
