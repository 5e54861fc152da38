import { App, Stack } from 'aws-cdk-lib';
import { ContainerImage, FargateTaskDefinition, Secret as EcsSecret } from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { measure } from './measure';
import { IMAGE, KEYS, PARAMETERS, REGION, serviceName } from './workload';

void [App, Stack, ContainerImage, FargateTaskDefinition, EcsSecret, Secret, StringParameter];

/** What comes nearest in AWS CDK. CloudFormation can't create a SecureString, so the parameters are only referred to. */
measure((services, outdir) => {
  const app = new App({ outdir, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
  const stack = new Stack(app, 'bench', { env: { region: REGION, account: '123456789012' } });
  for (let i = 0; i < services; i++) {
    const name = serviceName(i);
    const secret = new Secret(stack, `${name}-secret`, { secretName: `bench/${name}` });
    const parameters = PARAMETERS.map((key) => {
      const parameter = StringParameter.fromSecureStringParameterAttributes(stack, `${name}-${key}`, { parameterName: `/bench/${name}/${key}` });
      return [key, EcsSecret.fromSsmParameter(parameter)];
    });
    const keys = KEYS.map((key) => [key, EcsSecret.fromSecretsManager(secret, key)]);
    const task = new FargateTaskDefinition(stack, `${name}-task`, { family: name });
    task.addContainer('app', { image: ContainerImage.fromRegistry(IMAGE), secrets: Object.fromEntries([...parameters, ...keys]) });
  }
  return () => {
    app.synth();
  };
});
