import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** A service that is to be redeployed. */
export const DEPLOYMENT_CONTROLLER: Rule<{ readonly service: string; readonly deploymentController?: string }> = {
  id: 'redeploy-deployment-controller',
  explanation:
    'UpdateService starts deployments of services under the controller ECS only. Those of CodeDeploy are ' +
    'started there, with an AppSpec file.',
  fix: 'leave the service out and start a deployment in CodeDeploy, or use the controller ECS',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html',
  check: ({ service, deploymentController: controller }) => {
    if (controller === undefined || controller === 'ECS' || isUnresolved(controller)) {
      return undefined;
    }
    const name = isUnresolved(service) ? 'the service' : `service '${service}'`;
    return (
      `${name} is deployed by ${controller}, where ECS refuses to force a deployment: leave it out and start ` +
      'its deployments there, or use the controller ECS'
    );
  },
};

export const DEBOUNCE: Rule<{ readonly debounceSeconds: number }> = {
  id: 'redeploy-debounce',
  explanation:
    'An execution that has just started may still be missing from the list of executions, so a wait that is ' +
    "too short doesn't see it. During the wait, tasks use the old value.",
  fix: 'wait from 10 seconds to an hour',
  source: 'https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html',
  check: ({ debounceSeconds: seconds }) =>
    isUnresolved(seconds) || (Number.isInteger(seconds) && seconds >= 10 && seconds <= 3600)
      ? undefined
      : `debounceSeconds is ${seconds}: give whole seconds from 10 to 3600`,
};

export const NOTHING_TO_WATCH: Rule<{ readonly watched: number }> = {
  id: 'redeploy-nothing-to-watch',
  explanation: 'Without a stored value there is no change that could start a deployment.',
  fix: 'give the sources that the service uses',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
  check: ({ watched }) =>
    watched === 0 ? 'there is no parameter and no secret to watch: give the sources that the service uses' : undefined,
};
