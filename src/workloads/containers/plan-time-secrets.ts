import { Precondition, TerraformLocal } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { acknowledgements } from '../../checks/acknowledgement';
import { ENV_NAME_PATTERN } from '../../checks/names';
import { SecretBinding, SecretEntry } from '../../references/secret-source';
import { CheckBlock } from '../../terraform/check-block';
import { Hcl, hcl, joined, valueOf } from '../../terraform/hcl';

export interface PlanTimeSecretsProps {
  readonly container: string;
  /** Names of plain environment variables. */
  readonly environment: readonly string[];
  /** Entries whose names are known. */
  readonly entries: readonly SecretEntry[];
  readonly bindings: readonly SecretBinding[];
  /** Names that the application needs and that aren't known to be provided. */
  readonly required: readonly string[];
}

/**
 * The secrets of a container some of whose names are only known at plan, as one expression, and what has to be true of
 * them at plan.
 */
export class PlanTimeSecrets {
  /** @returns undefined if all names are known at synth */
  public static of(scope: IConstruct, props: PlanTimeSecretsProps): PlanTimeSecrets | undefined {
    return props.bindings.some((binding) => binding.lists?.length) ? new PlanTimeSecrets(scope, props) : undefined;
  }

  /** A list of objects with name and valueFrom, sorted by name. */
  public readonly entries: Hcl;
  public readonly preconditions: Precondition[];

  private constructor(scope: IConstruct, props: PlanTimeSecretsProps) {
    const lists = props.bindings.flatMap((binding) => binding.lists ?? []);
    const known = hcl`[${joined(
      props.entries.map(({ name, valueFrom }) => hcl`{ name = ${valueOf(name)}, valueFrom = ${valueOf(valueFrom)} }`),
      ', ',
    )}]`;
    const planned = lists.map((list) => hcl`[for e in ${list.entries} : { name = e.name, valueFrom = e.valueFrom }]`);
    const all = new TerraformLocal(
      scope as Construct,
      `Secrets-${props.container}`,
      hcl`concat(${joined([known, ...planned], ', ')})`,
    );
    const names = hcl`${all.asString}[*].name`;
    const twice = hcl`[for n in distinct(${names}) : n if length([for m in ${names} : m if m == n]) > 1]`;
    const expected = [...new Set(props.bindings.flatMap((binding) => binding.expectedNames ?? []))].sort();

    // a name that occurs twice fails the precondition, not this expression
    this.entries = hcl`[for n, e in { for e in ${all.asString} : e.name => e... } : e[0]]`;
    warnAtPlan(scope, props.container, names);
    this.preconditions = [
      condition(
        hcl`length(${twice}) == 0`,
        `container '${props.container}': ${text(twice)} is in secrets twice: leave it out of one source`,
        scope,
      ),
      failsFor(props, scope, (environment) => hcl`setintersection(toset(${names}), toset(${valueOf(environment)}))`),
      fulfilled(
        scope,
        all,
        hcl`can(regex("^[^=]+$", e.name))`,
        (odd) =>
          `container '${props.container}': '${odd}' is not a valid environment variable name: leave '=' ` +
          'out, and give it a name',
      ),
      // an ARN has six parts, or seven, and behind a secret's there are three more
      fulfilled(
        scope,
        all,
        hcl`contains([6, 7, 10], length(split(":", e.valueFrom)))`,
        (odd) =>
          `container '${props.container}': the JSON key of ${odd} contains a colon, so that ECS can't find ` +
          'it: rename the key in the secret',
      ),
      ...missing(
        expected,
        names,
        (absent) => `container '${props.container}': ${absent} is selected, but the source has no such name`,
        scope,
      ),
      ...missing(
        props.required,
        names,
        (absent) => `container '${props.container}': the application needs ${absent}, which nothing provides`,
        scope,
      ),
    ];
  }
}

/** What has to be true of each entry `e`. */
function fulfilled(
  scope: IConstruct,
  all: TerraformLocal,
  isRight: Hcl,
  message: (odd: string) => string,
): Precondition {
  const odd = hcl`[for e in ${all.asString} : e.name if !${isRight}]`;
  return condition(hcl`length(${odd}) == 0`, message(text(odd)), scope);
}

/** The warning that synth gives for names known at synth, here at plan. */
function warnAtPlan(scope: IConstruct, container: string, names: Hcl): void {
  new CheckBlock(scope as Construct, `Names-${container}`, () => {
    const acknowledged = acknowledgements(scope, ENV_NAME_PATTERN.id).map((known) => known.names);
    if (acknowledged.includes(undefined)) {
      return undefined;
    }
    const known = valueOf(acknowledged.flatMap((list) => list ?? []));
    const odd = hcl`[for n in ${names} : n if !can(regex("^[A-Za-z_][A-Za-z0-9_]*$", n)) && !contains(${known}, n)]`;
    const { fix, id } = ENV_NAME_PATTERN;
    const message = `container '${container}': a shell can't read ${text(odd)}: ${fix} (${scope.node.path}) [${id}]`;
    return { condition: hcl`length(${odd}) == 0`, errorMessage: message };
  });
}

function failsFor(
  { container, environment }: PlanTimeSecretsProps,
  scope: IConstruct,
  both: (environment: readonly string[]) => Hcl,
): Precondition {
  const names = both(environment);
  return condition(
    hcl`length(${names}) == 0`,
    `container '${container}': ${text(names)} is both in environment and in secrets: remove one of them`,
    scope,
  );
}

function missing(
  wanted: readonly string[],
  names: Hcl,
  message: (absent: string) => string,
  scope: IConstruct,
): Precondition[] {
  const absent = hcl`setsubtract(toset(${valueOf(wanted)}), toset(${names}))`;
  return wanted.length === 0 ? [] : [condition(hcl`length(${absent}) == 0`, message(text(absent)), scope)];
}

function condition(expression: Hcl, message: string, scope: IConstruct): Precondition {
  return { condition: expression.toString(), errorMessage: `${message} (${scope.node.path})` };
}

/** The names in a message. */
function text(names: Hcl): string {
  return hcl`join(", ", ${names})`.toString();
}
