import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { composeLabels, labels } from '../../../api/v1/labels.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { DeleteRequest } from '../../../api/v1/installation/requests.ts'
import type { ContainerSummary } from '../../../engine/types/container.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import { stacksIn } from '../../../store/source/apply.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { type FileReading, idsIn, servicesIn } from '../../../store/source/reading/reading.ts'
import { answersOfDeclared } from '../answers.ts'
import type { Core } from '../open/core.ts'
import { unreachableEngine } from '../unreachable.ts'
import { isWorkedOn } from './of-other-homes.ts'

/** A container with its labels and node. */
export type Labelled = Pick<ContainerSummary, 'name' | 'labels' | 'state'> & { readonly node: string }

/** Services, by key and by stack. */
export interface NamedServices {
  /** Keys of services. */
  readonly services: ReadonlySet<Key>
  /** Stacks that are meant with all their services. */
  readonly stacks: ReadonlySet<string>
}

/**
 * Throws if containers run for services that this home has never reconciled, unless these are to go, too (`prune`): another home applied
 * them, or the state was lost. Deleting the objects would leave the containers running. Also throws if an engine does not answer and nothing
 * is declared here; with `prune` if none answers. Returns notes about unreachable engines, and about containers of others with the same names.
 */
export async function refuseUnseen(
  core: Core,
  request: DeleteRequest,
  files: readonly FileReading[] | undefined,
): Promise<readonly string[]> {
  const going = files ? goingIn(files, request) : goingNamed(request)
  const unseen = unseenOf(core.store, going)
  const barred = barredOf(core.store, going)
  if (isNone(unseen) && barred.size === 0) return []
  const run = { signal: request.signal, object: 'Service', reason: 'whether what is to be deleted runs' }
  const { answers, silent } = await answersOfDeclared(core, async (engine) =>
    (await engine.listContainers({}, run)).map((container): Labelled => ({ ...container, node: engine.node })),
  )
  const found = answers.flat()
  const running = runningUnseen(found, unseen, core.installation)
  if (running.length > 0 && !request.prune) throw refusal(running)
  const isNoneDeclared = files !== undefined && idsIn(files).every((id) => !objectOf(core.store, id))
  const [first] = silent
  if (first && (request.prune ? answers.length === 0 : isNoneDeclared)) throw unreachableEngine(first)
  const mayStay = { ...unseen, services: new Set([...unseen.services, ...barred]) }
  const unknown = silent.map(({ message }) => `whether something of it runs is not known: ${message}`)
  return [...(isNone(unseen) ? [] : unknown), ...madeByOthers(found, mayStay, core.installation)]
}

function goingIn(files: readonly FileReading[], { orphans = false }: DeleteRequest): NamedServices {
  return { services: new Set(servicesIn(files).map(keyOf)), stacks: new Set(orphans ? stacksIn(files) : []) }
}

function goingNamed({ refs, stack }: DeleteRequest): NamedServices {
  if (!refs) return { services: new Set(), stacks: new Set(stack === undefined ? [] : [stack]) }
  const services = refs.filter(({ kind }) => kind === 'Service').map(({ namespace, name }) => keyFor(namespace, name))
  const stacks = refs.filter(({ kind }) => kind === 'Stack').map(({ name }) => name)
  return { services: new Set(services), stacks: new Set(stacks) }
}

function isNone({ services, stacks }: NamedServices): boolean {
  return services.size === 0 && stacks.size === 0
}

/** The services that this home has not worked on. */
function unseenOf(store: Store, { services, stacks }: NamedServices): NamedServices {
  const isUnseen = (key: Key) => !isWorkedOn(store, key)
  const isUnseenStack = (stack: string) => [...store.by('Service', 'namespace', stack).keys()].every(isUnseen)
  return { services: new Set([...services].filter(isUnseen)), stacks: new Set([...stacks].filter(isUnseenStack)) }
}

/** The services with a task that has no container. Another container may have its name, and would stay. */
function barredOf(store: Store, { services, stacks }: NamedServices): ReadonlySet<Key> {
  const ofStacks = [...stacks].flatMap((stack) => [...store.by('Service', 'namespace', stack).keys()])
  const isBarred = (key: Key) =>
    [...store.by('Task', 'service', key).values()].some(({ status }) => status?.containerName === undefined)
  return new Set([...services, ...ofStacks].filter(isBarred))
}

/** The running containers of this installation that belong to unseen services (S4). Pure. */
export function runningUnseen(
  found: readonly Labelled[],
  { services, stacks }: NamedServices,
  installation: string,
): readonly Labelled[] {
  return found.filter(({ labels: own, state }) => {
    const { [labels.stack]: stack = '', [labels.name]: name = '' } = own
    const isTask = own[labels.installation] === installation && own[labels.kind] === 'Service' && state !== 'removing'
    return isTask && (stacks.has(stack) || services.has(keyFor(stack, name)))
  })
}

/** Notes about containers of the same names that others made; they stay (S4). Pure. */
export function madeByOthers(
  found: readonly Labelled[],
  { services, stacks }: NamedServices,
  installation: string,
): readonly string[] {
  const notes = new Map<string, Labelled[]>()
  for (const container of found) {
    const { [composeLabels.project]: project, [composeLabels.service]: service = '' } = container.labels
    const maker = container.labels[labels.installation]
    if (project === undefined || maker === installation || container.labels[composeLabels.oneoff] === 'True') continue
    if (!stacks.has(project) && !services.has(keyFor(project, service))) continue
    const by =
      maker === undefined
        ? `docker compose: \`docker compose -p ${project} down\` deletes what it made`
        : `installation ${maker}`
    notes.set(by, [...(notes.get(by) ?? []), container])
  }
  return [...notes].map(([by, theirs]) => `${where(theirs)}: made, and kept, by ${by}`)
}

function refusal(running: readonly Labelled[]): InstallationError {
  const services = new Set(running.map(({ labels: own }) => `Service/${own[labels.stack]}/${own[labels.name]}`))
  const message = `this home has never worked on ${listNames([...services].sort())}, of which there is ${where(running)}`
  return new InstallationError(exits.failed, message, {
    reason: 'Conflict',
    remedy:
      'where another home (RECONCILE_HOME) works on it, delete it there; to delete it from here, whoever applied it, give --prune with -f FILE or --stack STACK (in `down`: --remove-orphans). Nothing was deleted',
  })
}

function where(found: readonly Labelled[]): string {
  const nodes = [...new Set(found.map(({ node }) => node))]
  return `${listNames(found.map(({ name }) => name).sort())} on ${listNames(nodes)}`
}
