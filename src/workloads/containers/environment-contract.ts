import { TEXT } from '../../checks/api-shape';
import { ENVIRONMENT_NAME } from '../../checks/container';
import { PROP_TYPES } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import { readDotenvNames } from '../../files/dotenv-names';

/**
 * The environment variables that an application needs, as it says itself. A container with a contract is checked at
 * synth: each required name must come from its environment or its secrets.
 *
 * Nothing has to provide what ECS itself sets, like `AWS_REGION` and `ECS_CONTAINER_METADATA_URI_V4`, and what every
 * container has, like `PATH`. Mark what the image sets as optional.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export class EnvironmentContract {
  /**
   * The names of a dotenv file, like an application's `.env.example`; its values are ignored. A name is optional if a
   * comment behind its value begins with `optional`: `SENTRY_DSN= # optional, no reports without it`.
   *
   * @param path absolute or relative to the working directory
   * @throws if the file can't be read, or a line in it isn't `NAME=value`; values never appear
   */
  public static fromDotenv(path: string): EnvironmentContract {
    const names = readDotenvNames(path);
    return new EnvironmentContract(
      names.filter((entry) => !entry.optional).map((entry) => entry.name),
      names.map((entry) => entry.name),
    );
  }

  /**
   * These names, all required.
   *
   * @throws if one is not an environment variable's
   */
  public static of(...names: string[]): EnvironmentContract {
    names.forEach(enforceName);
    return new EnvironmentContract(names, names);
  }

  /**
   * Names that something has to provide, sorted.
   */
  public readonly requiredNames: string[];
  /**
   * Names that the application does without, sorted.
   */
  public readonly optionalNames: string[];

  private constructor(required: string[], all: string[]) {
    const needed = new Set(required);
    this.requiredNames = [...needed].sort();
    this.optionalNames = [...new Set(all)].filter((name) => !needed.has(name)).sort();
  }

  /**
   * The same contract, with these names optional, whether it had them or not.
   *
   * @throws if one is not an environment variable's
   */
  public optional(...names: string[]): EnvironmentContract {
    names.forEach(enforceName);
    const required = this.requiredNames.filter((name) => !names.includes(name));
    return new EnvironmentContract(required, [...this.requiredNames, ...this.optionalNames, ...names]);
  }
}

function enforceName(name: string): void {
  enforce(undefined, { props: { name }, required: { name: TEXT } }, PROP_TYPES);
  enforce(undefined, { name }, ENVIRONMENT_NAME);
}
