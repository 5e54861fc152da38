import { AccessRequirement, Use } from './access-requirement';
import { hcl, quoted, splitTokens, valueOf } from '../terraform/hcl';
import { REGISTRY_SUFFIXES } from '../terraform/partitions';
import { isUnresolved } from '../terraform/tokens';

/** An image of a private ECR registry in any partition, as JavaScript and Terraform's `regexall` both read it. */
const ECR_IMAGE = `^([0-9]{12})[.]dkr[.-]ecr(?:-fips)?[.]([a-z0-9-]+)[.](?:${REGISTRY_SUFFIXES})/([^:@]+)`;

/**
 * The ARN of the repository that an image is pulled from; undefined for an image of another registry than ECR. If the
 * image is only known at plan, Terraform works the ARN out, which names nothing where the registry isn't ECR.
 */
export function repositoryArnOf(image: string, partition: () => string): string | undefined {
  const [head] = splitTokens(image);
  const match = head === undefined || head.token ? null : head.text.match(new RegExp(ECR_IMAGE));
  // a repository whose name ends in front of the first token is known
  if (isUnresolved(image) && (match === null || match[0].length === head.text.length)) {
    const nothing = `arn:${partition()}:ecr:::repository/none`;
    const found = hcl`format("arn:%s:ecr:%s:%s:repository/%s", ${quoted(partition())}, m[1], m[0], m[2])`;
    const matches = hcl`regexall(${valueOf(ECR_IMAGE)}, ${quoted(image)})`;
    return hcl`concat([for m in ${matches} : ${found}], [${quoted(nothing)}])[0]`.toString();
  }
  return match ? `arn:${partition()}:ecr:${match[2]}:${match[1]}:repository/${match[3]}` : undefined;
}

/**
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
 */
export function pullRequirements(
  repositoryArn: string,
  use: Use,
  stable: (text: string) => string,
): AccessRequirement[] {
  const label = stable(repositoryArn);
  return [
    {
      id: 'ecr *',
      grants: [{ actions: ['ecr:GetAuthorizationToken'], resources: [{ arn: '*', label: '*', length: 1 }] }],
      uses: [use],
      steady: true,
    },
    {
      id: `ecr ${label}`,
      grants: [
        {
          actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          resources: [{ arn: repositoryArn, label, length: isUnresolved(repositoryArn) ? 320 : repositoryArn.length }],
        },
      ],
      uses: [use],
      steady: true,
    },
  ];
}

/**
 * @param arn of one or more repositories
 * @param createRepository whether a pull creates the repository that is missing
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export function pullThroughCacheRequirement(
  arn: string,
  createRepository: boolean,
  use: Use,
  stable: (text: string) => string,
): AccessRequirement {
  const label = stable(arn);
  const actions = ['ecr:BatchImportUpstreamImage', ...(createRepository ? ['ecr:CreateRepository'] : [])];
  const resources = [{ arn, label, length: isUnresolved(arn) ? 320 : arn.length }];
  return { id: `ecr cache ${label} ${createRepository}`, grants: [{ actions, resources }], uses: [use], steady: true };
}
