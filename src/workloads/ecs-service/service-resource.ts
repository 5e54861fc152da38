import { EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { ServiceConnectConfiguration, ServiceConnectService } from './service-connect';
import { ServiceProps } from './service-props';
import { SchedulingStrategy } from './service-settings';
import { ServiceVolumeConfiguration } from './volume-configuration';
import { ResolvedContainer } from '../containers/resolved-container';

/**
 * The settings of a service as the resource takes them.
 *
 * @param proxy the container that Service Connect adds to each task, where it writes logs
 */
export function serviceConfigOf(props: ServiceProps, proxy: ResolvedContainer | undefined): Partial<EcsServiceConfig> {
  const {
    subnets,
    securityGroups,
    assignPublicIp,
    capacityProviderStrategy,
    availabilityZoneRebalancing: rebalancing,
  } = props;
  const { circuitBreaker, alarms, deploymentController, serviceConnect, volumeConfiguration } = props;
  return {
    schedulingStrategy: props.schedulingStrategy,
    desiredCount: props.schedulingStrategy === SchedulingStrategy.DAEMON ? undefined : props.desiredCount ?? 1,
    networkConfiguration: subnets && { subnets, securityGroups, assignPublicIp },
    loadBalancer: hasSecondTargets(props) ? undefined : props.loadBalancers,
    healthCheckGracePeriodSeconds: props.healthCheckGracePeriodSeconds,
    serviceRegistries: props.serviceRegistry,
    serviceConnectConfiguration: serviceConnect && serviceConnectOf(serviceConnect, proxy),
    vpcLatticeConfigurations: props.vpcLatticeConfigurations,
    volumeConfiguration: volumeConfiguration && volumeOf(volumeConfiguration),
    capacityProviderStrategy: capacityProviderStrategy?.length ? capacityProviderStrategy : undefined,
    placementConstraints: props.placementConstraints,
    orderedPlacementStrategy: props.placementStrategies,
    platformVersion: props.platformVersion,
    deploymentController: deploymentController && { type: deploymentController },
    deploymentMinimumHealthyPercent: props.deploymentMinimumHealthyPercent,
    deploymentMaximumPercent: props.deploymentMaximumPercent,
    deploymentCircuitBreaker: circuitBreaker && { enable: true, rollback: circuitBreaker.rollback ?? false },
    alarms: alarms && { enable: true, alarmNames: alarms.alarmNames, rollback: alarms.rollback ?? false },
    waitForSteadyState: props.waitForSteadyState,
    timeouts: props.timeouts,
    forceDelete: props.forceDelete,
    enableExecuteCommand: props.enableExecuteCommand,
    availabilityZoneRebalancing: rebalancing === undefined ? undefined : rebalancing ? 'ENABLED' : 'DISABLED',
    propagateTags: props.propagateTags,
    enableEcsManagedTags: props.enableEcsManagedTags,
  };
}

/**
 * The settings that only AWS provider 6 knows, by their place in the resource, each list as a whole, because CDKTF
 * would append to it. The bindings for provider 5 have no properties for them.
 */
export function providerSixSettings(props: ServiceProps): { [path: string]: unknown } {
  const { deploymentConfiguration: deployment, loadBalancers = [], serviceConnect } = props;
  const settings = {
    'deployment_configuration': deployment && {
      strategy: deployment.strategy,
      bake_time_in_minutes: deployment.bakeTimeInMinutes,
      lifecycle_hook: deployment.lifecycleHooks?.map((hook) => ({
        hook_target_arn: hook.hookTargetArn,
        role_arn: hook.roleArn,
        lifecycle_stages: hook.lifecycleStages,
        hook_details: hook.hookDetails,
      })),
      linear_configuration: deployment.linearConfiguration && {
        step_percent: deployment.linearConfiguration.stepPercent,
        step_bake_time_in_minutes: deployment.linearConfiguration.stepBakeTimeInMinutes,
      },
      canary_configuration: deployment.canaryConfiguration && {
        canary_percent: deployment.canaryConfiguration.canaryPercent,
        canary_bake_time_in_minutes: deployment.canaryConfiguration.canaryBakeTimeInMinutes,
      },
    },
    'load_balancer': hasSecondTargets(props)
      ? loadBalancers.map(
        ({ targetGroupArn, elbName, containerName, containerPort, advancedConfiguration: advanced }) => ({
          target_group_arn: targetGroupArn,
          elb_name: elbName,
          container_name: containerName,
          container_port: containerPort,
          advanced_configuration: advanced && {
            alternate_target_group_arn: advanced.alternateTargetGroupArn,
            production_listener_rule: advanced.productionListenerRule,
            role_arn: advanced.roleArn,
            test_listener_rule: advanced.testListenerRule,
          },
        }),
      )
      : undefined,
    'service_connect_configuration.service': hasTestTraffic(serviceConnect?.services)
      ? serviceConnect?.services?.map(serviceWithTestTraffic)
      : undefined,
    'service_connect_configuration.access_log_configuration': serviceConnect?.accessLogConfiguration && {
      format: serviceConnect.accessLogConfiguration.format,
      include_query_parameters: serviceConnect.accessLogConfiguration.includeQueryParameters ? 'ENABLED' : 'DISABLED',
    },
  };
  return Object.fromEntries(Object.entries(settings).filter(([, setting]) => setting !== undefined));
}

function hasSecondTargets({ loadBalancers = [] }: ServiceProps): boolean {
  return loadBalancers.some(({ advancedConfiguration }) => advancedConfiguration !== undefined);
}

function hasTestTraffic(services: ServiceConnectService[] = []): boolean {
  return services.some(({ testTrafficHeader }) => testTrafficHeader !== undefined);
}

function serviceConnectOf({ namespace, services }: ServiceConnectConfiguration, proxy: ResolvedContainer | undefined) {
  const log = proxy?.logConfiguration;
  return {
    enabled: true,
    namespace,
    logConfiguration: log && {
      logDriver: log.logDriver,
      options: log.options,
      secretOption:
        proxy.secretOptions.length > 0
          ? proxy.secretOptions.map(({ name, valueFrom }) => ({ name, valueFrom }))
          : undefined,
    },
    service: hasTestTraffic(services)
      ? undefined
      : services?.map(({ port, dnsName, tls, testTrafficHeader, ...service }) => ({
        ...service,
        clientAlias: port === undefined ? undefined : { port, dnsName },
        tls: tls && {
          issuerCertAuthority: { awsPcaAuthorityArn: tls.awsPcaAuthorityArn },
          kmsKey: tls.kmsKey,
          roleArn: tls.roleArn,
        },
      })),
  };
}

function serviceWithTestTraffic({ testTrafficHeader: header, timeout, tls, ...service }: ServiceConnectService) {
  return {
    port_name: service.portName,
    discovery_name: service.discoveryName,
    ingress_port_override: service.ingressPortOverride,
    client_alias:
      service.port === undefined
        ? undefined
        : {
          port: service.port,
          dns_name: service.dnsName,
          test_traffic_rules: header && { header: { name: header.name, value: { exact: header.value } } },
        },
    timeout: timeout && {
      idle_timeout_seconds: timeout.idleTimeoutSeconds,
      per_request_timeout_seconds: timeout.perRequestTimeoutSeconds,
    },
    tls: tls && {
      issuer_cert_authority: { aws_pca_authority_arn: tls.awsPcaAuthorityArn },
      kms_key: tls.kmsKey,
      role_arn: tls.roleArn,
    },
  };
}

function volumeOf({ name, managedEbsVolume: volume }: ServiceVolumeConfiguration) {
  const { sizeInGiB, propagateTags, tags, ...rest } = volume;
  const tagged = propagateTags !== undefined || tags !== undefined;
  return {
    name,
    managedEbsVolume: {
      ...rest,
      sizeInGb: sizeInGiB,
      tagSpecifications: tagged ? [{ resourceType: 'volume', propagateTags, tags }] : undefined,
    },
  };
}
