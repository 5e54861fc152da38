import { AccessRequirement, Use } from './access-requirement';
import { isUnresolved } from '../terraform/tokens';

/**
 * @param logGroupArn with or without `:*` at its end
 * @param createGroup whether the log driver creates the group
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
export function logRequirements(
  logGroupArn: string,
  createGroup: boolean,
  use: Use,
  stable: (text: string) => string,
): AccessRequirement[] {
  const arn = `${logGroupArn.replace(/:\*$/, '')}:*`;
  const label = stable(arn);
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  return [
    {
      id: `logs ${label} ${createGroup}`,
      grants: [
        {
          actions: createGroup ? ['logs:CreateLogGroup', ...actions] : actions,
          resources: [{ arn, label, length: isUnresolved(arn) ? 600 : arn.length }],
        },
      ],
      uses: [use],
      steady: true,
    },
  ];
}
