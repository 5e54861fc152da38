import { isObject } from '../../src/checks/api-shape';
import { Inventory } from '../../src/inventory/inventory';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const maybeText: Check = (value) => value === undefined || text(value);
const listOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);
const objectOf = (fields: { readonly [name: string]: Check }): Check => (value) =>
  isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

/** Whatever the renderings read. */
const INVENTORY = objectOf({
  entries: listOf(
    objectOf({
      workload: text,
      container: text,
      field: text,
      name: text,
      store: text,
      stored: text,
      jsonKey: maybeText,
      version: maybeText,
      encryptionKey: text,
      role: text,
      alsoReadBy: listOf(text),
    }),
  ),
  taskRoleReads: listOf(
    objectOf({
      role: text,
      workloads: listOf(text),
      store: text,
      stored: text,
      encryptionKey: text,
      alsoInjectedInto: listOf(text),
    }),
  ),
  workloads: listOf(
    objectOf({
      id: text,
      kind: text,
      name: text,
      origin: text,
      role: text,
      containers: listOf(text),
      callsPerStart: objectOf({ getSecretValue: number, getParameters: number, getObject: number }),
    }),
  ),
  cost: objectOf({
    perMonth: number,
    pricesOf: text,
    sources: listOf(text),
    lines: listOf(objectOf({ what: text, count: number, each: number, total: number })),
  }),
});

/** Whether a file holds what `inventory --format json` writes. */
export function isWrittenInventory(content: unknown): content is Inventory {
  return INVENTORY(content);
}
