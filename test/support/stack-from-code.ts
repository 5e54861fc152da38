import * as provider from '@cdktf/provider-aws/lib/provider';
import * as cdktf from 'cdktf';
import * as ts from 'typescript';
import * as library from 'cdktf-ecs-secrets';

const MODULES: { [name: string]: unknown } = {
  'cdktf': cdktf,
  'cdktf-ecs-secrets': library,
  '@cdktf/provider-aws/lib/provider': provider,
  'constructs': {},
};

/** The stack that code printed by `ecs-secrets import` makes when it runs. */
export function stackFromCode(code: string, app: cdktf.App): cdktf.TerraformStack {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const exported: { ImportedStack?: new (scope: cdktf.App, id: string) => cdktf.TerraformStack } = {};
  new Function('exports', 'require', outputText)(exported, (name: string) => MODULES[name]);
  return new exported.ImportedStack!(app, 'imported');
}
