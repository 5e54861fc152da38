import type { Context } from './conditions';
import { AccessRequest, Votes } from './policy';
import { AwsApi, isMissing } from '../aws/api';

/** What IAM's simulation answers for one request. */
export interface Simulated {
  readonly votes: Votes;
  /** Keys of conditions that the answer would depend on: with any of them it says nothing. */
  readonly missing: readonly string[];
}

/** Resources in one call of SimulatePrincipalPolicy. */
const BATCH = 50;

/**
 * IAM's own simulation of a role's policies, its boundary, and what its organisation allows.
 */
export class Simulator {
  /** Whether it can be had at all. */
  private available = true;

  public constructor(private readonly api: AwsApi, private readonly role: string) {}

  /**
   * One answer per request, undefined where there is none: then the policies have to be read.
   *
   * @throws if the role doesn't exist
   */
  public async ask(requests: readonly AccessRequest[]): Promise<(Simulated | undefined)[]> {
    const groups = new Map<string, AccessRequest[]>();
    for (const request of requests) {
      const key = JSON.stringify([request.action, request.context]);
      groups.set(key, [...groups.get(key) ?? [], request]);
    }
    const answers = new Map<AccessRequest, Simulated>();
    for (const group of groups.values()) {
      for (let at = 0; this.available && at < group.length; at += BATCH) {
        await this.simulate(group.slice(at, at + BATCH), answers);
      }
    }
    return requests.map((request) => (this.available ? answers.get(request) : undefined));
  }

  private async simulate(group: readonly AccessRequest[], answers: Map<AccessRequest, Simulated>): Promise<void> {
    const [{ action, context }] = group;
    try {
      const resources = [...new Set(group.map((request) => request.resource))];
      const results = await this.api.simulate({ role: this.role, action, resources, context: known(context) });
      for (const request of group) {
        const result = results[request.resource];
        // an answer without one of the resources says nothing about it
        if (result !== undefined) {
          answers.set(request, simulated(result));
        }
      }
    } catch (error) {
      if (isMissing(error)) {
        throw error;
      }
      this.available = false;
    }
  }
}

function simulated({
  decision,
  missing,
}: {
  readonly decision: string;
  readonly missing: readonly string[];
}): Simulated {
  const because = 'as IAM simulates it';
  return {
    missing,
    votes: { deny: { truth: decision === 'explicitDeny', because }, allow: { truth: decision === 'allowed', because } },
  };
}

function known(context: Context): { readonly [key: string]: string } {
  return Object.fromEntries(Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== null));
}
