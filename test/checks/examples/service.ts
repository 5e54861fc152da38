import { RuleExamples, TOKEN, NUMBER, LIST, service, serviceSubject } from './support';
import { DeploymentController, LaunchType, ServiceProps } from '../../../src';

/** Of the rules in `src/checks/service.ts`. */
export const serviceExamples: { readonly [id: string]: RuleExamples } = {
  'awsvpc-subnets': {
    compliant: [serviceSubject],
    wrong: [{ ...serviceSubject, subnets: undefined }, { ...serviceSubject, networkMode: 'bridge' }],
    token: [{ ...serviceSubject, networkMode: TOKEN, subnets: undefined }, { ...serviceSubject, subnets: LIST }],
    used: (stack) => service(stack, { subnets: [] }),
  },
  'cluster-arn': {
    compliant: [serviceSubject],
    wrong: [{ ...serviceSubject, clusterArn: 'main' }],
    token: [{ ...serviceSubject, clusterArn: TOKEN }],
    used: (stack) => service(stack, { clusterArn: 'main' }),
  },
  'code-deploy-failure-detection': {
    compliant: [serviceSubject, { ...serviceSubject, circuitBreaker: {} }],
    wrong: [{ ...serviceSubject, deploymentController: 'CODE_DEPLOY', circuitBreaker: {} }],
    token: [{ ...serviceSubject, deploymentController: TOKEN, circuitBreaker: {} }],
    used: (stack) => service(stack, { deploymentController: DeploymentController.CODE_DEPLOY, revisionOwner: 'CI' as ServiceProps['revisionOwner'], circuitBreaker: {} }),
  },
  'code-deploy-revision': {
    compliant: [serviceSubject, { ...serviceSubject, deploymentController: 'CODE_DEPLOY', revisionOwner: 'CI' }],
    wrong: [{ ...serviceSubject, deploymentController: 'CODE_DEPLOY' }],
    token: [{ ...serviceSubject, deploymentController: TOKEN }],
    used: (stack) => service(stack, { deploymentController: DeploymentController.CODE_DEPLOY }),
  },
  'health-check-grace-period': {
    compliant: [serviceSubject, { ...serviceSubject, healthCheckGracePeriodSeconds: 1, loadBalancers: [{}] }],
    wrong: [{ ...serviceSubject, healthCheckGracePeriodSeconds: 1 }],
    token: [{ ...serviceSubject, healthCheckGracePeriodSeconds: NUMBER, loadBalancers: [{}] }],
    used: (stack) => service(stack, { healthCheckGracePeriodSeconds: 60 }),
  },
  'launch-type-and-strategy': {
    compliant: [serviceSubject, { ...serviceSubject, launchType: 'FARGATE' }],
    wrong: [{ ...serviceSubject, launchType: 'FARGATE', capacityProviderStrategy: [] }],
    token: [{ ...serviceSubject, launchType: TOKEN }],
    used: (stack) => service(stack, { launchType: LaunchType.FARGATE, capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] }),
  },
  'load-balancer-target': {
    compliant: [serviceSubject, { ...serviceSubject, loadBalancers: [{ containerName: 'app', containerPort: 80, targetGroupArn: 'a' }] }],
    wrong: [
      { ...serviceSubject, loadBalancers: [{ containerName: 'app', containerPort: 81, targetGroupArn: 'a' }] },
      { ...serviceSubject, loadBalancers: [{ containerName: 'apps', containerPort: 80, targetGroupArn: 'a' }] },
      { ...serviceSubject, loadBalancers: [{ containerName: 'app', containerPort: 80 }] },
    ],
    token: [{ ...serviceSubject, loadBalancers: [{ containerName: TOKEN, containerPort: 81, targetGroupArn: 'a' }, { containerName: 'app', containerPort: NUMBER, targetGroupArn: 'a' }] }],
    used: (stack) => service(stack, { loadBalancers: [{ containerName: 'app', containerPort: 81, targetGroupArn: 'a' }] }),
  },
  'service-connect-port': {
    compliant: [serviceSubject, { ...serviceSubject, serviceConnect: { services: [{ portName: 'http' }] } }],
    wrong: [
      { ...serviceSubject, serviceConnect: { services: [{ portName: 'https' }] } },
      { ...serviceSubject, serviceConnect: { services: [{ portName: 'http', dnsName: 'api' }] } },
    ],
    token: [{ ...serviceSubject, serviceConnect: { services: [{ portName: TOKEN }] } }],
    used: (stack) => service(stack, { serviceConnect: { services: [{ portName: 'grpc' }] } }),
  },
  'service-name': {
    compliant: [serviceSubject],
    wrong: [{ ...serviceSubject, serviceName: 'my service' }, { ...serviceSubject, serviceName: '' }],
    token: [{ ...serviceSubject, serviceName: TOKEN }],
    used: (stack) => service(stack, { serviceName: 'my service' }),
  },
};
