import { App, TerraformStack } from 'cdktf';
import * as ts from 'typescript';

/** The stack that code printed by `ecs-secrets import` makes when it runs. */
export function stackFromCode(code: string, app: App): TerraformStack {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const exported: { ImportedStack?: new (scope: App, id: string) => TerraformStack } = {};
  new Function('exports', 'require', outputText)(exported, require);
  return new exported.ImportedStack!(app, 'imported');
}
