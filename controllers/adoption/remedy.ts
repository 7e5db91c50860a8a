import type { V1Maker } from '../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'

/**
 * Who made an object, by its labels; undefined where they do not say. Installations set the labels of docker compose too, so ours come
 * first.
 */
export function makerOf(own: Readonly<Record<string, string>> | null | undefined): V1Maker | undefined {
  const { [composeLabels.project]: project, [labels.installation]: installation, [labels.stack]: stack } = own ?? {}
  if (installation !== undefined) return { installation, ...(stack === undefined ? {} : { stack }) }
  return project === undefined ? undefined : { project }
}

/**
 * Says who made an object that has a name of this stack, and what to do about it; completes a sentence that ends in `that`. Undefined
 * where docker compose made it for another project, or its maker is unknown.
 */
export function makerRemedy(
  stack: string | undefined,
  { project, installation, stack: theirs }: V1Maker = {},
): string | undefined {
  if (installation !== undefined)
    return `the reconcile installation ${installation} made${theirs === undefined ? '' : ` for its stack ${theirs}`}: ${elsewhereRemedy(theirs)}`
  if (stack === undefined || project !== stack) return undefined
  return `docker compose made for its project ${project}: \`reconcile adopt ${project}\` takes it over`
}

/** What to do about an object of another installation: it can't be adopted. */
export function elsewhereRemedy(stack: string | undefined): string {
  const command = stack === undefined ? '' : `, \`reconcile delete --stack ${stack}\` with its RECONCILE_HOME,`
  return `delete it there${command} or give this stack another name`
}
