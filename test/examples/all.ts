import { App } from 'cdktf';
import { AuroraManagedStack } from '../../examples/aurora-managed/main';
import { CiRevisionsStack } from '../../examples/ci-revisions/main';
import { DiscoveredStack } from '../../examples/discovered/main';
import { EcsAndBatchStack } from '../../examples/ecs-and-batch/main';
import { EverywhereASecretGoesStack } from '../../examples/everywhere-a-secret-goes/main';
import { JsonSecretReferencesStack } from '../../examples/json-secret-references/main';
import { NamesFromVariablesStack } from '../../examples/names-from-variables/main';
import { OwnSourceStack } from '../../examples/own-source/main';
import { stacksOf } from '../../examples/platform-team/main';
import { QuickstartStack } from '../../examples/quickstart/main';
import { RdsRotationStack } from '../../examples/rds-rotation/main';

/** The examples by their folders, each as what adds its stacks to an app. */
export const EXAMPLES: { readonly [folder: string]: (app: App) => unknown } = {
  'aurora-managed': (app) => new AuroraManagedStack(app, 'aurora-managed'),
  'ci-revisions': (app) => new CiRevisionsStack(app, 'ci-revisions'),
  'discovered': (app) => new DiscoveredStack(app, 'discovered'),
  'ecs-and-batch': (app) => new EcsAndBatchStack(app, 'ecs-and-batch'),
  'everywhere-a-secret-goes': (app) => new EverywhereASecretGoesStack(app, 'everywhere-a-secret-goes'),
  'json-secret-references': (app) => new JsonSecretReferencesStack(app, 'json-secret-references'),
  'names-from-variables': (app) => new NamesFromVariablesStack(app, 'names-from-variables'),
  'own-source': (app) => new OwnSourceStack(app, 'own-source'),
  'platform-team': stacksOf,
  'quickstart': (app) => new QuickstartStack(app, 'quickstart'),
  'rds-rotation': (app) => new RdsRotationStack(app, 'rds-rotation'),
};
