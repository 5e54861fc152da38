import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { SecretEntry } from '../../references/secret-source';
import { MovedBlock } from '../../terraform/moved-block';
import { logicalIdOf } from '../../terraform/moved-from';

const UNPINNED = 'Resource';

/** Whether a reference names a version that Terraform wrote. */
export function arePinned(entries: readonly Pick<SecretEntry, 'pinned'>[]): boolean {
  return entries.some((entry) => entry.pinned);
}

/**
 * Id of a task or job definition. One with pinned references has an address of its own: if the same resource lost them
 * together with a written value, the old version would have to go after the old revision, and the new revision would
 * wait for the old version to go, a cycle.
 */
export function definitionId(pinned: boolean): string {
  return pinned ? 'PinnedResource' : UNPINNED;
}

/** If a definition had no pinned references before, it is the same resource. */
export function continueUnpinned(scope: Construct, resource: TerraformResource, pinned: boolean): void {
  if (pinned) {
    new MovedBlock(scope, 'Unpinned', () => ({
      from: `${resource.terraformResourceType}.${logicalIdOf(scope, UNPINNED)}`,
      to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
    }));
  }
}
