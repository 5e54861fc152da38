import { IConstruct } from 'constructs';
import { IExecutionRole } from '../../access/execution-role-interface';
import { FILE_SYSTEM_CREDENTIALS } from '../../checks/access';
import { ValidationError } from '../../checks/validation-error';
import { warn } from '../../checks/warnings';
import { ContainerSecret } from '../../references/container-secret';
import { parseValueFrom } from '../../references/value-from';
import { AwsEnvironment } from '../../terraform/aws-environment';
import { isUnresolved } from '../../terraform/tokens';
import { Volume } from '../containers/volume';

/**
 * Allows what it takes to mount FSx for Windows File Server: the agent looks the file system up and reads the
 * credentials with the execution role.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tutorial-wfsx-volumes.html
 */
export function grantFileSystems(
  scope: IConstruct,
  role: IExecutionRole,
  volumes: readonly Volume[],
  environment: AwsEnvironment,
): void {
  for (const { name, fsxWindowsFileServerVolumeConfiguration: fsx } of volumes) {
    if (fsx === undefined) {
      continue;
    }
    const { partition, region, account } = environment;
    role.grantFileSystem(`arn:${partition}:fsx:${region}:${account}:file-system/${fsx.fileSystemId}`);
    const { credentialsParameter } = fsx.authorizationConfig;
    if (!isUnresolved(credentialsParameter) && !credentialsParameter.startsWith('arn:')) {
      throw new ValidationError(
        `volume '${name}': credentialsParameter of FSx is '${credentialsParameter}': write the ARN of the ` +
          'secret or parameter',
        scope,
      );
    }
    const isKnown = parseValueFrom('credentialsParameter', credentialsParameter) !== undefined;
    warn(scope, { volume: name, isKnown }, FILE_SYSTEM_CREDENTIALS, name);
    if (isKnown) {
      role.grantRead(ContainerSecret.fromValueFrom('credentialsParameter', credentialsParameter));
    }
  }
}
