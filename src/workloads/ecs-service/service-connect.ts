import { LogConfiguration } from '../containers/log-configuration';

/**
 * How a service is reached through Service Connect, and what it reaches.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
 */
export interface ServiceConnectConfiguration {
  /**
   * ARN or name of the Cloud Map namespace.
   *
   * @default - the cluster's default namespace
   */
  readonly namespace?: string;
  /**
   * What others can call here.
   *
   * @default - nothing: the service only calls others
   */
  readonly services?: ServiceConnectService[];
  /**
   * Where the proxy, which ECS adds to each task, writes its logs. Its `secretOptions` are read with the task
   * definition's execution role.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
   * @default - the proxy writes no logs
   */
  readonly logConfiguration?: LogConfiguration;
  /**
   * Which requests the proxy logs. Needs AWS provider 6.34 or later.
   *
   * @default - none
   */
  readonly accessLogConfiguration?: ServiceConnectAccessLogConfiguration;
}

/**
 * A port that others call through Service Connect.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html
 */
export interface ServiceConnectService {
  /**
   * Name of a port mapping of the task definition.
   */
  readonly portName: string;
  /**
   * Name in the namespace.
   *
   * @default - the port's name
   */
  readonly discoveryName?: string;
  /**
   * Port that callers use.
   *
   * @default - callers use no alias
   */
  readonly port?: number;
  /**
   * Name that callers use; takes `port`.
   *
   * @default - the discovery name and the namespace's
   */
  readonly dnsName?: string;
  /**
   * Port on which the proxy listens in the task.
   *
   * @default - a free port
   */
  readonly ingressPortOverride?: number;
  /**
   * How long connections and requests may take.
   *
   * @default - 5 minutes without traffic for HTTP and gRPC, 1 hour for TCP; 15 seconds per request
   */
  readonly timeout?: ServiceConnectTimeout;
  /**
   * Encrypts the traffic between the proxies.
   *
   * @default - no TLS
   */
  readonly tls?: ServiceConnectTls;
  /**
   * Requests with this header go to the new tasks while a deployment is tested. Needs AWS provider 6, and `port`.
   *
   * @default - none
   */
  readonly testTrafficHeader?: ServiceConnectTestTrafficHeader;
}

/**
 * How long connections and requests through Service Connect may take.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html
 */
export interface ServiceConnectTimeout {
  /**
   * Seconds without traffic after which a connection is closed; 0 for never.
   *
   * @default - 300 for HTTP and gRPC, 3600 for TCP
   */
  readonly idleTimeoutSeconds?: number;
  /**
   * Seconds that a request may take; 0 for any time. Not for TCP.
   *
   * @default 15
   */
  readonly perRequestTimeoutSeconds?: number;
}

/**
 * TLS between the proxies of Service Connect.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html
 */
export interface ServiceConnectTls {
  /**
   * ARN of the certificate authority of AWS Private CA that issues the certificates.
   */
  readonly awsPcaAuthorityArn: string;
  /**
   * ARN of the KMS key that encrypts the certificates' private keys in Secrets Manager.
   *
   * @default - the AWS managed key
   */
  readonly kmsKey?: string;
  /**
   * ARN of the role with which ECS creates the certificates.
   *
   * @default - none
   */
  readonly roleArn?: string;
}

/**
 * The header of test requests.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectTestTrafficHeaderRules.html
 */
export interface ServiceConnectTestTrafficHeader {
  /**
   * Name of the header.
   */
  readonly name: string;
  /**
   * Its value, exactly.
   */
  readonly value: string;
}

/**
 * Which requests the proxy of Service Connect logs.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectAccessLogConfiguration.html
 */
export interface ServiceConnectAccessLogConfiguration {
  /**
   * `TEXT` or `JSON`.
   */
  readonly format: string;
  /**
   * Whether query parameters are logged. They can contain secrets.
   *
   * @default false
   */
  readonly includeQueryParameters?: boolean;
}
