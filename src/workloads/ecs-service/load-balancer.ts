/**
 * Where a load balancer sends requests to.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
 */
export interface ServiceLoadBalancer {
  /**
   * ARN of the target group, of an application or network load balancer.
   *
   * @default - a classic load balancer, by `elbName`
   */
  readonly targetGroupArn?: string;
  /**
   * Name of the classic load balancer.
   *
   * @default - a target group, by `targetGroupArn`
   */
  readonly elbName?: string;
  /**
   * Container of the task definition that answers.
   */
  readonly containerName: string;
  /**
   * Port in that container; it must be among its port mappings.
   */
  readonly containerPort: number;
  /**
   * Where requests go during a deployment with a second set of tasks. Needs AWS provider 6.
   *
   * @default - none; required for such deployments behind a load balancer
   */
  readonly advancedConfiguration?: LoadBalancerAdvancedConfiguration;
}

/**
 * How a load balancer moves requests between two sets of tasks.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AdvancedConfiguration.html
 */
export interface LoadBalancerAdvancedConfiguration {
  /**
   * ARN of the target group for the other set of tasks.
   */
  readonly alternateTargetGroupArn: string;
  /**
   * ARN of the listener rule, or of a network load balancer's listener, for the requests of users.
   */
  readonly productionListenerRule: string;
  /**
   * ARN of the role with which ECS changes the listener rules.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
   */
  readonly roleArn: string;
  /**
   * ARN of the listener rule for test requests.
   *
   * @default - none
   */
  readonly testListenerRule?: string;
}
