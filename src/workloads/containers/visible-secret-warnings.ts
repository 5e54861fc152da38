import { IConstruct } from 'constructs';
import { FirelensConfiguration, LogConfiguration } from './log-configuration';
import { COMMAND_SECRET_LITERAL, ENV_SECRET_LITERAL, OPTION_SECRET_LITERAL } from '../../checks/literals';
import { Rule } from '../../checks/rule';
import { UNRENDERED_VALUE, templateHint } from '../../checks/template';
import { warn, warnOfNames } from '../../checks/warnings';
import { isUnresolved } from '../../terraform/tokens';

/** Where a container has text that everybody can see. */
export interface VisibleText {
  readonly name: string;
  readonly environment?: { [name: string]: string };
  readonly command?: string[];
  readonly entryPoint?: string[];
  readonly dockerLabels?: { [name: string]: string };
  readonly logConfiguration?: LogConfiguration;
  readonly firelensConfiguration?: FirelensConfiguration;
}

/**
 * Warns of secrets that stand where everybody can see them.
 */
export function warnOfVisibleSecrets(scope: IConstruct, definition: VisibleText): void {
  const {
    name: container,
    environment,
    command,
    entryPoint,
    dockerLabels,
    logConfiguration,
    firelensConfiguration,
  } = definition;
  const check = (
    texts: object | undefined,
    rule: Rule<{ container: string; name: string; value: unknown }>,
    nameOf = (name: string) => name,
  ) => {
    if (!isUnresolved(texts)) {
      Object.entries(texts ?? {}).forEach(([name, value]) =>
        warn(scope, { container, name: nameOf(name), value }, rule, nameOf(name)),
      );
    }
  };
  check(environment, ENV_SECRET_LITERAL);
  check(logConfiguration?.options, OPTION_SECRET_LITERAL);
  check(firelensConfiguration?.options, OPTION_SECRET_LITERAL);
  check(command, COMMAND_SECRET_LITERAL, (i) => `command[${i}]`);
  check(entryPoint, COMMAND_SECRET_LITERAL, (i) => `entryPoint[${i}]`);
  check(dockerLabels, COMMAND_SECRET_LITERAL, (name) => `dockerLabels.${name}`);
}

/** Warns of values that look like templates which nobody rendered. */
export function warnOfTemplates(
  scope: IConstruct,
  container: string,
  environment: { readonly [name: string]: string },
): void {
  const names = Object.entries(environment)
    .filter(([, value]) => typeof value === 'string' && templateHint(value) !== undefined)
    .map(([name]) => name)
    .sort();
  warnOfNames(scope, names, (left) => ({ container, names: left }), UNRENDERED_VALUE);
}
