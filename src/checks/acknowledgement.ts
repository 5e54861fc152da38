import { IConstruct } from 'constructs';

/** Acknowledgements are metadata of the construct, so that tools and another copy of this package find them. */
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
  return acknowledgements(scope, id).some(
    ({ names }) => names === undefined || (name !== undefined && names.includes(name)),
  );
}

/** What is acknowledged of a rule for a construct, by itself or by one above it. */
export function acknowledgements(scope: IConstruct, id: string): Acknowledgement[] {
  return scope.node.scopes
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === METADATA).map(({ data }): Acknowledgement => data),
    )
    .filter((known) => known.id === id);
}
