import { IConstruct } from 'constructs';
import { addAcknowledgement } from './acknowledgement';
import { TEXTS } from './api-shape';
import { didYouMean } from './nearest';
import { PROP_TYPES, propsOf } from './prop-types';
import { enforce } from './rule';
import { RULES } from './rules';
import { ValidationError } from './validation-error';

/**
 * What an acknowledgement is limited to.
 */
export interface AcknowledgeOptions {
  /**
   * Names that the warning is about, like environment variables.
   *
   * @default - all
   */
  readonly names?: string[];
}

const OPTIONS = propsOf<AcknowledgeOptions>({}, { names: TEXTS });

/**
 * The checks at synth, for a construct and everything below it.
 *
 * @see https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets/blob/main/docs/checks.md
 */
export class Checks {
  /**
   * The checks of a construct and everything below it.
   */
  public static of(scope: IConstruct): Checks {
    return new Checks(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Silences a warning or a note, for instance of an environment variable that only sounds like a secret. It doesn't
   * matter whether what warns is there already. Errors can't be acknowledged: AWS would refuse what they are about.
   *
   * @param id what stands in brackets behind the message
   * @param reason why it is meant to be so, for whoever reads the code
   * @throws if no rule has the id, if it is an error, or if there is no reason
   */
  public acknowledge(id: string, reason: string, options: AcknowledgeOptions = {}): void {
    enforce(this.scope, { props: options, ...OPTIONS }, PROP_TYPES);
    const rule = RULES.find((known) => known.id === id);
    if (rule === undefined) {
      const ids = RULES.filter(({ level = 'error' }) => level !== 'error').map((known) => known.id);
      throw new ValidationError(
        `no check has the id '${id}'${
          didYouMean(
            id,
            RULES.map((known) => known.id),
          ) || `: it can be ${ids.join(', ')}`
        }`,
        this.scope,
      );
    }
    if (rule.level === undefined || rule.level === 'error') {
      throw new ValidationError(
        `'${id}' is an error, which can't be acknowledged because it fails at AWS: ${rule.fix}`,
        this.scope,
      );
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new ValidationError(`'${id}' is acknowledged without a reason: say why it is meant to be so`, this.scope);
    }
    addAcknowledgement(this.scope, { id, reason, names: options.names });
  }
}
