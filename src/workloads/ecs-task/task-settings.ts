/**
 * The proxy of App Mesh.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ProxyConfiguration.html
 */
export interface ProxyConfiguration {
  /**
   * Name of the container that is the proxy.
   */
  readonly containerName: string;
  /**
   * `APPMESH`, the only kind there is.
   *
   * @default APPMESH
   */
  readonly type?: string;
  /**
   * Settings of the proxy, like `AppPorts` and `IgnoredUID`.
   *
   * @default - none
   */
  readonly properties?: { [name: string]: string };
}

/**
 * Which container instances a task can be placed on. Not on Fargate.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinitionPlacementConstraint.html
 */
export interface PlacementConstraint {
  /**
   * `memberOf`, the only kind there is.
   *
   * @default memberOf
   */
  readonly type?: string;
  /**
   * Expression of the cluster query language, like `attribute:ecs.instance-type =~ t3.*`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
   */
  readonly expression: string;
}
