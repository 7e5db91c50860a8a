import { labels } from '../../api/v1/labels.ts'
import { listNames } from '../../api/v1/list-names.ts'
import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import type { ProgressEvent } from '../../api/v1/progress.ts'
import type { ApplyRequest } from '../../api/v1/requests.ts'
import {
  type Adoption,
  adoptionOf,
  type AdoptedKind,
  consent,
  consentOf,
  withdraw,
} from '../../controllers/adoption/records.ts'
import { plannedAdoption } from '../../plan/adoptions.ts'
import { watchedRootOf } from '../../store/source/root-facts.ts'
import { stacksIn } from '../../store/source/apply.ts'
import type { FileReading } from '../../store/source/reading.ts'
import type { Core } from './core.ts'
import { settle } from './settle.ts'

/** The stacks to adopt that are declared already: none of the files, or all in watched directories; undefined: the files declare them. */
export function declaredStacks(
  { store }: Core,
  { adopt, project }: ApplyRequest,
  files: readonly FileReading[],
): readonly string[] | undefined {
  if (!adopt) return undefined
  if (files.length > 0) {
    checkProject(project, stacksIn(files))
    return files.every(({ file }) => watchedRootOf(store, file) !== undefined) ? stacksIn(files) : undefined
  }
  if (project !== undefined && store.by('Service', 'namespace', project).size > 0) return [project]
  throw new InstallationError(exits.usage, `no stack ${project} is declared, and no file that declares it is here`, {
    remedy: `go to the directory of its Compose file, or name it: reconcile adopt ${project} -f FILE`,
  })
}

/** A project that is named is what the files declare. */
export function checkProject(project: string | undefined, stacks: readonly string[]): void {
  if (project === undefined || stacks.every((stack) => stack === project)) return
  throw new InstallationError(exits.usage, `the files declare ${listNames(stacks)}, not ${project}`, {
    remedy: `name those of ${project}: reconcile adopt ${project} -f FILE; where docker compose was told the project's name with -p, let the file's \`name:\` say it`,
  })
}

/** Says that what others made for stacks is to be ours; answers how to take that back where nothing came of it. */
export function consentTo({ store, clock }: Core, stacks: readonly string[]): () => void {
  const fresh = stacks.filter((stack) => !consentOf(store, stack))
  for (const stack of stacks) consent(store, stack, clock.now())
  return () => fresh.forEach((stack) => withdraw(store, stack))
}

/** Takes over for stacks that are declared already. */
export async function* adoptDeclared(
  core: Core,
  request: ApplyRequest,
  stacks: readonly string[],
): AsyncGenerator<ProgressEvent> {
  consentTo(core, stacks)
  await core.store.durable()
  yield* telling(core, settle(core, { ...request, stacks, leaving: [] }))
}

/** The same events, and between them what became ours. */
export async function* telling(core: Core, events: AsyncIterable<ProgressEvent>): AsyncGenerator<ProgressEvent> {
  const { store } = core
  const news = new Map<string, Adoption>()
  const told = new Set<string>()
  const watching = store.watchFacts().subscribe(({ family, key }) => {
    const [, kind, id] = /^(Container|Network|Volume)\/(.*)$/.exec(key) ?? []
    const record = family === 'adoption' && !told.has(key) && kind && id && adoptionOf(store, kind as AdoptedKind, id)
    if (record) news.set(key, record)
  })
  try {
    for await (const event of events) {
      for (const [key, record] of news) {
        told.add(key)
        yield adoptedEvent(record)
      }
      news.clear()
      yield event
    }
  } finally {
    watching.unsubscribe()
  }
}

function adoptedEvent(record: Adoption): ProgressEvent {
  const { object } = plannedAdoption(record)
  const isContainer = record.labels[labels.kind] === 'Service'
  const how = record.differs === undefined ? ', as it runs' : `, to be replaced: ${record.differs}`
  return { type: 'resource', object, change: 'adopted', details: [`${record.name}${isContainer ? how : ''}`] }
}
