import type { V1TaskTemplate } from './generated/types.ts'

const DAY_S = 86_400

/** The interval after which a template's tag is pulled again, ms; undefined if pulls do not depend on time. */
export function pullIntervalMs({ build, image, pullPolicy, pullIntervalSeconds }: V1TaskTemplate): number | undefined {
  if (build || image === undefined || image.includes('@') || pullPolicy === 'Never') return undefined
  if (pullIntervalSeconds !== undefined) return pullIntervalSeconds * 1_000
  if (pullPolicy === 'Daily') return DAY_S * 1_000
  return pullPolicy === 'Weekly' ? 7 * DAY_S * 1_000 : undefined
}
