import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { isWithin } from '../../api/v1/language/path-within.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { type FarBind, farBindsIn } from '../../controllers/task/far-binds.ts'
import { originIn } from '../../store/source/acceptance/origins.ts'
import { isBeside } from '../../store/source/reading/beside.ts'
import { beforeOutcome } from './waiting/outcome.ts'
import { placeWords } from './watched/place.ts'
import { type Warning, warnings } from './warnings.ts'

type Looking = Parameters<typeof placeWords>[0]

/**
 * Warns of bind mounts of a path beside a manifest on another machine, which uses its own files there. Other paths are not warned about.
 */
export function farBindWarnings(core: Looking, binds: readonly FarBind[]): readonly Warning[] {
  return binds.flatMap((bind) => {
    const { service, source, index } = bind
    const id = `Service/${service}` as const
    const origin = originIn(core.store, id)
    if (!origin || !(isBeside(source, origin) || isNextTo(source, origin))) return []
    return warnings([wordsOf(bind, placeWords(core, id, `spec.template.mounts[${index}]`))])
  })
}

function wordsOf({ service, source, nodes, isWritten, because }: FarBind, at: string): string {
  const on = `${source} on ${listNames(nodes)}`
  const why = because === undefined ? '' : `, as ${because}`
  return isWritten
    ? `Service/${service} writes to ${on}${why}: it finds what is at that path there, and where nothing is, an empty directory, and stays with what it writes${at}; put the data there before, or mount a named volume; mount \`:ro\` what it only reads`
    : `Service/${service} mounts ${on}, and a bind mount is of the host that it is on: it has what is at that path there, and where nothing is, an empty directory${at}; make it a config or a secret, or part of the image; or see to it that the files are there`
}

/** Passes a wait's events on, inserting these warnings of its stacks before the outcome. */
export function tellingFarBinds(
  events: AsyncIterable<ProgressEvent>,
  core: Looking,
  stacks: readonly string[],
): AsyncGenerator<ProgressEvent> {
  return beforeOutcome(events, () => farBindWarnings(core, farBindsIn(core.store, new Set(stacks))))
}

/** Whether the path is beside the manifest's directory, such as `../html`, and exists here. */
function isNextTo(source: string, { file }: { readonly file: string }): boolean {
  const around = dirname(dirname(file))
  return around !== '/' && isWithin(source, around) && existsSync(source)
}
