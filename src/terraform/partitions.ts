/** A group of Regions with ARNs and host names of its own. */
interface Partition {
  readonly id: string;
  readonly regions: RegExp;
  readonly dnsSuffix: string;
  /** What image registries end in where they are also reached over IPv6. */
  readonly dualStackSuffix?: string;
}

/** @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const PARTITIONS: readonly Partition[] = [
  { id: 'aws-cn', regions: /^cn-/, dnsSuffix: 'amazonaws.com.cn', dualStackSuffix: 'on.amazonwebservices.com.cn' },
  { id: 'aws-us-gov', regions: /^us-gov-/, dnsSuffix: 'amazonaws.com', dualStackSuffix: 'on.aws' },
  { id: 'aws-eusc', regions: /^eusc-/, dnsSuffix: 'amazonaws.eu', dualStackSuffix: 'on.amazonwebservices.eu' },
  { id: 'aws-iso', regions: /^us-iso-/, dnsSuffix: 'c2s.ic.gov' },
  { id: 'aws-iso-b', regions: /^us-isob-/, dnsSuffix: 'sc2s.sgov.gov' },
  { id: 'aws-iso-e', regions: /^eu-isoe-/, dnsSuffix: 'cloud.adc-e.uk' },
  { id: 'aws-iso-f', regions: /^us-isof-/, dnsSuffix: 'csp.hci.ic.gov' },
  {
    id: 'aws',
    regions: /^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'on.aws',
  },
];

/** The partition of a Region, undefined for one that nobody knows yet. */
export function partitionOfRegion(region: string): string | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region))?.id;
}

/** Domain of the AWS services of a partition. */
export function dnsSuffixOf(partition: string): string {
  return PARTITIONS.find(({ id }) => id === partition)?.dnsSuffix ?? 'amazonaws.com';
}

/** What host names of private image registries end in, as one alternative of a regular expression. */
export const REGISTRY_SUFFIXES = [
  ...new Set(PARTITIONS.flatMap(({ dnsSuffix, dualStackSuffix = dnsSuffix }) => [dnsSuffix, dualStackSuffix])),
].map((suffix) => suffix.replace(/\./g, '[.]')).join('|');
