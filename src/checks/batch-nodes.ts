import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const NODES = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeProperties.html';
const RANGE = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeRangeProperty.html';
const MOST_RANGES = 5;

/** How many nodes a job has, and what runs on which. */
export interface NodesSubject {
  readonly numNodes: number;
  readonly mainNode: number;
  readonly ranges: readonly { readonly targetNodes: string; readonly instanceType?: string }[];
}

export const BATCH_MAIN_NODE: Rule<NodesSubject> = {
  id: 'batch-main-node',
  explanation: 'The main node is one of the nodes, which are counted from 0.',
  fix: 'give an index that is less than numNodes',
  source: NODES,
  check: ({ numNodes, mainNode }) => {
    if (isUnresolved(numNodes) || isUnresolved(mainNode)) {
      return undefined;
    }
    if (numNodes < 1) {
      return `a job of several nodes has at least one, got numNodes ${numNodes}: give it a number from 1 on`;
    }
    return mainNode < 0 || mainNode >= numNodes
      ? `mainNode ${mainNode} is none of the ${numNodes} nodes: give it an index from 0 to ${numNodes - 1}`
      : undefined;
  },
};

export const BATCH_NODE_RANGES: Rule<NodesSubject> = {
  id: 'batch-node-ranges',
  explanation: 'AWS Batch wants to know what runs on every node, in at most five ranges of their indexes.',
  fix: 'write ranges like 0:3 that together have every node; one without its end, like 4:, has all that follow',
  source: RANGE,
  check: ({ numNodes, ranges }) => {
    if (ranges.length === 0 || ranges.length > MOST_RANGES) {
      return `nodeRangeProperties has ${ranges.length} ranges: give it 1 to ${MOST_RANGES}`;
    }
    if (ranges.some(({ targetNodes }) => isUnresolved(targetNodes))) {
      return undefined;
    }
    const wrong = ranges.find(({ targetNodes }) => boundsOf(targetNodes) === undefined);
    if (wrong !== undefined) {
      return `targetNodes '${wrong.targetNodes}' is not a range of nodes: write the first and the last, like 0:3`;
    }
    const again = ranges.find(({ targetNodes }, i) => ranges.findIndex((r) => r.targetNodes === targetNodes) < i);
    if (again !== undefined) {
      return `targetNodes '${again.targetNodes}' is there twice: leave one of them out`;
    }
    if (isUnresolved(numNodes)) {
      return undefined;
    }
    const bounds = ranges.map(({ targetNodes }) => boundsOf(targetNodes)!);
    // the first node that is left out is node 0, or comes right after a range
    const left = [0, ...bounds.map(([, last]) => last + 1)].filter(
      (node) => node < numNodes && !bounds.some(([first, last]) => first <= node && node <= last),
    );
    return left.length > 0
      ? `node ${Math.min(...left)} of ${numNodes} is in none of the ranges ` +
          `${ranges.map(({ targetNodes }) => targetNodes).join(', ')}: extend one of them`
      : undefined;
  },
};

export const BATCH_NODE_OVERLAP: Rule<NodesSubject> = {
  id: 'batch-node-overlap',
  explanation:
    'AWS Batch documents what happens where a range is within another: the inner one counts. It documents ' +
    'nothing for ranges that share only a part.',
  fix: 'end one range where the other begins',
  source: RANGE,
  check: ({ ranges }) => {
    const known = ranges.flatMap(({ targetNodes }) => {
      const bounds = isUnresolved(targetNodes) ? undefined : boundsOf(targetNodes);
      return bounds === undefined ? [] : [{ targetNodes, first: bounds[0], last: bounds[1] }];
    });
    for (const [i, a] of known.entries()) {
      const b = known.slice(i + 1).find((other) => overlap(a, other));
      if (b !== undefined) {
        return (
          `ranges ${a.targetNodes} and ${b.targetNodes} share some of their nodes, and neither is within the other: ` +
          'end one where the other begins'
        );
      }
    }
    return undefined;
  },
};

export const BATCH_NODE_INSTANCE_TYPE: Rule<NodesSubject> = {
  id: 'batch-node-instance-type',
  explanation: 'All nodes of a job have the same type of instance.',
  fix: 'give every range the same instanceType, or none',
  source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html',
  check: ({ ranges }) => {
    const types = ranges.map(({ instanceType }) => instanceType);
    if (types.some((type) => isUnresolved(type)) || new Set(types).size < 2) {
      return undefined;
    }
    const told = ranges.map(({ targetNodes, instanceType }) => `${instanceType ?? 'none'} for ${targetNodes}`);
    return `all nodes of a job have one instanceType, got ${told.join(', ')}: give every range the same, or none`;
  },
};

export const BATCH_NODE_PLATFORM: Rule<{ readonly platformCapabilities: readonly string[] }> = {
  id: 'batch-node-platform',
  explanation: 'A job of several nodes runs on EC2 instances, not on Fargate.',
  fix: 'leave platformCapabilities out, or set BatchPlatform.EC2',
  source: 'https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html',
  check: ({ platformCapabilities }) =>
    platformCapabilities.includes('FARGATE')
      ? 'a job of several nodes doesn\'t run on FARGATE: leave platformCapabilities out, or set BatchPlatform.EC2'
      : undefined,
};

/** The first and the last index; the last is open in `1:`. */
function boundsOf(targetNodes: string): readonly [number, number] | undefined {
  const [, first, colon, last] = /^(\d*)(:?)(\d*)$/.exec(targetNodes) ?? [];
  if (colon === undefined || targetNodes === '') {
    return undefined;
  }
  const start = Number(first || 0);
  const end = colon === '' ? start : last === '' ? Infinity : Number(last);
  return start <= end ? [start, end] : undefined;
}

interface Bounds {
  readonly first: number;
  readonly last: number;
}

function overlap(a: Bounds, b: Bounds): boolean {
  const share = a.first <= b.last && b.first <= a.last;
  return share && !within(a, b) && !within(b, a);
}

function within(inner: Bounds, outer: Bounds): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}
