import { Construct, IConstruct } from 'constructs';
import { SecretSelection } from './secret-selection';
import { ISecretSource, SecretBinding } from './secret-source';

/**
 * A construct that gives secrets, of which a container can get a part, or get them under other names.
 */
export abstract class SelectableSource extends Construct implements ISecretSource {
  /**
   * Only these names.
   *
   * @throws where the source is used, if it doesn't have one of them; of names that are only known at plan, the plan
   * tells
   */
  public only(...names: string[]): SecretSelection {
    return SecretSelection.of(this).only(...names);
  }

  /**
   * All but these names.
   *
   * @throws where the source is used, if it doesn't have one of them; of names that are only known at plan, the plan
   * tells
   */
  public except(...names: string[]): SecretSelection {
    return SecretSelection.of(this).except(...names);
  }

  /**
   * The same values under other names, given as `{ FROM: 'TO' }`.
   *
   * @throws where the source is used, if it doesn't have one of them; of names that are only known at plan, the plan
   * tells
   */
  public renamed(names: { [from: string]: string }): SecretSelection {
    return SecretSelection.of(this).renamed(names);
  }

  public abstract bindSecrets(scope: IConstruct): SecretBinding;
}
