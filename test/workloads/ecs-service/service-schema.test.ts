import { readFileSync } from 'fs';
import * as ts from 'typescript';
import { ContainerSecret, ContainerSecrets, SecretValue } from '../../../src';
import { Surroundings, fullServices, serviceForProviderSix } from '../../support/full-services';
import { newStack, synth } from '../../support/synth';

const BINDINGS = require.resolve('@cdktf/provider-aws/lib/ecs-service/index.d.ts');
/** What the provider itself or Terraform answers for. */
const NOT_OURS = ['id', 'region', 'tags_all'];
/** Arguments that `Service` leaves to `resource.addOverride`, and why. */
const LEFT_OUT: { readonly [argument: string]: string } = {
  iam_role: 'ECS talks to load balancers with its service-linked role; an own one is for services from before that',
  ...Object.fromEntries(['target_type', 'timeout_configuration', 'timeout_configuration.action', 'timeout_configuration.timeout_in_minutes'].map((name) =>
    [`deployment_configuration.lifecycle_hook.${name}`, 'newer than version 6.25 of the provider, which is the newest that CDKTF has bindings for'])),
  sigint_rollback: 'versions 6.53 and 6.54 of the provider roll back at every update with it: docs/compatibility.md',
};
/** Arguments that came with a later version of the provider than the one of the bindings. */
const LATER = [
  'service_connect_configuration.access_log_configuration',
  'service_connect_configuration.access_log_configuration.format',
  'service_connect_configuration.access_log_configuration.include_query_parameters',
];

const AROUND: Surroundings = {
  clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/main',
  subnets: ['subnet-1'],
  securityGroups: ['sg-1'],
  roleArn: 'arn:aws:iam::123456789012:role/app',
  targetGroupArn: 'arn:target',
  registryArn: 'arn:registry',
  splunkToken: ContainerSecret.fromSecretArn('splunk-token', 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf'),
};

/** Every argument of the provider's `aws_ecs_service`, as the bindings have it. */
function argumentsOfProvider(): string[] {
  const file = ts.createSourceFile(BINDINGS, readFileSync(BINDINGS, 'utf8'), ts.ScriptTarget.ES2022);
  const structs = new Map(file.statements.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]));
  const below = (struct: string, path: string): string[] => structs.get(struct)!.members.filter(ts.isPropertySignature).flatMap((member) => {
    const name = snake((member.name as ts.Identifier).text);
    const inner = [...member.type!.getText(file).matchAll(/\bEcsService\w+/g)].map(([type]) => type);
    return [`${path}${name}`, ...inner.flatMap((type) => below(type, `${path}${name}.`))];
  });
  return below('EcsServiceConfig', '');
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Every argument that a resource of the stack has; what is below a map or a list of the app's own are not arguments. */
function argumentsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((element) => argumentsOf(element, path));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    const argument = path === '' ? name : `${path}.${name}`;
    return [argument, ...(isMap(argument) ? [] : argumentsOf(inner, argument))];
  });
}

function isMap(argument: string): boolean {
  return /(^|\.)(tags|triggers|options)$/.test(argument);
}

function argumentsOfLibrary(): string[] {
  const stack = newStack();
  fullServices(stack, {
    ...AROUND,
    splunkToken: new ContainerSecrets(stack, 'Secrets', { path: '/a', jsonSecret: { 'splunk-token': SecretValue.generated() } }),
  });
  serviceForProviderSix(stack, AROUND);
  const services = Object.values(synth(stack).resource.aws_ecs_service);
  const names = new Set(services.flatMap((service) => argumentsOf(service)));
  return [...names].filter((name) => !/^(depends_on|lifecycle)(\.|$)/.test(name)).sort();
}

test('every argument of the provider\'s service has a prop, or a reason why not', () => {
  const ours = new Set([...argumentsOfLibrary(), ...NOT_OURS, ...Object.keys(LEFT_OUT)]);
  expect(argumentsOfProvider().filter((argument) => !ours.has(argument))).toEqual([]);
});

test('no argument is emitted that no version of the provider has', () => {
  const theirs = new Set([...argumentsOfProvider(), ...LATER]);
  const unknown = argumentsOfLibrary().filter((argument) => !theirs.has(argument));
  // the bindings for version 5 don't have what is for version 6
  expect(unknown.filter((argument) => !/deployment_configuration|advanced_configuration|test_traffic_rules/.test(argument))).toEqual([]);
});

test('fails where an argument is missing', () => {
  const ours = new Set(argumentsOfLibrary().filter((argument) => argument !== 'volume_configuration.managed_ebs_volume.iops'));
  expect(argumentsOfProvider().filter((argument) => !ours.has(argument) && !NOT_OURS.includes(argument) && !Object.hasOwn(LEFT_OUT, argument)))
    .toEqual(['volume_configuration.managed_ebs_volume.iops']);
});
