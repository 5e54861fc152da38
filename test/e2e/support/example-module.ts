import { emulated } from './synthesis';

/** Services need a network, databases take minutes, and what rotates or redeploys refers to them. None of it says anything about a reference. */
const LEFT_OUT = /^aws_(ecs_service|rds_.*|db_.*|.*security_group.*|serverlessapplicationrepository_.*|secretsmanager_secret_rotation|cloudwatch_.*|sfn_.*|sqs_.*)$/;

/**
 * The part of an example's stack that concerns secrets, as a module.
 *
 * @param managedSecretArn the secret of a database whose password RDS manages
 */
export function exampleModule(text: string, managedSecretArn: string): object {
  const { resource, terraform, ...configuration } = emulated(JSON.parse(text.replace(/\baws_(rds_cluster|db_instance)\.\w+\./g, 'local.database.')));
  const kept = Object.entries<object>(resource).filter(([type]) => !LEFT_OUT.test(type)).map(([type, all]) =>
    [type, Object.fromEntries(Object.entries(all).filter(([id]) => !id.startsWith('Redeploy')))] as const);
  const { backend: _, ...settings } = terraform;
  const database = { address: 'db.example.com', endpoint: 'db.example.com', master_user_secret: [{ secret_arn: managedSecretArn }] };
  return {
    ...configuration,
    terraform: settings,
    locals: { ...configuration.locals, database },
    resource: Object.fromEntries(kept.filter(([, all]) => Object.keys(all).length > 0)),
  };
}
