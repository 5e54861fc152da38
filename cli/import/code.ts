import { Code, literal } from './literal';
import { ImportedStores } from './stores';
import { Workload } from '../../src/inventory/references';
import { Content } from '../sources/structured-file';

/** Fields of a container that aren't written as the API has them. */
const TRANSLATED = ['environment', 'secrets', 'logConfiguration', 'repositoryCredentials', 'environmentFiles'];

/** What describes a registration and not the task definition. */
const REGISTRATION = ['taskDefinitionArn', 'revision', 'status', 'requiresAttributes', 'registeredAt', 'registeredBy', 'deregisteredAt'];

/** What has a prop of its own. */
const TASK_FIELDS = [
  'family', 'cpu', 'memory', 'taskRoleArn', 'executionRoleArn', 'requiresCompatibilities', 'networkMode', 'containerDefinitions', 'compatibilities',
];

const CLASSES = ['Compatibility', 'ContainerSecret', 'ExecutionRole', 'JsonSecret', 'SecretValues', 'TaskDefinition'];
const ROLE_COMMENT = '// leave the role out, and the task gets one of its own that may read exactly what its containers use';

export interface CodeOptions {
  readonly region: string;
  /** The registered revision to import, where there is one. */
  readonly arn?: string;
}

/**
 * A stack that defines a task definition as it is, and takes over what Terraform can take over without writing it.
 */
export function stackCode(definition: Content, workload: Workload, stores: ImportedStores, { region, arn }: CodeOptions): string {
  const left = notTakenOver(definition);
  const containers = (definition.containerDefinitions as Content[]).map((container, i) => {
    const { references } = workload.containers[i];
    const fields = Object.entries(container).filter(([name, value]) => !TRANSLATED.includes(name) && !isEmpty(value));
    const { environment, logConfiguration: log } = container;
    const secrets = references.filter(({ field }) => field === 'secrets');
    return {
      ...Object.fromEntries(fields),
      environment: isEmpty(environment) ? undefined : Object.fromEntries(environment.map((entry: Content) => [entry.name, entry.value])),
      secrets: secrets.length === 0 ? undefined : stores.sourcesOf(secrets),
      logConfiguration: log && { logDriver: log.logDriver, options: log.options },
    };
  });
  const { family, cpu, memory, taskRoleArn, executionRoleArn, requiresCompatibilities, networkMode } = definition;
  const compatibilities: string[] = isEmpty(requiresCompatibilities) ? ['EC2'] : requiresCompatibilities;
  const props = {
    family,
    cpu: number(cpu),
    memory: number(memory),
    compatibilities: compatibilities.map((name) => new Code(`Compatibility.${name}`)),
    networkMode,
    taskRoleArn,
    executionRole: executionRoleArn && new Code('executionRole'),
    // the imported revision stays registered when Terraform replaces it
    skipDestroy: true,
    containers,
  };
  const body = [
    `new AwsProvider(this, 'aws', { region: ${literal(region)} });`,
    ...stores.secrets.map(({ variable, id, props: secret }) => `const ${variable} = new JsonSecret(this, ${literal(id)}, ${literal(secret, '    ')});`),
    ...stores.secrets.map(({ variable, arn: secretArn }) => `${variable}.resource.importFrom(${literal(secretArn)});`),
    ...(executionRoleArn
      ? [ROLE_COMMENT, `const executionRole = ExecutionRole.fromRoleArn(this, 'ExecutionRole', ${literal(executionRoleArn)});`]
      : []),
    ...left.map((what) => `// not taken over, write it yourself: ${what}`),
    `const task = new TaskDefinition(this, 'Task', ${literal(props, '    ')});`,
    arn === undefined ? 'void task;' : `task.resource.importFrom(${literal(arn)});`,
  ];
  const text = body.map((line) => `    ${line}\n`).join('');
  const names = CLASSES.filter((name) => text.includes(`${name}.`) || text.includes(`new ${name}(`));
  return `import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import { ${names.join(', ')} } from 'cdktf-ecs-secrets';
import { Construct } from 'constructs';

export class ImportedStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
${text}  }
}
`;
}

function notTakenOver(definition: Content): string[] {
  const known = [...TASK_FIELDS, ...REGISTRATION];
  return [
    ...(definition.containerDefinitions as Content[]).flatMap(({ name, repositoryCredentials, environmentFiles, logConfiguration }) =>
      Object.entries({ repositoryCredentials, environmentFiles, secretOptions: logConfiguration?.secretOptions })
        .filter(([, value]) => !isEmpty(value))
        .map(([field]) => `${field} of '${name}'`)),
    ...Object.keys(definition).filter((name) => !known.includes(name) && !isEmpty(definition[name])),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function number(text: unknown): number | undefined {
  return text === undefined || text === null || Number.isNaN(Number(text)) ? undefined : Number(text);
}
