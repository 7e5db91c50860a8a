import type { V1TaskTemplate } from './generated/types.ts'

/** Whether a template has a health check that is not switched off. One of its image's own is not known here. */
export function isChecked({ healthcheck }: V1TaskTemplate): boolean {
  return healthcheck !== undefined && !healthcheck.disable && healthcheck.test?.[0] !== 'NONE'
}
