import { setFlagsFromString } from 'node:v8'

/** Of bytecode, bytes: what a function runs through before V8 looks whether to optimise it; 67,584 by itself. */
const BUDGET = 300_000

/**
 * Lets V8 optimise later what runs often. A command that lasts seconds, beside engines that fill the cores, gets less back of what its
 * optimiser takes from them (docs/decisions/what-a-fresh-deploy-costs.md); what runs on and on is optimised all the same. Only for V8 11, which
 * is Node 20's: later ones count another way, and complain of flags that they do not know.
 */
export function optimiseLate(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${BUDGET}`)
}
