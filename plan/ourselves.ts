import type { ContainerAt, Ourselves } from '../controllers/ownership/ourselves.ts'

/**
 * Simulates the container that the controllers run in. A handover only changes the location, as the successor would run the same
 * controllers.
 */
export function simulatedOurselves(start?: ContainerAt): Ourselves {
  let at = start
  return {
    at: () => at,
    handOver: (to) => {
      at = to
    },
  }
}
