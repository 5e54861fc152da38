import { spawnSync } from 'node:child_process';

/** Maps whose keys are the user's own words. */
const FREE = ['options', 'dockerLabels', 'labels', 'driverOpts', 'parameters'];

/** As a library: moto's server depends on it, and only python3 is sure to be on the PATH. */
const SCRIPT = `
import json, sys
from cfnlint.api import ManualArgs, lint
found = lint(sys.stdin.read(), config=ManualArgs(regions=["us-east-1"]))
print(json.dumps([f"{match.path[1]}: {match.rule.id} {match.message}" for match in found]))
`;

/** What cfn-lint says to CloudFormation resources, each with the resource's name in front. */
export function cfnLint(resources: { readonly [name: string]: { readonly Type: string; readonly Properties: unknown } }): string[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', SCRIPT], { input: JSON.stringify({ Resources: resources }), encoding: 'utf8' });
  if (status !== 0) throw new Error(`cfn-lint did not run: ${stderr}`);
  return JSON.parse(stdout) as string[];
}

/** What the AWS API takes, in CloudFormation's spelling. */
export function pascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalCase);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key[0].toUpperCase() + key.slice(1), FREE.includes(key) ? inner : pascalCase(inner)]);
  return Object.fromEntries(entries);
}
