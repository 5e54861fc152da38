import { mkdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import { App } from 'cdktf';
import { QuickstartStack } from './main';

interface Container {
  readonly name: string;
  readonly secrets?: { readonly name: string; readonly valueFrom: string }[];
}

/** Synthesises the example and shows what it made, read from the stack file itself. */
function main(): void {
  const outdir = join(__dirname, 'cdktf.out');
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  new QuickstartStack(app, 'quickstart');
  app.synth();

  const file = join(outdir, 'stacks', 'quickstart', 'cdk.tf.json');
  const { resource } = JSON.parse(readFileSync(file, 'utf8'));
  const rows = Object.values<any>(resource.aws_ecs_task_definition).flatMap((task) =>
    containersOf(task.container_definitions).flatMap(({ name: container, secrets = [] }) =>
      secrets.map(({ name, valueFrom }) => {
        const place = placeOf(valueFrom, resource);
        return [container, name, place.store, place.valueFrom, readersOf(valueFrom, resource).join(', ')];
      }),
    ),
  );

  process.stdout.write(`${table([['container', 'name', 'store', 'valueFrom', 'readable by role'], ...rows])}\n\n`);
  process.stdout.write(`stack file: ${relative(process.cwd(), file)}\n`);
}

/** References are put into quotes of their own, so that the text is JSON. */
function containersOf(text: string): Container[] {
  return JSON.parse(text.replace(/\$\{jsonencode\([^}]*\)\}/g, '""').replace(/\$\{([^}]*)\}/g, (_, reference: string) => `\${${reference.replace(/"/g, '\\"')}}`));
}

function placeOf(valueFrom: string, resource: any): { store: string; valueFrom: string } {
  const parameter = valueFrom.match(/aws_ssm_parameter\.(\w+)\["(\w+)"\]/);
  if (parameter) {
    const name = resource.aws_ssm_parameter[parameter[1]].name.replace('${each.key}', parameter[2]);
    return { store: 'Parameter Store', valueFrom: `…:parameter${name}` };
  }
  const [, id, rest] = valueFrom.match(/aws_secretsmanager_secret\.(\w+)\.arn\}(.*)/)!;
  return { store: 'Secrets Manager', valueFrom: `…:secret:${resource.aws_secretsmanager_secret[id].name}-…${rest}` };
}

/** The roles whose policies name the ARN. */
function readersOf(valueFrom: string, resource: any): string[] {
  const reference = valueFrom.match(/\$\{[^}]*\}/)![0];
  return Object.values<any>(resource.aws_iam_role_policy)
    .filter((policy) => policy.policy.includes(reference))
    .map((policy) => policy['//'].metadata.path.split('/').slice(1, -1).join('/'));
}

function table(rows: string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: string[]) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd();
  return [line(rows[0]), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n');
}

main();
