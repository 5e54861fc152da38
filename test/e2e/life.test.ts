import * as fc from 'fast-check';
import { Figures } from './life/figures';
import { Life } from './life/life';
import { Step, steps, testOf } from './life/steps';
import { describeReal } from './support/prerequisites';

const MINUTES = Number(process.env.E2E_LIFE_MINUTES ?? 0);
const SEED = Number(process.env.E2E_LIFE_SEED ?? 17);
/** Lives that every run tries. */
const SEEDS = [80164];
const SHORT = 7;
const LONG = 25;

jest.setTimeout(MINUTES > 0 ? (MINUTES + 30) * 60_000 : 600_000);

/** Takes the steps that mean anything, and returns them. */
async function live(life: readonly Step[], until = Infinity, figures?: Figures): Promise<Step[]> {
  const taken: Step[] = [];
  figures?.live();
  const world = await Life.begin();
  try {
    await world.take({ do: 'set', store: 'parameters', name: 'PA', kind: 'generated', version: 1 });
    for (const step of life) {
      if (Date.now() > until) {
        break;
      }
      if (world.allows(step)) {
        taken.push(step);
        await world.take(step);
        figures?.step(step, world.struck.splice(0));
      }
    }
    return taken;
  } catch (error) {
    const failure = new Error(`${(error as Error).message}\n\nthis test repeats it:\n\n${testOf(taken)}\n`);
    figures?.failed(failure);
    throw failure;
  } finally {
    await world.end();
    figures?.sum();
  }
}

const lives = (length: number) => fc.array(steps, { minLength: length, maxLength: length, size: 'max' });

describeReal('a random life', () => {
  if (MINUTES === 0) {
    test.each(SEEDS)('of seed %d', async (seed) => {
      const [life] = fc.sample(lives(SHORT), { seed, numRuns: 1 });
      expect((await live(life)).length).toBeGreaterThan(0);
    });
  } else {
    test(`of ${MINUTES} minutes from seed ${SEED}`, async () => {
      const until = Date.now() + MINUTES * 60_000;
      const figures = new Figures(SEED);
      const property = fc.asyncProperty(lives(LONG), async (life) => {
        // fast-check's own time limit takes a life that it interrupts for a failure where none has ended before
        if (Date.now() < until) {
          await live(life, until, figures);
        }
      });
      const checked = await fc.check(property, { seed: SEED, numRuns: 1000 });
      expect(checked.failed ? fc.defaultReportMessage(checked) : undefined).toBeUndefined();
    });
  }
});
