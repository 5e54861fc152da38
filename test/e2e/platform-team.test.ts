import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { CreatePolicyCommand, GetPolicyCommand, GetPolicyVersionCommand, GetRolePolicyCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetParametersCommand, ListTagsForResourceCommand } from '@aws-sdk/client-ssm';
import { CommandLine } from './support/command-line';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { keepPlan } from './support/plans';
import { describeReal } from './support/prerequisites';
import { synthesise } from './support/synthesis';
import { Workspace } from './support/terraform';
import { stacksOf } from '../../examples/platform-team/main';
import { SecretValue } from 'cdktf-ecs-secrets';

jest.setTimeout(600_000);

const PARALLELISM = 50;
const INLINE_CHARACTERS = 10_240;
const MANAGED_CHARACTERS = 6_144;

/** What a service of the company can be allowed at most. */
const BOUNDARY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['ecr:*', 'kms:Decrypt', 'logs:*', 'secretsmanager:GetSecretValue', 'ssm:GetParameters'], Resource: '*' }],
};

describeReal('the platform team', () => {
  let emulator: Emulator;
  let workspace: Workspace;

  const roleOf = async (service: string) => {
    const { Roles = [] } = await emulator.admin.iam.send(new ListRolesCommand({}));
    return Roles.find(({ RoleName }) => RoleName!.startsWith(`platform-${service}-`))!;
  };

  beforeAll(async () => {
    emulator = await Emulator.start({ region: 'eu-central-1' });
    await emulator.admin.ecs.send(new CreateClusterCommand({ clusterName: 'main' }));
    await emulator.admin.iam.send(new CreatePolicyCommand({ PolicyName: 'service-boundary', PolicyDocument: JSON.stringify(BOUNDARY) }));
    workspace = new Workspace(emulator);
    // the company's own subnets aren't in the emulator
    const configuration = synthesise((app) => stacksOf(app)[0]);
    configuration.data.aws_subnets = { all: {} };
    for (const service of Object.values<any>(configuration.resource.aws_ecs_service)) {
      service.network_configuration.subnets = '${data.aws_subnets.all.ids}';
    }
    workspace.write(configuration);
    await workspace.init();
    await workspace.apply({ parallelism: PARALLELISM });
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('the second plan is empty', async () => {
    const plan = await workspace.plan({ parallelism: PARALLELISM });
    keepPlan('platform-team', await plan.show());
    expect(plan.changes).toEqual([]);
  });

  test('ecs-secrets verify finds nothing but values that nobody has typed, and the secret of another team', async () => {
    const cli = new CommandLine(emulator);
    try {
      const { stdout } = await cli.call(['verify', workspace.directory, '--json']);
      const checked: any[] = JSON.parse(stdout).checked;
      const found = checked.flatMap(({ findings }) => findings.map(({ code, message }: any) => (code === 'missing' ? message : code)));
      expect(checked.length).toBeGreaterThan(300);
      expect([...new Set(found)].filter((one) => one !== 'placeholder' && !one.startsWith('secret \'company/token-signing\' doesn\'t exist'))).toEqual([]);
    } finally {
      cli.remove();
    }
  });

  test('a task with 300 secrets gets all of them with its own role', async () => {
    const { containers } = await resolveTask(emulator, 'partner-hub');
    const own = Object.entries(containers['partner-hub'].environment).filter(([name]) => name.startsWith('PARTNER_'));
    expect(own).toHaveLength(300);
    expect(new Set(own.map(([, value]) => value))).toEqual(new Set([SecretValue.PLACEHOLDER]));
  });

  test('no policy of that role is longer than IAM takes', async () => {
    const { RoleName, Path } = await roleOf('partner-hub');
    const { iam } = emulator.admin;
    expect(Path).toBe('/services/platform/');
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const inline = await Promise.all(PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))));
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    const managed = await Promise.all(AttachedPolicies.map(async ({ PolicyArn }) => {
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      return iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy!.DefaultVersionId }));
    }));
    const length = (document: string | undefined) => decodeURIComponent(document!).replace(/\s/g, '').length;
    expect(inline.map(({ PolicyDocument }) => length(PolicyDocument)).reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(INLINE_CHARACTERS);
    const lengths = managed.map(({ PolicyVersion }) => length(PolicyVersion!.Document));
    expect(lengths.filter((each) => each > MANAGED_CHARACTERS)).toEqual([]);
    // they would not fit into the inline policy alone
    expect(lengths.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(INLINE_CHARACTERS);
    expect(lengths.length).toBeLessThanOrEqual(10);
  });

  test('another service\'s role reads none of them', async () => {
    const { ssm } = emulator.clientsFor(await emulator.assumeAsEcs((await roleOf('gateway')).Arn!));
    await expect(ssm.send(new GetParametersCommand({ Names: ['/platform/partner-hub/PARTNER_001_USER'] }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('a parameter has the tags of company and service', async () => {
    const { TagList = [] } = await emulator.admin.ssm.send(new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: '/platform/partner-hub/PARTNER_001_USER' }));
    expect(Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]))).toEqual({
      'team': 'platform', 'cost-center': 'services/platform', 'managed-by': 'terraform', 'service': 'partner-hub',
    });
  });
});
