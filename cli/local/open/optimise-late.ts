import { setFlagsFromString } from 'node:v8'

/** V8's interrupt budget, bytes of bytecode executed before it considers optimising a function; its default is 67,584. */
const BUDGET = 300_000

/**
 * Makes V8 optimise later. A command runs only seconds, beside engines that use all cores, so it gains less from the optimiser than that
 * costs (docs/decisions/what-a-fresh-deploy-costs.md). Long loops are still optimised. Only for V8 11 (Node 20): later ones count
 * differently and warn about unknown flags.
 */
export function optimiseLate(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${BUDGET}`)
}
