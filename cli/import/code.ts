import { Definition, isRoleless } from './definition';
import { jobProps } from './job';
import { literal } from './literal';
import type { ImportedReference } from './references';
import { ImportedSources } from './sources';
import type { ImportedStores } from './stores';
import { taskProps } from './task';

const CLASSES = [
  'BatchJobDefinition',
  'BatchPlatform',
  'Compatibility',
  'ContainerSecret',
  'EnvironmentFile',
  'ExecutionRole',
  'JsonSecret',
  'RepositoryCredentials',
  'SecretValues',
  'TaskDefinition',
];
const NO_ROLE_COMMENT = '// it has no role; leave this out to get one that may read exactly the secrets in use';
const ROLE_COMMENT = '// if you leave the role out, one is created that may read exactly what the containers use';

function roleLines(definition: Definition): string[] {
  const { executionRole } = definition.workload;
  if (executionRole !== undefined) {
    const from = `ExecutionRole.fromRoleArn(this, 'ExecutionRole', ${literal(executionRole)})`;
    return [ROLE_COMMENT, `const executionRole = ${from};`];
  }
  return isRoleless(definition)
    ? [NO_ROLE_COMMENT, "const executionRole = ExecutionRole.none(this, 'ExecutionRole');"]
    : [];
}

/**
 * A stack that defines what is registered as it is, and takes over what Terraform can take over without changing what a
 * container gets.
 */
export function stackCode(
  definition: Definition,
  references: readonly ImportedReference[],
  stores: ImportedStores,
): string {
  const { region, arn, isJob } = definition;
  const left: string[] = [];
  const sources = new ImportedSources(references, stores);
  const props = isJob ? jobProps(definition, sources, left) : taskProps(definition, sources, left);
  const [variable, construct, id] = isJob ? ['job', 'BatchJobDefinition', 'Job'] : ['task', 'TaskDefinition', 'Task'];
  const body = [
    `new AwsProvider(this, 'aws', { region: ${literal(region)} });`,
    ...stores.left.map(({ name, reason }) => `// secret '${name}' stays where it is: ${reason}`),
    ...stores.taken.map(
      (secret) =>
        `const ${secret.variable} = new JsonSecret(this, ${literal(secret.id)}, ${literal(secret.props, '    ')});`,
    ),
    ...stores.taken.map((secret) => `${secret.variable}.resource.importFrom(${literal(secret.arn)});`),
    ...roleLines(definition),
    ...references.flatMap(({ container, reference, findings }) =>
      findings.map(
        ({ message, fix }) => `// look at '${reference.name}' of container '${container}': ${message}: ${fix}`,
      ),
    ),
    ...left.map((what) => `// left out, because the library doesn't have it: ${what}`),
    `const ${variable} = new ${construct}(this, ${literal(id)}, ${literal(props, '    ')});`,
    ...(arn === undefined
      ? ['// nothing is registered under this name, so there is nothing to import', `void ${variable};`]
      : [`${variable}.resource.importFrom(${literal(arn)});`]),
  ];
  const text = body.map((line) => `    ${line.startsWith('//') ? line.replace(/\s+/g, ' ') : line}\n`).join('');
  const names = CLASSES.filter((name) => new RegExp(`(new ${name}\\(|[^'.\\w]${name}\\.)`).test(text));
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
