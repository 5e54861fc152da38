import { RoleDocument, roleDocuments } from './role-documents';
import { NamedRole } from './roles';
import { StackFile } from './stack-file';
import { shortened } from './stack-workloads';
import { parseStored } from './stored';
import { StoredThing } from './stored-things';
import { parseTemplateJson } from '../terraform/template';

/**
 * Something stored that an application may read by itself, with its task role. No container has to get it as a
 * variable.
 */
export interface TaskRoleRead {
  readonly role: string;
  /** Workloads whose applications have the role. */
  readonly workloads: readonly string[];
  readonly store: string;
  /** Name in the store. A policy allows a secret as a whole, and may have a pattern instead of a name. */
  readonly stored: string;
  /** The keys that encrypt it. */
  readonly encryptionKey: string;
  /** Containers that ECS gives it to as well, through the execution role, as `WORKLOAD/CONTAINER`. */
  readonly alsoInjectedInto: readonly string[];
}

/** A workload and the role that its application has. */
export interface RoleUse {
  readonly workload: string;
  readonly role: NamedRole;
}

/** What a container gets from the execution role. */
export interface Injected {
  readonly arn: string;
  readonly store: string;
  readonly container: string;
}

/** What the inventory calls a store, and the calls that read it. */
const STORES = [
  {
    service: 'ssm',
    store: 'Parameter Store',
    calls: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
  },
  {
    service: 'secretsmanager',
    store: 'Secrets Manager',
    calls: ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'],
  },
] as const;

/**
 * What the task roles of workloads may read, as far as the stacks say it in policies that allow actions on resources.
 */
export function taskRoleReads(
  stacks: readonly StackFile[],
  uses: readonly RoleUse[],
  things: ReadonlyMap<string, StoredThing>,
  injected: readonly Injected[],
): TaskRoleRead[] {
  const documents = uses.length === 0 ? new Map<string, RoleDocument[]>() : roleDocuments(stacks);
  const roles = new Map(uses.map(({ role }) => [role.name, role.shown]));
  const reads = [...roles].flatMap(([name, shown]) => {
    const workloads = sorted(uses.filter(({ role }) => role.name === name).map(({ workload }) => workload));
    return (documents.get(name) ?? [])
      .flatMap(allowedResources)
      .map(({ service, store, resource, open }): TaskRoleRead => {
        if (open) {
          return {
            role: shown,
            workloads,
            store,
            stored: resource,
            encryptionKey: 'known at plan',
            alsoInjectedInto: [],
          };
        }
        const matches = matcher(resource);
        const known = [...things.values()]
          .filter((thing) => thing.store === service && matches(thing.arn))
          .map((thing) => thing.encryptionKey);
        return {
          role: shown,
          workloads,
          store,
          stored: parseStored(resource, { partition: '', region: '', account: '' })?.name ?? resource,
          encryptionKey: sorted(known).join(', ') || 'not in this app',
          alsoInjectedInto: sorted(
            injected.filter((value) => value.store === store && matches(value.arn)).map(({ container }) => container),
          ),
        };
      });
  });
  const distinct = new Map(reads.map((read) => [[read.role, read.store, read.stored].join('\u0000'), read]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, read]) => read);
}

interface AllowedResource {
  readonly service: string;
  readonly store: string;
  /** ARN or pattern; of a list that only Terraform knows, what it comes from. */
  readonly resource: string;
  readonly open: boolean;
}

function allowedResources({ stack, text }: RoleDocument): AllowedResource[] {
  const document = parseTemplateJson(text) as { Statement?: unknown } | undefined;
  return listOf(document?.Statement).flatMap((statement: any) => {
    const actions =
      statement?.Effect === 'Allow'
        ? listOf(statement.Action).map((action) => matcher(stack.resolve(String(action)), 'i'))
        : [];
    return STORES.filter(({ calls }) => calls.some((call) => actions.some((matches) => matches(call)))).flatMap(
      ({ service, store }) =>
        listOf(statement.Resource)
          .map((resource) => ({ raw: String(resource), resource: stack.resolve(String(resource)) }))
          .filter(({ resource }) => isOf(service, resource))
          .map(({ raw, resource }): AllowedResource => {
            const open = /^\$\{.*\b(for|jsonencode)\b/.test(resource);
            return { service, store, resource: open ? shortened(stack, raw) : resource, open };
          }),
    );
  });
}

/** Whether a resource can be one of the service's: other services' ARNs aren't read by its calls. */
function isOf(service: string, resource: string): boolean {
  const other =
    resource.match(/^arn:[^:]*:([a-z0-9-]+):/)?.[1] ?? resource.match(/^\$\{(?:data\.)?aws_(ssm|secretsmanager)_/)?.[1];
  return other === undefined || other === service;
}

/** Compares as IAM does: `*` stands for any text, `?` for one character. */
function matcher(pattern: string, flags = ''): (text: string) => boolean {
  if (!/[*?]/.test(pattern) && flags === '') {
    return (text) => text === pattern;
  }
  const source = pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  const expression = new RegExp(`^${source}$`, `s${flags}`);
  return (text) => expression.test(text);
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
