import { planStack } from '../../cli/sources/plan';

const REGIONS = { 'aws': 'us-east-1', 'aws.west': 'us-west-2', 'module.a:aws': 'eu-west-1', 'module.a.module.b:aws.north': 'eu-north-1' };

/** A parameter for each provider, in the module that has the provider. */
function placeOf(key: string, module = ''): string {
  const [, path] = /^(?:(.*):)?aws/.exec(key)!;
  const address = `${module || path ? `${module || path}.` : ''}aws_ssm_parameter.X`;
  const inner = { resources: [{ address: 'aws_ssm_parameter.X', provider_config_key: key, expressions: {} }] };
  const modules = (module || path || '').split('.').filter((word) => word !== 'module' && word !== '');
  const root_module = modules.reduceRight<object>((child, name) => ({ module_calls: { [name]: { module: child } } }), inner);
  const provider_config = Object.fromEntries(Object.entries(REGIONS).map(([name, region]) => [
    name, { name: 'aws', alias: name.split(/[:.]/).pop(), expressions: { region: { constant_value: region } } },
  ]));
  const planned = { address, mode: 'managed', type: 'aws_ssm_parameter', name: 'X', values: { name: '/x' } };
  const planned_values = { root_module: { child_modules: [{ resources: [planned] }] } };
  const stack = planStack({ configuration: { provider_config, root_module }, planned_values });
  return stack.resources('aws_ssm_parameter')[0].place.region;
}

test.each(Object.entries(REGIONS))('a resource of provider %s is in its Region, %s', (key, region) => {
  expect(placeOf(key)).toBe(region);
});

test('a module without a provider of its own has its caller\'s', () => {
  expect(placeOf('aws', 'module.a')).toBe('us-east-1');
});
