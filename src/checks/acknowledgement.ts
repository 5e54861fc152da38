import { IConstruct } from 'constructs';

/** Kept as metadata of the construct, where tools find it, and also another copy of this package. */
const METADATA = 'cdktf-ecs-secrets:acknowledged';

/** A rule that somebody has thought about. */
export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
  /** What it is limited to. */
  readonly names?: readonly string[];
}

export function addAcknowledgement(scope: IConstruct, acknowledgement: Acknowledgement): void {
  scope.node.addMetadata(METADATA, acknowledgement);
}

/** By the construct itself, or by one above it. */
export function isAcknowledged(scope: IConstruct, id: string, name?: string): boolean {
  return scope.node.scopes
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === METADATA).map(({ data }): Acknowledgement => data))
    .some((known) => known.id === id && (known.names === undefined || (name !== undefined && known.names.includes(name))));
}
