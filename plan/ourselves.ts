import type { ContainerAt, Ourselves } from '../controllers/runtime/ourselves.ts'

/** Where controllers in a simulated world run: handing over moves them, as the successor's are the same controllers. */
export function simulatedOurselves(start?: ContainerAt): Ourselves {
  let at = start
  return {
    at: () => at,
    handOver: (to) => {
      at = to
    },
  }
}
