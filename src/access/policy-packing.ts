import { Grant, Resource, lengthOf } from './statement';

/**
 * Divides grants among policy documents of at most `limit` characters, in order. A list too long for one document goes on in the next.
 */
export function packGrants(grants: readonly Grant[], limit: number): Grant[][] {
  const frame = '{"Statement":[],"Version":"2012-10-17"}'.length;
  const documents: Grant[][] = [];
  let current: Grant[] = [];
  let room = limit - frame;
  const queue = [...grants];
  while (queue.length > 0) {
    const grant = queue.shift()!;
    const length = lengthOf(grant);
    if (length <= room) {
      current.push(grant);
      room -= length;
      continue;
    }
    const [fits, rest] = split(grant, room);
    if (fits) {
      current.push(fits);
      queue.unshift(rest);
    } else if (current.length === 0) {
      // one entry alone is longer than a document: AWS has the last word
      const [first, others] = split(grant, Infinity, 1);
      current.push(first ?? grant);
      if (first) {
        queue.unshift(others);
      }
    } else {
      queue.unshift(grant);
    }
    documents.push(current);
    current = [];
    room = limit - frame;
  }
  return current.length > 0 ? [...documents, current] : documents;
}

/** The part of a grant that fits into `room`, and the rest; nothing where not even one entry fits or there is nothing to divide. */
function split(grant: Grant, room: number, most = Infinity): [Grant, Grant] | [undefined, Grant] {
  const list = grant.contexts ?? grant.resources;
  const part = (entries: readonly Resource[]): Grant => (grant.contexts ? { ...grant, contexts: entries } : { ...grant, resources: entries });
  let left = room - lengthOf(part([]));
  let count = 0;
  while (count < Math.min(list.length, most) && left >= list[count].length + 3) {
    left -= list[count].length + 3;
    count++;
  }
  return count === 0 || count === list.length ? [undefined, grant] : [part(list.slice(0, count)), part(list.slice(count))];
}
