import { publish } from './support/markdown';
import { measurePlans } from './support/plans';
import { compileApps, run } from './support/processes';
import { spreadOf } from './support/statistics';
import { checkSame, measureSize } from './support/synth';

const SIZES = [
  { services: 1, rounds: 21 },
  { services: 10, rounds: 11 },
  { services: 100, rounds: 7 },
  { services: 500, rounds: 3 },
];

async function main(): Promise<void> {
  checkSame(3);
  compileApps();
  const sizes = SIZES.map(({ services, rounds }) => measureSize(services, rounds, console.log));
  // 40 secrets each
  const [thousand, tenThousand] = [25, 250].map((services) =>
    spreadOf(Array.from({ length: 5 }, () => run('library', services)).map(({ build, synth }) => build + synth)).median);
  const plain = (['20+20', '3+3', '0+40'] as const).map((names) => measureSize(100, 7, console.log, ['plain'], names));
  const plans = await measurePlans(3);
  publish({ sizes, plain, growth: tenThousand / thousand, plans });
}

void main();
