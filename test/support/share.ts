/** Whether long suites are run whole, on both engines, and not the share of them that `npm test` takes: RECONCILE_TEST_ALL=1. */
export const whole = process.env['RECONCILE_TEST_ALL'] === '1'

/** How much of a long suite is run, such as a number of seeds, or which of its cases. */
export function inShare<T>(share: T, all: T): T {
  return whole ? all : share
}

/** Ways in which a suite is run that works alike beside a `serve` and without: the one that `npm test` takes, or both. */
export function waysToServe(served: boolean): readonly boolean[] {
  return inShare([served], [false, true])
}

/** A test that `npm run test:all` alone runs: of what it looks at, a share has another one that is much like it. */
export function itInAll(title: string, test: Mocha.AsyncFunc): void {
  if (whole) it(title, test)
  else it.skip(title)
}
