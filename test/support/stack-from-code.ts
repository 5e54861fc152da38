import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import * as ts from 'typescript';

type Imported<T> = new (scope: Construct, id: string) => T;

/** The stack that code printed by `ecs-secrets import` makes when it runs. */
export function stackFromCode(code: string, app: App): TerraformStack {
  return new (classOf<TerraformStack>(code))(app, 'imported');
}

/** The same as a part of another stack, which has the provider. */
export function constructFromCode(code: string, scope: Construct, id: string): Construct {
  const part = code.replace('ImportedStack extends TerraformStack', 'ImportedStack extends Construct').replace(/^ *new AwsProvider\(.*\n/m, '');
  return new (classOf<Construct>(part))(scope, id);
}

function classOf<T>(code: string): Imported<T> {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const exported: { ImportedStack?: Imported<T> } = {};
  new Function('exports', 'require', outputText)(exported, require);
  return exported.ImportedStack!;
}
