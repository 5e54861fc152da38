import { Imports, arrows, roomOf } from './imports';

/** The rooms of `src`, each with what it has. A room imports only from rooms that stand above it in this list. */
export const ROOMS: { readonly [room: string]: string } = {
  'terraform': 'what CDKTF lacks: expressions, the ephemeral block, references without detours',
  'checks': 'rules, one pure function each, that find at synth what AWS would refuse',
  'files': 'names from dotenv, JSON, YAML and SOPS files',
  'values': 'how a value reaches AWS',
  'references': 'how ECS refers to a stored value: `ISecretSource`, `valueFrom`',
  'stores': 'where values live: parameters, JSON secrets, and those known only at plan',
  'access': 'who may read: the execution role, its statements, packed into policies',
  'workloads/containers': 'what one container says: definition, image, logs, volumes, secret files',
  'workloads/value-check': 'the check of values during plan',
  'workloads': 'what follows from the secrets of a workload: rights, order, preconditions',
  'workloads/ecs-task': 'the task definition, its props, JSON in and out',
  'workloads/ecs-service': 'the service',
  'workloads/batch-job': 'the Batch job definition',
  'lifecycle': 'what changes later: databases, rotation, redeploys',
  'inventory': 'what the app\'s secrets look like: names, places, readers, never values',
};

/** The rooms of the command, in the same way. */
export const COMMAND_ROOMS: { readonly [room: string]: string } = {
  'cli/aws': 'calls to AWS: one interface, and the SDK behind it',
  'cli/access': 'what policies allow: simulated by IAM, or worked out from the policies',
  'cli/sources': 'where references come from: apps, plans, files, registered definitions',
  'cli/verify': 'what is wrong with a reference',
  'cli/output': 'reports as text, JSON, JUnit, SARIF and annotations',
  'cli/import': 'code for what is registered',
  'cli/inventory': 'the table, the page and the difference of inventories',
  'cli/commands': 'one file per command',
  'cli': 'options, help and exit codes',
};

/** What every room of the command may use, and what exports from everywhere. */
const SHARED = ['cli/command-error.ts', 'cli/tokens.ts'];
const INDEX = 'src/index.ts';

const ORDER = [...Object.keys(ROOMS), ...Object.keys(COMMAND_ROOMS)];

/** Imports from a room that stands below the importing file's own. */
export function upwardArrows(imports: Imports): string[] {
  return [...imports].filter(([file]) => file !== INDEX).flatMap(([file, imported]) => imported
    .filter((other) => !SHARED.includes(other) && ORDER.indexOf(roomOf(other)) > ORDER.indexOf(roomOf(file)))
    .map((other) => `${file} → ${other}`));
}

/** Files that are in no room. */
export function homeless(imports: Imports): string[] {
  return [...imports.keys()].filter((file) => file !== INDEX && !ORDER.includes(roomOf(file)));
}

/** Rooms that every other room uses, which would hide the picture's other arrows. */
const GROUND = ['terraform', 'checks'];

/** The rooms as a Mermaid graph. An arrow that others already imply is left out. */
export function picture(imports: Imports): string {
  const direct = arrows(imports);
  const above = Object.keys(ROOMS).filter((room) => !GROUND.includes(room));
  const importedBy = (room: string) => (direct.get(room) ?? []).filter((other) => above.includes(other));
  const reaches = (from: string, to: string): boolean => importedBy(from).some((room) => room === to || reaches(room, to));
  const lines = above.flatMap((room) => {
    const needed = importedBy(room).filter((other) => !importedBy(room).some((way) => way !== other && reaches(way, other)));
    return needed.map((other) => `  ${idOf(room)} --> ${idOf(other)}`);
  });
  return [
    'graph BT',
    ...above.map((room) => `  ${idOf(room)}["${room}"]`),
    `  ground["${GROUND.join(', ')}: used by all"]`,
    ...lines,
    ...above.filter((room) => importedBy(room).length === 0).map((room) => `  ${idOf(room)} --> ground`),
  ].join('\n');
}

function idOf(room: string): string {
  return room.replace(/\W/g, '_');
}
