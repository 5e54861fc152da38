import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** What a service offers through Service Connect. */
export interface ServiceConnectSubject {
  readonly services: readonly {
    readonly portName: string;
    readonly discoveryName?: string;
    readonly port?: number;
    readonly dnsName?: string;
    readonly testTrafficHeader?: object;
  }[];
}

export const SERVICE_CONNECT_TWICE: Rule<ServiceConnectSubject> = {
  id: 'service-connect-twice',
  explanation:
    'CreateService refuses a port, a discovery name or an alias that Service Connect has twice in one service.',
  fix: 'leave one of them out or give it another name',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html',
  check: ({ services }) => {
    const known = services.filter((service) => !Object.values(service).some((value) => isUnresolved(value)));
    const port = twice(known.map(({ portName }) => portName));
    if (port !== undefined) {
      return `Service Connect: port '${port}' occurs twice: leave one of them out`;
    }
    const name = twice(known.map(({ portName, discoveryName }) => discoveryName ?? portName));
    if (name !== undefined) {
      return `Service Connect: discovery name '${name}' occurs twice: give one of them another discoveryName`;
    }
    const alias = twice(
      known
        .filter((service) => service.port !== undefined)
        .map((service) => `${service.dnsName ?? service.discoveryName ?? service.portName}:${service.port}`),
    );
    return alias === undefined
      ? undefined
      : `Service Connect: callers' alias '${alias}' occurs twice: give one of them another port or dnsName`;
  },
};

export const TEST_TRAFFIC_PORT: Rule<ServiceConnectSubject> = {
  id: 'test-traffic-port',
  explanation: 'The header of test requests belongs to an alias that callers use, and such an alias has a port.',
  fix: 'add the port that callers use',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectClientAlias.html',
  check: ({ services }) => {
    const found = services.find(({ testTrafficHeader, port }) => testTrafficHeader !== undefined && port === undefined);
    return found === undefined
      ? undefined
      : `Service Connect: '${found.portName}' has testTrafficHeader without port: add the port that callers use`;
  },
};

function twice(names: readonly string[]): string | undefined {
  return names.find((name, i) => names.indexOf(name) < i);
}
