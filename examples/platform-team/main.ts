import { App } from 'cdktf';
import { LogisticsStack } from './teams/logistics';
import { PlatformStack } from './teams/platform';
import { ShopStack } from './teams/shop';

/** The stacks of all teams; those of the platform team come first. */
export function stacksOf(app: App): [PlatformStack, ShopStack, LogisticsStack] {
  const platform = new PlatformStack(app);
  return [platform, new ShopStack(app, platform), new LogisticsStack(app, platform)];
}

if (require.main === module) {
  const app = new App();
  stacksOf(app);
  app.synth();
}
