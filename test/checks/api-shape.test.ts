import { Token } from 'cdktf';
import { TaskDefinition } from '../../src';
import { API_SHAPE, FLAG, Field, MAP, NUMBER, TEXT, TEXTS, between, listOf, oneOf, structOf } from '../../src/checks/api-shape';
import { newStack } from '../support/synth';

interface Example {
  readonly flag: boolean;
  readonly list: string[];
  readonly map: object;
  readonly name: string;
  readonly ports: object[];
  readonly size: number;
}

const PORTS = listOf(structOf<{ port: number; protocol: string }>({ port: between(0, 65535), protocol: oneOf('tcp', 'udp') }));
const FIELD = structOf<Example>({ flag: FLAG, list: TEXTS, map: MAP, name: TEXT, ports: PORTS, size: NUMBER }, ['name'], { old: 'it has ended' });
const TOKEN = Token.asString({ Ref: 'x' });

function check(value: unknown, field: Field = FIELD) {
  return API_SHAPE.check({ value, field });
}

test.each<[string, unknown]>([
  ['all fields', { flag: false, list: ['a'], map: { a: '' }, name: '', ports: [{ port: 1, protocol: 'udp' }], size: 0 }],
  ['empty lists', { name: 'a', list: [], ports: [], map: {} }],
  ['absent fields', { name: 'a', size: undefined, flag: null }],
  ['tokens', { name: TOKEN, size: Token.asNumber({ Ref: 'x' }), list: Token.asList({ Ref: 'x' }), flag: Token.asAny({ Ref: 'x' }), ports: [{ protocol: TOKEN }] }],
])('takes %s', (_, value) => {
  expect(check(value)).toBeUndefined();
});

test.each<[string, unknown, string]>([
  ['an unknown field', { name: 'a', lits: [] }, 'field \'lits\' is unknown, did you mean \'list\'?'],
  ['an unknown field like no other', { name: 'a', zzzzzzzz: 1 }, 'field \'zzzzzzzz\' is unknown: it can have flag, list, map, name, ports, size'],
  ['an unknown field further in', { name: 'a', ports: [{}, { protcol: 'tcp' }] }, 'field \'protcol\' of ports[1] is unknown, did you mean \'protocol\'?'],
  ['a name of Object.prototype', { name: 'a', constructor: 1 }, 'field \'constructor\' is unknown'],
  ['__proto__', JSON.parse('{"name":"a","__proto__":{"size":1}}'), 'field \'__proto__\' is unknown'],
  ['a refused field', { name: 'a', old: 1 }, 'field \'old\' is refused: it has ended'],
  ['a missing field', {}, 'field \'name\' is missing: give it a value'],
  ['a wrong value', { name: 'a', ports: [{ protocol: 'TCP' }] }, 'ports[0].protocol is \'TCP\', did you mean \'tcp\'?'],
  ['a number out of range', { name: 'a', ports: [{ port: 65536 }] }, 'ports[0].port is 65536: it can be 0 to 65535'],
  ['a number in a string', { name: 'a', size: '1' }, 'size must be a whole number, got a string'],
  ['a fraction', { name: 'a', size: 1.5 }, 'size must be a whole number, got a number'],
  ['a string instead of a list', { name: 'a', list: 'a' }, 'list must be a list, got a string'],
  ['null in a list', { name: 'a', list: [null] }, 'list[0] must be a value, got null'],
  ['a number in a map', { name: 'a', map: { x: 1 } }, 'map.x must be a string, got a number'],
  ['__proto__ in a map', { name: 'a', map: JSON.parse('{"__proto__":"x"}') }, 'map: \'__proto__\' would get lost'],
  ['a list instead of a map', { name: 'a', map: [] }, 'map must be an object, got a list'],
  ['a string instead of a flag', { name: 'a', flag: 'true' }, 'flag must be true or false, got a string'],
  ['a list instead of everything', [], 'the definition must be an object, got a list'],
])('fails for %s', (_, value, message) => {
  expect(check(value)).toMatch(message);
});

test('says whose field it is', () => {
  expect(API_SHAPE.check({ owner: 'container \'app\'', value: {}, field: FIELD })).toBe('container \'app\': field \'name\' is missing: give it a value');
});

describe('a field that nobody knows is refused with the name that is meant', () => {
  const task = (container: object, props: object = {}) => () =>
    new TaskDefinition(newStack(), 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', ...container }], ...props });

  test.each<[string, () => unknown, string]>([
    ['in snake case, in a list', task({ port_mappings: [] }), 'container \'app\': field \'port_mappings\' is unknown: write \'portMappings\' (Stack/Task)'],
    ['in snake case, inside', task({ portMappings: [{ container_port: 80 }] }), 'container \'app\': field \'container_port\' of portMappings[0] is unknown: write \'containerPort\' (Stack/Task)'],
    ['mistyped', task({ secret: [] }), 'container \'app\': field \'secret\' is unknown, did you mean \'secrets\'? (Stack/Task)'],
    ['of a task', task({}, { cpus: 256 }), 'prop \'cpus\' is unknown, did you mean \'cpu\'? (Stack/Task)'],
    ['of a volume', task({}, { volumes: [{ name: 'data', efs_volume_configuration: {} }] }), 'field \'efs_volume_configuration\' of volumes[0] is unknown: write \'efsVolumeConfiguration\' (Stack/Task)'],
  ])('fails: %s', (_, create, message) => {
    expect(create).toThrow(message);
  });
});
