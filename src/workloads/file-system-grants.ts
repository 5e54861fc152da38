import { Annotations } from 'cdktf';
import { IConstruct } from 'constructs';
import { Volume } from './volume';
import { IExecutionRole } from '../access/execution-role-interface';
import { ContainerSecret } from '../references/container-secret';
import { parseValueFrom } from '../references/value-from';
import { AwsEnvironment } from '../terraform/aws-environment';

/**
 * Allows what it takes to mount FSx for Windows File Server: the agent looks the file system up and reads the credentials with the execution role.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tutorial-wfsx-volumes.html
 */
export function grantFileSystems(scope: IConstruct, role: IExecutionRole, volumes: readonly Volume[], environment: AwsEnvironment): void {
  for (const { name, fsxWindowsFileServerVolumeConfiguration: fsx } of volumes) {
    if (fsx === undefined) {
      continue;
    }
    const { partition, region, account } = environment;
    role.grantFileSystem(`arn:${partition}:fsx:${region}:${account}:file-system/${fsx.fileSystemId}`);
    const { credentialsParameter } = fsx.authorizationConfig;
    if (parseValueFrom('credentialsParameter', credentialsParameter) === undefined) {
      Annotations.of(scope).addWarning(
        `credentialsParameter of volume '${name}' is only known at plan, so its store can't be told: allow to read it with executionRole.grantRead(…)`,
      );
    } else {
      role.grantRead(ContainerSecret.fromValueFrom('credentialsParameter', credentialsParameter));
    }
  }
}
