import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ContainerSecret, TaskDefinition } from 'cdktf-ecs-secrets';

/** A secret that somebody else made, and two of its versions. */
export interface ExistingSecret {
  readonly arn: string;
  readonly currentVersionId: string;
  readonly previousVersionId: string;
}

export const HAMADA_INFO: ExistingSecret = {
  arn: 'arn:aws:secretsmanager:ap-northeast-1:629895769338:secret:hamadaInfo-5yaxBf',
  currentVersionId: '19362400-a3ca-4905-932f-eb0a2928189d',
  previousVersionId: '80e210be-3091-49be-9e24-4add26b28249',
};

export class JsonSecretReferencesStack extends TerraformStack {
  public constructor(scope: Construct, id: string, secret: ExistingSecret = HAMADA_INFO) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'ap-northeast-1' });
    const { arn, currentVersionId, previousVersionId } = secret;

    new TaskDefinition(this, 'Task', {
      family: 'json-secret-references',
      containers: [
        {
          name: 'app',
          image: 'public.ecr.aws/docker/library/busybox:1.37',
          secrets: [
            // the whole JSON, one key of it, and both of a version other than the current one
            ContainerSecret.fromSecretArn('INFO', arn),
            ContainerSecret.fromSecretArn('AGE', arn, { jsonKey: 'age' }),
            ContainerSecret.fromSecretArn('GENDER', arn, { jsonKey: 'gender' }),
            ContainerSecret.fromSecretArn('TWITTER', arn, { jsonKey: 'twitter' }),
            ContainerSecret.fromSecretArn('INFO_CURRENT', arn, { versionStage: 'AWSCURRENT' }),
            ContainerSecret.fromSecretArn('INFO_BEFORE', arn, { versionStage: 'AWSPREVIOUS' }),
            ContainerSecret.fromSecretArn('AGE_BEFORE', arn, { jsonKey: 'age', versionStage: 'AWSPREVIOUS' }),
            ContainerSecret.fromSecretArn('INFO_20', arn, { versionId: currentVersionId }),
            ContainerSecret.fromSecretArn('INFO_18', arn, { versionId: previousVersionId }),
          ],
        },
        {
          name: 'other-spellings',
          image: 'public.ecr.aws/docker/library/busybox:1.37',
          essential: false,
          secrets: [
            // as it stands in a task definition that is already there
            ContainerSecret.fromValueFrom('AGE', `${arn}:age::`),
            // by the name alone: the full ARN is looked up when Terraform plans
            ContainerSecret.fromSecretName(this, 'HamadaInfo', 'GENDER', 'hamadaInfo', { jsonKey: 'gender' }),
          ],
        },
      ],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new JsonSecretReferencesStack(app, 'json-secret-references');
  app.synth();
}
