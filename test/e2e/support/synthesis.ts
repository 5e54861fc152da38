import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformProvider, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { AWS_PROVIDER } from './prerequisites';

/** What makes the real provider talk to the emulator; the endpoint comes from the environment. */
const EMULATED = { skip_credentials_validation: true, skip_metadata_api_check: 'true', skip_region_validation: true, s3_use_path_style: true };

/** A stack's configuration as `cdktf synth` writes it, with a provider for the emulator. */
export function synthesise(make: (app: App) => TerraformStack): any {
  return emulated(JSON.parse(Testing.synth(make(Testing.app() as App), true)));
}

/** A configuration from anywhere, with a provider for the emulator. */
export function emulated(configuration: any): any {
  if (process.env.E2E_AWS_PROVIDER) {
    configuration.terraform.required_providers.aws.version = AWS_PROVIDER.version;
  }
  configuration.provider.aws.forEach((provider: object) => Object.assign(provider, EMULATED));
  return configuration;
}

/** The same as `cdktf synth --hcl` writes it, with a state file in the working directory. */
export function synthesiseHcl(make: (app: App) => TerraformStack): string {
  const stack = make(Testing.app() as App);
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  for (const provider of stack.node.findAll().filter(TerraformProvider.isTerraformProvider)) {
    if (process.env.E2E_AWS_PROVIDER) {
      stack.addOverride('terraform.required_providers.aws.version', AWS_PROVIDER.version);
    }
    Object.entries(EMULATED).forEach(([name, value]) => (provider as TerraformProvider).addOverride(name, value));
  }
  return Testing.synthHcl(stack, true);
}

/** A stack with a provider for the emulator's Region. */
export function stackOf(define: (stack: TerraformStack) => void, region = 'us-east-1'): any {
  return synthesise((app) => {
    const stack = new TerraformStack(app as Construct, 'e2e');
    new AwsProvider(stack, 'aws', { region });
    define(stack);
    return stack;
  });
}
