import { RuleExamples, TOKEN, PARAMETER, SECRET, task } from './support';
import { ContainerSecret } from '../../../src';

/** Of the rules in `src/checks/value-from.ts`. */
export const valueFromExamples: { readonly [id: string]: RuleExamples } = {
  'parameter-arn-pattern': {
    compliant: [{ name: 'A', arn: PARAMETER }],
    wrong: [{ name: 'A', arn: `${PARAMETER}:3` }, { name: 'A', arn: 'a' }, { name: 'A', arn: SECRET }],
    token: [{ name: 'A', arn: TOKEN }],
    used: () => ContainerSecret.fromParameterArn('A', `${PARAMETER}:3`),
  },
  'partial-secret-arn': {
    compliant: [{ name: 'A', arn: SECRET }, { name: 'A', arn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-5yaxbf' }],
    wrong: [{ name: 'A', arn: SECRET.slice(0, -7) }, { name: 'A', arn: `${SECRET.slice(0, -7)}-config` }],
    token: [{ name: 'A', arn: TOKEN }],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromValueFrom('A', SECRET.slice(0, -7))] }),
  },
  'secret-arn-pattern': {
    compliant: [{ name: 'A', arn: SECRET }],
    wrong: [{ name: 'A', arn: 'a' }, { name: 'A', arn: SECRET.slice(0, -7) }, { name: 'A', arn: `${SECRET}:key` }],
    token: [{ name: 'A', arn: TOKEN }],
    used: () => ContainerSecret.fromSecretArn('A', SECRET.slice(0, -7)),
  },
  'value-from-pattern': {
    compliant: [
      { name: 'A', valueFrom: PARAMETER }, { name: 'A', valueFrom: SECRET }, { name: 'A', valueFrom: `${SECRET}:a:AWSPREVIOUS:` },
      { name: 'A', valueFrom: '/shop/foo' }, { name: 'A', valueFrom: `${SECRET.slice(0, -7)}:a::` },
    ],
    wrong: [
      { name: 'A', valueFrom: 'a name' }, { name: 'A', valueFrom: 'name:3' }, { name: 'A', valueFrom: `${SECRET}:a` }, { name: 'A', valueFrom: `${SECRET}:` },
      { name: 'A', valueFrom: `${SECRET}:a:b:c:d` }, { name: 'A', valueFrom: 'arn:aws:s3:::bucket/a' },
    ],
    token: [{ name: 'A', valueFrom: TOKEN }],
    used: () => ContainerSecret.fromValueFrom('A', 'mysql:password::'),
  },
  'value-from-token': {
    compliant: [{ name: 'A', valueFrom: SECRET }],
    wrong: [{ name: 'A', valueFrom: TOKEN }],
    token: [{ name: TOKEN, valueFrom: SECRET }],
    used: () => ContainerSecret.fromValueFrom('A', TOKEN),
  },
};
