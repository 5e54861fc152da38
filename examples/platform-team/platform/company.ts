/** What is the same for every team. */
export const COMPANY = {
  region: 'eu-central-1',
  account: '123456789012',
  /** The account that holds what the whole company shares, and its customer key. */
  securityAccount: '210987654321',
  cluster: 'main',
  subnets: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/service-boundary',
};

export const CLUSTER_ARN = `arn:aws:ecs:${COMPANY.region}:${COMPANY.account}:cluster/${COMPANY.cluster}`;

/** Where images come from. */
export function imageOf(image: string): string {
  return `${COMPANY.account}.dkr.ecr.${COMPANY.region}.amazonaws.com/${image}`;
}
