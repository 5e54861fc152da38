/**
 * What the stores cost, in US dollars, in most Regions of the partition `aws`. Free tiers and taxes aren't counted.
 */
export const PRICES = {
  date: '2026-11-22',
  sources: [
    'https://aws.amazon.com/secrets-manager/pricing/',
    'https://aws.amazon.com/systems-manager/pricing/#Parameter_Store',
    'https://aws.amazon.com/kms/pricing/',
  ],
  /** A secret, and each replica of it. */
  secretPerMonth: 0.4,
  secretCallsPer10000: 0.05,
  /** A standard parameter costs nothing. */
  advancedParameterPerMonth: 0.05,
  /** A customer key; one that AWS manages costs nothing. */
  keyPerMonth: 1,
} as const;
