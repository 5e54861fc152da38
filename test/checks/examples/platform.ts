import { RuleExamples, TOKEN, SECRET, task, parameter } from './support';
import { Compatibility, ContainerSecret } from '../../../src';

/** Of the rules in `src/checks/platform.ts`. */
export const platformExamples: { readonly [id: string]: RuleExamples } = {
  'agent-version': {
    compliant: [{ compatibilities: ['FARGATE'], features: [{ container: 'a', kind: 'secret', name: 'A' }] }, { compatibilities: ['EC2'], features: [] }],
    wrong: [{ compatibilities: ['EC2'], features: [{ container: 'a', kind: 'parameter', name: 'A' }, { container: 'a', kind: 'partialSecret', name: 'B' }] }],
    token: [{ compatibilities: [TOKEN], features: [{ container: 'a', kind: 'secret', name: 'A' }] }],
    used: (stack) => task(stack, { memory: 128, secrets: [parameter] }, { compatibilities: [Compatibility.EXTERNAL] }),
  },
  'platform-version': {
    compliant: [
      { features: [] }, { platformVersion: 'LATEST', features: [{ container: 'a', kind: 'partialSecret', name: 'A' }] },
      { platformVersion: '1.4.0', features: [{ container: 'a', kind: 'environmentFile', name: 'A' }] },
      { platformVersion: '1.3.0', features: [{ container: 'a', kind: 'secret', name: 'A' }] },
      { platformVersion: '1.0.0', operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', features: [{ container: 'a', kind: 'partialSecret', name: 'A' }] },
    ],
    wrong: [
      { platformVersion: '1.3.0', features: [{ container: 'a', kind: 'partialSecret', name: 'A' }] },
      { platformVersion: '1.3.0', features: [{ container: 'a', kind: 'environmentFile', name: 'A' }] },
      { platformVersion: '1.2.0', features: [{ container: 'a', kind: 'secretOption', name: 'A' }] },
      { platformVersion: '1.1.0', features: [{ container: 'a', kind: 'repositoryCredentials', name: 'A' }] },
      { platformVersion: '1.0.0', features: [{ container: 'a', kind: 'parameter', name: 'A' }] },
      { platformVersion: 'latest', features: [] },
    ],
    token: [
      { platformVersion: TOKEN, features: [{ container: 'a', kind: 'secret', name: 'A' }] },
      { platformVersion: '1.0.0', operatingSystemFamily: TOKEN, features: [{ container: 'a', kind: 'secret', name: 'A' }] },
    ],
    used: (stack) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', SECRET, { jsonKey: 'a', versionStage: 'AWSPREVIOUS' })] }, { platformVersion: '1.3.0' }),
  },
};
