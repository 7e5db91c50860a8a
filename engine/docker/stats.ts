import type { Verbs } from '../engine.ts'
import type { ContainerStats } from '../types/stats.ts'
import { asFields, type Fields, fieldsOf, textOf } from './answer.ts'
import type { Caller } from './caller.ts'

/** The verb for a container's resource use. */
export function statsVerbs(caller: Caller): Pick<Verbs, 'stats'> {
  return {
    stats: (args, run) =>
      caller.json({ verb: 'stats', args, run }, { decode: (answer) => decodeStats(asFields(answer, 'stats')) }),
  }
}

/** Decodes stats; undefined for a container that does not run, for which the engine answers with the year 1 and no counts. */
function decodeStats(raw: Fields): ContainerStats | undefined {
  const ms = Date.parse(textOf(raw['read'])) - Date.parse(textOf(raw['preread']))
  const [before, now] = [cpuTime(raw['precpu_stats']), cpuTime(raw['cpu_stats'])]
  if (!(ms > 0) || before === undefined || now === undefined) return undefined
  const memoryBytes = memoryOf(fieldsOf(raw['memory_stats']))
  return { cpus: Math.max(0, now - before) / (ms * 1e6), ...(memoryBytes === undefined ? {} : { memoryBytes }) }
}

/** CPU time on all CPUs since the start, ns. */
function cpuTime(stats: unknown): number | undefined {
  const { total_usage: total } = fieldsOf(fieldsOf(stats)['cpu_usage'])
  return typeof total === 'number' ? total : undefined
}

/** Memory use as docker's command line counts it: without inactive file cache, whose field differs between cgroup v1 and v2. */
function memoryOf({ usage, stats }: Fields): number | undefined {
  if (typeof usage !== 'number') return undefined
  const { total_inactive_file: v1, inactive_file: v2 } = fieldsOf(stats)
  const cache = typeof v1 === 'number' ? v1 : v2
  return typeof cache === 'number' && cache < usage ? usage - cache : usage
}
