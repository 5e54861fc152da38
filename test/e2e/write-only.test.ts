import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DocdbCluster } from '@cdktf/provider-aws/lib/docdb-cluster';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RedshiftCluster } from '@cdktf/provider-aws/lib/redshift-cluster';
import { RedshiftserverlessNamespace } from '@cdktf/provider-aws/lib/redshiftserverless-namespace';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { Emulator } from './support/emulator';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { JsonSecret, SecretValue, WriteOnlyValue } from 'cdktf-ecs-secrets';

jest.setTimeout(180_000);

/** What a resource with a write-only argument takes, by `TYPE.ARGUMENT`; the stores of this library are not among them. */
const USES: { readonly [argument: string]: (stack: TerraformStack, value: string, version: number) => unknown } = {
  'aws_db_instance.password_wo': (stack, passwordWo, passwordWoVersion) => new DbInstance(stack, 'Instance', {
    instanceClass: 'db.t4g.micro', engine: 'postgres', allocatedStorage: 20, username: 'app', skipFinalSnapshot: true, passwordWo, passwordWoVersion,
  }),
  'aws_docdb_cluster.master_password_wo': (stack, masterPasswordWo, masterPasswordWoVersion) => new DocdbCluster(stack, 'Documents', {
    masterUsername: 'app', skipFinalSnapshot: true, masterPasswordWo, masterPasswordWoVersion,
  }),
  'aws_rds_cluster.master_password_wo': (stack, masterPasswordWo, masterPasswordWoVersion) => new RdsCluster(stack, 'Cluster', {
    engine: 'aurora-postgresql', masterUsername: 'app', skipFinalSnapshot: true, masterPasswordWo, masterPasswordWoVersion,
  }),
  'aws_redshift_cluster.master_password_wo': (stack, masterPasswordWo, masterPasswordWoVersion) => new RedshiftCluster(stack, 'Warehouse', {
    clusterIdentifier: 'warehouse', nodeType: 'ra3.large', masterUsername: 'app', skipFinalSnapshot: true, masterPasswordWo, masterPasswordWoVersion,
  }),
  'aws_redshiftserverless_namespace.admin_user_password_wo': (stack, adminUserPasswordWo, adminUserPasswordWoVersion) =>
    new RedshiftserverlessNamespace(stack, 'Namespace', { namespaceName: 'warehouse', adminUsername: 'app', adminUserPasswordWo, adminUserPasswordWoVersion }),
};
const STORES = ['aws_secretsmanager_secret_version.secret_string_wo', 'aws_ssm_parameter.value_wo'];

function configuration(version: number): any {
  return stackOf((stack) => {
    const values = new TerraformVariable(stack, 'values', { type: 'map(string)', default: {} });
    const value = SecretValue.fromVariableKey(values, 'DB_PASSWORD', { version });
    new JsonSecret(stack, 'Secret', { secretName: 'database', jsonSecret: { DB_PASSWORD: value } });
    const password = new WriteOnlyValue(stack, 'Password', { value });
    Object.values(USES).forEach((use) => use(stack, password.value, password.version));
  });
}

describeReal('write-only arguments of other resources', () => {
  const known = { DB_PASSWORD: 'correct-Horse-7-battery' };
  let emulator: Emulator;
  let workspace: Workspace;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(configuration(3));
    await workspace.init();
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('each that the provider has is tried here, or is a store\'s own', async () => {
    expect(await workspace.writeOnlyArguments()).toEqual([...Object.keys(USES), ...STORES].sort());
  });

  test('all take the value and the version that the store gets, and none stands in the plan', async () => {
    await workspace.validate();
    const plan = await workspace.plan({ variables: { values: known } });
    const { resource_changes: changes } = await plan.json();
    const versions = changes!.flatMap(({ type, change }) =>
      Object.entries(change.after as object).filter(([name]) => /password_wo_version$/.test(name)).map(([name, version]) => [`${type}.${name}`, version]));
    expect(Object.fromEntries(versions)).toEqual(Object.fromEntries(Object.keys(USES).map((argument) => [`${argument}_version`, 3])));
    expect(await findLeaks(workspace, known)).toEqual([]);
  });

  test('a value that is not passed stops the plan with the name of its variable', async () => {
    await expect(workspace.plan({ variables: { values: {} } })).rejects.toThrow(/write-only value 'Password' has no value: variable 'values'/);
  });
});
