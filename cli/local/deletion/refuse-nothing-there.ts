import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { composeLabels, labels } from '../../../api/v1/labels.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { hostNameOf, slotName } from '../../../api/v1/names.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { Run } from '../../../engine/run.ts'
import type { StringMap } from '../../../engine/types/string-map.ts'
import { answersOfDeclared } from '../answers.ts'
import type { Core } from '../open/core.ts'

/** A container, network or volume on a host, with its labels. */
export interface OnHost {
  readonly name: string
  readonly labels: Readonly<StringMap>
}

/** An adoption of a named stack, with the objects that declare it. */
export interface NamedAdoption {
  readonly stack: string
  readonly objects: readonly ObjectOf[]
  readonly signal: AbortSignal
}

/** Throws if nothing exists of the stack to adopt, as with a typo: new containers with empty volumes would run beside the existing ones. */
export async function refuseNothingThere(core: Core, { stack, objects, signal }: NamedAdoption): Promise<void> {
  if (core.store.by('Service', 'namespace', stack).size > 0) return
  const run = { signal, object: `Stack/${stack}`, reason: 'whether there is something to adopt' }
  const { answers, silent } = await answersOfDeclared(core, (engine) => onHost(engine, run))
  // An engine or plugin that did not answer may have it.
  if (answers.length === 0 || silent.length > 0 || answers.some(({ isWhole }) => !isWhole)) return
  const all = answers.flatMap((answer) => answer.found)
  const found = nothingThere(all, { stack, objects })
  if (!found) return
  const projects = found.filter((project) => core.store.by('Service', 'namespace', project).size === 0)
  const where = listNames([...(await core.engines()).values()].map(({ node }) => node))
  const others = projects.length === 0 ? 'there is no project to adopt' : `there are: ${listNames(projects)}`
  throw new InstallationError(
    exits.usage,
    `no container, network or volume of project ${stack} is on ${where}; ${others}`,
    { remedy: `name the project that runs; what is to be made anew is applied without adopting: reconcile apply` },
  )
}

/** The other projects that exist, if nothing of this one does; undefined if something does. Pure. */
export function nothingThere(
  found: readonly OnHost[],
  { stack, objects }: Pick<NamedAdoption, 'stack' | 'objects'>,
): readonly string[] | undefined {
  const names = new Set(objects.flatMap(nameOn))
  const isIts = ({ name, labels: own }: OnHost) => {
    const project = own[composeLabels.project] ?? own[labels.stack]
    return project === undefined
      ? names.has(name) || ['-', '_'].some((mark) => name.startsWith(`${stack}${mark}`))
      : project === stack
  }
  if (found.some(isIts)) return undefined
  // Objects of an installation are no project to adopt.
  const others = found.filter(({ labels: own }) => own[labels.installation] === undefined)
  return [...new Set(others.flatMap((each) => each.labels[composeLabels.project] ?? []))].sort()
}

/** The host name that it may have if it was created by hand. */
function nameOn(object: ObjectOf): readonly string[] {
  if (object.kind === 'Service') return [slotName(object, 1)]
  if (object.kind === 'Network' || object.kind === 'Volume') return object.spec.external ? [] : [hostNameOf(object)]
  return []
}

/** What an engine lists, and whether the list is complete. */
interface Listed {
  readonly found: readonly OnHost[]
  readonly isWhole: boolean
}

async function onHost(engine: Engine, run: Run): Promise<Listed> {
  const [containers, networks, { volumes, warnings }] = await Promise.all([
    engine.listContainers({}, run),
    engine.listNetworks({}, run),
    engine.listVolumes({}, run),
  ])
  const made = [...networks, ...volumes].map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} }))
  return { found: [...containers, ...made], isWhole: warnings.length === 0 }
}
