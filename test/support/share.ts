/** Whether long suites run completely and on both engines (RECONCILE_TEST_ALL=1), instead of the share that `npm test` runs. */
export const whole = process.env['RECONCILE_TEST_ALL'] === '1'

/** How much of a long suite to run, such as the number of seeds, or the list of cases. */
export function inShare<T>(share: T, all: T): T {
  return whole ? all : share
}

/** Whether to run a suite with `serve` (true), without (false) or both: `npm test` runs only `served`. */
export function waysToServe(served: boolean): readonly boolean[] {
  return inShare([served], [false, true])
}

/** A test that only `npm run test:all` runs, because a similar test is in the share of `npm test`. */
export function itInAll(title: string, test: Mocha.AsyncFunc): void {
  if (whole) it(title, test)
  else it.skip(title)
}
