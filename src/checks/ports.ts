import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const PORT_MAPPING = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html';

/** A port mapping of a container. */
export interface MappedPort {
  readonly containerPort?: number;
  readonly containerPortRange?: string;
  readonly hostPort?: number;
  readonly protocol?: string;
  readonly name?: string;
  readonly appProtocol?: string;
}

/** The port mappings of one container. */
export interface PortsSubject {
  readonly container: string;
  readonly ports: readonly MappedPort[];
  readonly networkMode?: string;
}

export const PORT_RANGE: Rule<PortsSubject> = {
  id: 'port-range',
  explanation: 'A port mapping names one port or one range of ports, which begins with the lower one.',
  fix: 'give either containerPort or containerPortRange',
  source: PORT_MAPPING,
  check: ({ container, ports }) => firstOf(ports, ({ containerPort: port, containerPortRange: range }) => {
    if (port === undefined && range === undefined) {
      return `container '${container}': a port mapping has no port: give it containerPort or containerPortRange`;
    }
    if (port !== undefined && range !== undefined) {
      return (
        `container '${container}': a port mapping has containerPort ` +
        `${isUnresolved(port) ? 'and containerPortRange' : `${port} and containerPortRange '${range}'`}: ` +
        'leave one of them out'
      );
    }
    if (range === undefined || isUnresolved(range)) {
      return undefined;
    }
    const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(range)?.map(Number) ?? [];
    return first >= 1 && last <= 65535 && first < last
      ? undefined
      : `container '${container}': '${range}' is not a valid range of ports: write it like '62000-62010'`;
  }),
};

export const HOST_PORT: Rule<PortsSubject> = {
  id: 'host-port',
  explanation:
    'With network mode awsvpc or host a container has the ports of its network interface or of the ' +
    'instance: RegisterTaskDefinition refuses another hostPort.',
  fix: 'leave hostPort out',
  source: PORT_MAPPING,
  check: ({ container, ports, networkMode }) => {
    if (networkMode !== 'awsvpc' && networkMode !== 'host') {
      return undefined;
    }
    return firstOf(ports, ({ containerPort, hostPort }) =>
      // 0 stands for none in files that other tools have written
      hostPort !== undefined &&
      hostPort !== 0 &&
      containerPort !== undefined &&
      hostPort !== containerPort &&
      !isUnresolved(hostPort) &&
      !isUnresolved(containerPort)
        ? `container '${container}': hostPort ${hostPort} differs from containerPort ${containerPort}, which ` +
          `network mode '${networkMode}' can't do: leave hostPort out`
        : undefined,
    );
  },
};

/** The port mappings of a task. */
export interface TaskPortsSubject {
  readonly containers: readonly { readonly container: string; readonly ports: readonly MappedPort[] }[];
  readonly networkMode?: string;
}

export const HOST_PORT_TWICE: Rule<TaskPortsSubject> = {
  id: 'host-port-twice',
  explanation:
    'A port of the host can be given to one container. With network mode awsvpc or host, the host\'s port is that of ' +
    'the container, so that two containers of a task, or two mappings of one, can\'t have the same.',
  fix: 'leave one of the mappings out, or let one of the containers listen on another port',
  source: PORT_MAPPING,
  check: ({ containers, networkMode }) => {
    if (isUnresolved(networkMode)) {
      return undefined;
    }
    const given = containers.flatMap(({ container, ports }) =>
      ports.flatMap(({ containerPort, hostPort, protocol = 'tcp' }) => {
        const port = networkMode === 'awsvpc' || networkMode === 'host' ? containerPort : hostPort;
        // 0 stands for a free port
        const isKnown = port !== undefined && port !== 0 && !isUnresolved(port) && !isUnresolved(protocol);
        return isKnown ? [{ container, key: `${protocol} port ${port}` }] : [];
      }),
    );
    const second = given.find(({ key }, i) => given.findIndex((port) => port.key === key) < i);
    if (second === undefined) {
      return undefined;
    }
    const first = given.find(({ key }) => key === second.key)!;
    return first.container === second.container
      ? `container '${second.container}' maps ${second.key} of the host twice: leave one of the mappings out`
      : `containers '${first.container}' and '${second.container}' both map ${second.key} of the host: leave one of ` +
          'the mappings out, or let one of them listen on another port';
  },
};

export const APP_PROTOCOL: Rule<PortsSubject> = {
  id: 'app-protocol-name',
  explanation: 'The protocol of a port is for Service Connect, which knows ports by name.',
  fix: 'give the port mapping a name',
  source: PORT_MAPPING,
  check: ({ container, ports }) =>
    firstOf(ports, ({ appProtocol, name, containerPort }) =>
      appProtocol !== undefined && appProtocol !== '' && (name === undefined || name === '')
        ? `container '${container}': port ${isUnresolved(containerPort) ? 'mapping' : containerPort} has ` +
          `appProtocol '${isUnresolved(appProtocol) ? '…' : appProtocol}' and no name: give it a name`
        : undefined,
    ),
};

/** The port mappings of all containers. */
export interface PortNamesSubject {
  readonly ports: readonly { readonly container: string; readonly name: string }[];
}

export const PORT_NAME_TWICE: Rule<PortNamesSubject> = {
  id: 'port-name-twice',
  explanation: 'Service Connect refers to ports of a task by name, so that each name can be there once.',
  fix: 'give one of them another name',
  source: PORT_MAPPING,
  check: ({ ports }) => {
    const known = ports.filter(({ name }) => !isUnresolved(name));
    const second = known.find(({ name }, i) => known.findIndex((port) => port.name === name) < i);
    if (second === undefined) {
      return undefined;
    }
    const first = known.find(({ name }) => name === second.name)!;
    const containers =
      first.container === second.container
        ? `container '${second.container}' has`
        : `containers '${first.container}' and '${second.container}' have`;
    return `${containers} two port mappings with the name '${second.name}': give one of them another name`;
  },
};

function firstOf<T>(subjects: readonly T[], check: (subject: T) => string | undefined): string | undefined {
  return subjects.map(check).find((problem) => problem !== undefined);
}
