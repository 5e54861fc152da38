/**
 * A port of a container.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export interface PortMapping {
  /**
   * Port in the container, 1 to 65535.
   */
  readonly containerPort?: number;
  /**
   * Port on the host; with the network modes `awsvpc` and `host` the same as in the container.
   *
   * @default - the container's port, in bridge mode one that is free
   */
  readonly hostPort?: number;
  /**
   * `tcp` or `udp`.
   *
   * @default tcp
   */
  readonly protocol?: string;
  /**
   * Name for Service Connect.
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Protocol for Service Connect: `http`, `http2` or `grpc`.
   *
   * @default - TCP
   */
  readonly appProtocol?: string;
  /**
   * Ports in the container, like `8000-8010`, instead of `containerPort`.
   *
   * @default - none
   */
  readonly containerPortRange?: string;
}
