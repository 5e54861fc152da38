import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { ContainerSecret, SecretStore, TaskDefinition } from '../../src';
import { formatValueFrom, parseValueFrom } from '../../src/references/value-from';
import { annotationsOf } from '../support/annotations';
import { newStack } from '../support/synth';

const { secret, references } = JSON.parse(readFileSync(join(__dirname, '../fixtures/value-from.json'), 'utf8'));
const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:info-5yaxBf';

describe('each way to refer to one JSON secret', () => {
  for (const { suffix, refused, warned } of references) {
    if (refused) {
      test(`fails for '${suffix}'`, () => {
        const message = refused.split(':')[0];
        expect(() => ContainerSecret.fromValueFrom('AGE', `${secret.arn}${suffix}`)).toThrow(message);
      });
    } else {
      test(`'${suffix}' is taken as it is`, () => {
        // GIVEN
        const source = ContainerSecret.fromValueFrom('AGE', `${secret.arn}${suffix}`);
        const stack = newStack();

        // WHEN
        const task = new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [source] }] });

        // THEN
        const { entries } = source.bindSecrets(stack);
        expect(entries[0]).toMatchObject({ valueFrom: `${secret.arn}${suffix}`, read: { arn: secret.arn, store: SecretStore.SECRETS_MANAGER } });
        expect(annotationsOf(task)).toEqual(warned ? [expect.stringContaining(warned)] : []);
      });
    }
  }

  test('the fix for a key without colons is in the message', () => {
    expect(() => ContainerSecret.fromValueFrom('AGE', `${ARN}:age`)).toThrow(`write '${ARN}:age::'`);
  });

  test('a token is refused with the way out, because its store is unknown', () => {
    expect(() => ContainerSecret.fromValueFrom('AGE', '${TfToken[TOKEN.99999]}')).toThrow('use fromParameterArn or fromSecretArn');
  });
});

describe('other references', () => {
  test.each([
    ['a name with a key, as Copilot writes it', 'mysql:password::', 'is neither an ARN nor the name of a parameter'],
    ['a name with a space', 'my info', 'contains \' \''],
    ['a name with an empty level', '/a//b', 'write \'/a/b\''],
    ['nothing', '', 'has no level'],
    ['half an ARN', 'arn:aws', 'is an ARN of \'\''],
    ['a version of a parameter', 'arn:aws:ssm:eu-central-1:123456789012:parameter/a/b:3', 'ECS reads the latest value only'],
    ['another service', 'arn:aws:s3:eu-central-1:123456789012:bucket/x', 'only parameters (ssm) and secrets (secretsmanager)'],
    ['a colon at the end', `${ARN}:`, `write '${ARN}'`],
    ['two parts', `${ARN}:age:`, `write '${ARN}:age::'`],
    ['five parts', `${ARN}:a:b:c:d:e`, 'a JSON key can\'t contain a colon'],
  ])('fails for %s', (_, valueFrom, message) => {
    expect(() => parseValueFrom('X', valueFrom)).toThrow(message);
  });

  test.each(['aws', 'aws-cn', 'aws-us-gov'])('partition %s', (partition) => {
    const arn = `arn:${partition}:ssm:cn-north-1:123456789012:parameter/a/b`;
    expect(parseValueFrom('X', arn)).toEqual({ store: SecretStore.PARAMETER_STORE, arn });
  });
});

test('formatting and parsing are each other\'s inverse', () => {
  const key = fc.string({ minLength: 1 }).filter((s) => !s.includes(':') && !s.includes('${'));
  const parts = fc.record({
    jsonKey: fc.option(key, { nil: undefined }),
    version: fc.oneof(fc.constant({}), key.map((versionStage) => ({ versionStage })), fc.uuid().map((versionId) => ({ versionId }))),
  });
  fc.assert(fc.property(parts, ({ jsonKey, version }) => {
    const given = { store: SecretStore.SECRETS_MANAGER, arn: ARN, jsonKey, versionStage: undefined, versionId: undefined, ...version };
    expect(parseValueFrom('X', formatValueFrom(given))).toEqual(given);
  }));
});

test('any text is parsed or refused with a reason', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map((s) => `${ARN}:${s}`)), (text) => {
    try {
      parseValueFrom('X', text);
    } catch (e) {
      expect((e as Error).name).toBe('ValidationError');
    }
  }), { numRuns: 500 });
});
