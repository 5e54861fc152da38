/** Calls that need no permission. The last one is how the provider looks for its account's number where it isn't to check its credentials. */
export const FREE = ['sts:GetCallerIdentity', 'iam:GetUser'];

/** What AWS asks for besides, by service, where something is created with tags. */
export const TAGGING: { readonly [service: string]: string } = {
  batch: 'batch:TagResource',
  ecs: 'ecs:TagResource',
  events: 'events:TagResource',
  iam: 'iam:TagRole',
  lambda: 'lambda:TagResource',
  logs: 'logs:TagResource',
  secretsmanager: 'secretsmanager:TagResource',
  sqs: 'sqs:TagQueue',
  ssm: 'ssm:AddTagsToResource',
  states: 'states:TagResource',
};
