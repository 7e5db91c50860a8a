import { composeLabels, labels } from '../../api/v1/labels.ts'

/** Whom the labels of an object on an engine name, which has a name that is to be ours. */
export interface Maker {
  /** The project of docker compose that it was made for. */
  readonly project?: string
  /** Another installation of reconcile, and the stack that it made it for. */
  readonly installation?: string
  readonly stack?: string
}

/** Who made an object, by its labels. Every installation sets those of docker compose as well. */
export function makerOf(own: Readonly<Record<string, string>> | null | undefined): Maker {
  const { [composeLabels.project]: project, [labels.installation]: installation, [labels.stack]: stack } = own ?? {}
  if (installation !== undefined) return { installation, ...(stack === undefined ? {} : { stack }) }
  return project === undefined ? {} : { project }
}

/**
 * What to do about what another installation, or docker compose, made under the names of a stack, after `that`; undefined where docker
 * compose made it for another project, or nobody says who did.
 */
export function makerRemedy(
  stack: string | undefined,
  { project, installation, stack: theirs }: Maker,
): string | undefined {
  if (installation !== undefined)
    return `the reconcile installation ${installation} made${theirs === undefined ? '' : ` for its stack ${theirs}`}: ${elsewhereRemedy(theirs)}`
  if (stack === undefined || project !== stack) return undefined
  return adoptRemedy(project)
}

function adoptRemedy(project: string): string {
  return `docker compose made for its project ${project}: \`reconcile adopt ${project}\` takes it over`
}

/** What ends what another installation made: nobody takes that over. */
export function elsewhereRemedy(stack: string | undefined): string {
  const command = stack === undefined ? '' : `, \`reconcile delete --stack ${stack}\` with its RECONCILE_HOME,`
  return `delete it there${command} or give this stack another name`
}

/** Whether a message says that docker compose has a name of the stack. */
export function saysToAdopt(message: string, stack: string): boolean {
  return message.includes(adoptRemedy(stack))
}

/** The other installation that a message says has a name, and its stack. */
export function installationIn(
  message: string,
): { readonly installation: string; readonly stack?: string } | undefined {
  const [, installation, stack] = /the reconcile installation (\S+) made(?: for its stack (\S+))?: /.exec(message) ?? []
  if (installation === undefined) return undefined
  return { installation, ...(stack === undefined ? {} : { stack }) }
}
