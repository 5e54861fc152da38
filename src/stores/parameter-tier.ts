/**
 * Storage classes of Parameter Store.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export enum ParameterTier {
  /** Values up to 4 KB, free of charge. */
  STANDARD = 'Standard',
  /** Values up to 8 KB, charged per parameter. */
  ADVANCED = 'Advanced',
  /** Standard unless the value or its policies need more. */
  INTELLIGENT_TIERING = 'Intelligent-Tiering',
}
