import { BatchJobDefinitionProps, BatchPlatform } from './batch-job-definition-props';
import { CONTAINER_PROPERTIES, JOB_DEFINITION } from './batch-shape';
import { ANY, structOf } from '../../checks/api-shape';
import { apiForm } from '../containers/api-form';
import { isOfFile, shapeOf, withShape } from '../containers/kept-fields';
import { SecretConsumer } from '../containers/resolved-container';

/** Messages call the only container by the definition's name. */
export function consumersOf({
  jobDefinitionName: name,
  containerProperties,
  ecsProperties,
}: BatchJobDefinitionProps): SecretConsumer[] {
  if (containerProperties === undefined) {
    return ecsProperties!.containers;
  }
  const consumer = { ...containerProperties, name };
  const shape = shapeOf(containerProperties, CONTAINER_PROPERTIES);
  return [isOfFile(containerProperties) ? withShape(consumer, shape) : consumer];
}

/** The whole definition in the API's form. */
export function apiOf(props: BatchJobDefinitionProps, containerProperties?: object, ecsProperties?: object): object {
  const { attemptDurationSeconds, platformCapabilities = [BatchPlatform.FARGATE] } = props;
  const field = structOf<object>({ ...JOB_DEFINITION.fields, containerProperties: ANY, ecsProperties: ANY } as never);
  return apiForm(
    {
      ...props,
      type: 'container',
      containerProperties,
      ecsProperties,
      platformCapabilities,
      timeout: attemptDurationSeconds === undefined ? undefined : { attemptDurationSeconds },
    },
    field,
  ) as object;
}
