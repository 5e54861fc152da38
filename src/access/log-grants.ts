import { Token } from 'cdktf';
import { Grant } from './statement';

/**
 * @param logGroupArn without `:*` at its end
 * @param createGroup whether the log driver creates the group
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
export function logGrants(logGroupArn: string, createGroup: boolean, stable: (text: string) => string): Grant[] {
  const arn = `${logGroupArn.replace(/:\*$/, '')}:*`;
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  return [
    {
      actions: createGroup ? ['logs:CreateLogGroup', ...actions] : actions,
      resources: [{ arn, label: stable(arn), length: Token.isUnresolved(arn) ? 600 : arn.length }],
    },
  ];
}
