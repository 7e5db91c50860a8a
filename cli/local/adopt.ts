import { labels } from '../../api/v1/labels.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ApplyRequest } from '../../api/v1/installation/requests.ts'
import {
  type Adoption,
  adoptionAt,
  adoptions,
  consent,
  consentOf,
  withdraw,
} from '../../controllers/adoption/records.ts'
import { plannedAdoption } from '../../plan/adoptions.ts'
import { watchedRootOf } from '../../store/source/facts/root-facts.ts'
import { stacksIn } from '../../store/source/apply.ts'
import type { FileReading } from '../../store/source/reading/reading.ts'
import { heldBySilence } from '../../api/v1/held-by-silence.ts'
import { isLost } from '../../controllers/holds/node-hold.ts'
import { adoptedName, adoptedWords } from './adopted-words.ts'
import { warnings } from './warnings.ts'
import type { Core } from './open/core.ts'
import { settle } from './waiting/settle.ts'

/**
 * The stacks to adopt that are already declared: no files were given, or all are in watched directories. Undefined if the files are to be
 * applied.
 */
export function declaredStacks(
  { store }: Core,
  request: ApplyRequest,
  files: readonly FileReading[],
): readonly string[] | undefined {
  const { adopt, project, sideFiles } = request
  if (!adopt) return undefined
  if (files.length > 0) {
    checkProject(project, stacksIn(files))
    const areWatched = !sideFiles && files.every(({ file }) => watchedRootOf(store, file) !== undefined)
    return areWatched ? asDeclared(request, stacksIn(files)) : undefined
  }
  if (project !== undefined && store.by('Service', 'namespace', project).size > 0) return asDeclared(request, [project])
  throw new InstallationError(exits.usage, `no stack ${project} is declared, and no file that declares it is here`, {
    remedy: `go to the directory of its Compose file, or name it: reconcile adopt ${project} -f FILE`,
  })
}

/** Throws if an adoption of declared stacks is combined with other options, as it does nothing else. */
function asDeclared(request: ApplyRequest, stacks: readonly string[]): readonly string[] {
  const said = MORE.find(([isSaid]) => isSaid(request))
  if (!said) return stacks
  const [, more, remedy] = said
  const message = `${listNames(stacks)} is declared already, and taken over as it is: ${more} can't be said beside that`
  throw new InstallationError(exits.usage, message, { remedy: `leave it out; ${remedy}` })
}

/** Options of an apply that an adoption of declared stacks refuses, and what to use instead. */
const MORE: readonly (readonly [isSaid: (request: ApplyRequest) => boolean, more: string, remedy: string])[] = [
  [({ scale }) => scale !== undefined, '--scale', '`reconcile scale SERVICE=N` does it afterwards'],
  [({ recreate }) => recreate === true, '--force-recreate', '`reconcile restart SERVICE` does it afterwards'],
  [({ pull }) => pull === true, '--pull always', '`reconcile pull` fetches what the tags mean now'],
  [
    ({ noPull }) => noPull === true,
    '--pull never',
    'what is taken over as it runs needs no image, and `plan` names what is to be replaced',
  ],
  [({ build }) => build === true, '--build', '`reconcile build` builds what the sources are now'],
  [
    ({ prune }) => prune === true,
    '--prune',
    '`reconcile apply --prune` of its files does it afterwards, unless a watched directory has them: `reconcile status` names then what is not known here, and what removes it',
  ],
]

/** Throws if the named project is not the one that the files declare. */
export function checkProject(project: string | undefined, stacks: readonly string[]): void {
  if (project === undefined || stacks.every((stack) => stack === project)) return
  throw new InstallationError(exits.usage, `the files declare ${listNames(stacks)}, not ${project}`, {
    remedy: `name those of ${project}: reconcile adopt ${project} -f FILE; where docker compose was told the project's name with -p, let the file's \`name:\` say it`,
  })
}

/** An adoption that has begun. */
export interface Begun {
  /** Undoes it where the apply fails. */
  takeBack(): void
  /** Passes the events on, inserting one for each object adopted since the beginning. */
  telling(events: AsyncIterable<ProgressEvent>): AsyncIterable<ProgressEvent>
}

/** Records consent to adopt what others made for stacks. */
export function beginAdoption({ store, clock }: Core, stacks: readonly string[]): Begun {
  const fresh = stacks.filter((stack) => !consentOf(store, stack))
  const told = new Set(adoptions(store).keys())
  for (const stack of stacks) consent(store, stack, clock.now())
  function* newsOf(keys: Iterable<string>): Generator<ProgressEvent> {
    for (const key of keys) {
      const record = told.has(key) ? undefined : adoptionAt(store, key)
      if (!record || !stacks.includes(record.labels[labels.stack] ?? '')) continue
      told.add(key)
      yield adoptedEvent(record, store.list('Node').size > 1)
    }
  }
  return {
    takeBack() {
      for (const stack of fresh) withdraw(store, stack)
    },
    async *telling(events) {
      const noted = new Set(adoptions(store).keys())
      const watching = store.watchFacts().subscribe(({ family, key }) => family === 'adoption' && noted.add(key))
      try {
        for await (const event of events) {
          yield* newsOf(noted)
          noted.clear()
          if (event.type === 'outcome' && stacks.length > 0) yield* unseenWarnings(store, stacks)
          yield event
        }
      } finally {
        watching.unsubscribe()
      }
    },
  }
}

/** Warnings about hosts that are lost: what others run there is not taken over. Any other that is silent is waited for, as services say. */
function unseenWarnings(store: Core['store'], stacks: readonly string[]): readonly ProgressEvent[] {
  const silent = [...store.list('Node').values()]
    .filter(isLost)
    .map(({ metadata: { name }, status = {} }) => heldBySilence(name, status.unreachable ?? '', status.obstacle))
  const unseen = `what others run there of ${listNames(stacks)} is not taken over, and is left beside what was made elsewhere`
  return warnings(silent.map((silence) => `${silence}; ${unseen}`))
}

interface Declared {
  readonly stacks: readonly string[]
  /** The outcome if the command does not wait. */
  readonly unawaited: Outcome
}

/** Adopts for stacks that are already declared. */
export async function* adoptDeclared(
  core: Core,
  request: ApplyRequest,
  { stacks, unawaited }: Declared,
): AsyncGenerator<ProgressEvent> {
  const { telling } = beginAdoption(core, stacks)
  await core.store.durable()
  if (!request.wait) return yield unawaited
  yield* telling(settle(core, { ...request, stacks, leaving: [] }))
}

function adoptedEvent(record: Adoption, several: boolean): ProgressEvent {
  const { object } = plannedAdoption(record)
  const isContainer = record.labels[labels.kind] === 'Service'
  return {
    type: 'resource',
    object,
    change: 'adopted',
    details: [`${adoptedName(record, several)}${isContainer ? `, ${adoptedWords(record)}` : ''}`],
  }
}
