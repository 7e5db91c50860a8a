import type { V1TaskTemplate } from './generated/types.ts'

/** Whether a template declares a health check that is not disabled. A health check of its image is unknown here. */
export function isChecked({ healthcheck }: V1TaskTemplate): boolean {
  return healthcheck !== undefined && !healthcheck.disable && healthcheck.test?.[0] !== 'NONE'
}
