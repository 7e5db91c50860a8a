import type { PlannedCall } from '../../../api/v1/installation/plan-answer.ts'
import { redactCall } from '../../../api/v1/redact/call.ts'
import { type Names, nameIds, nameIdsIn } from '../../../plan/name-ids.ts'
import type { Cli } from '../../support/cli.ts'
import { fileTree } from '../../support/file-tree.ts'
import { withoutLocks } from '../../support/lock-calls.ts'
import { textOf } from '../../support/plan-differences.ts'
import { recordCall, type RecordedCall } from '../../support/recorded-call.ts'
import type { Ground } from './ground.ts'

/** The planned calls, and what was wrong with planning them. */
export interface Planned {
  readonly calls: readonly PlannedCall[]
  readonly faults: readonly string[]
}

/** Plans `tree` with the command line. A plan must change neither the engine nor a file (S7). */
export async function planByCommand(ground: Ground, cli: Cli): Promise<Planned> {
  const before = fileTree(cli.dir)
  const { calls, faults } = await planBy(ground, async () => {
    const { exit, out, err } = await cli.run('plan', '-f', 'tree', '-o', 'json')
    // A foreign container in the way, such as one made by hand, makes the plan fail; its calls count here all the same.
    if (exit !== 0 && exit !== 1) return `plan ended with ${exit}: ${out}${err}`
    return (JSON.parse(out) as Planned).calls
  })
  const changed = fileTree(cli.dir).filter((line) => !before.includes(line))
  return { calls, faults: [...faults, ...changed.map((line) => `S7 plan changed ${line}`)] }
}

/** Runs a plan, however it is asked for; a text says why there is none. A plan must not change the engine (S7). */
export async function planBy(
  { proxy }: Ground,
  plan: () => Promise<readonly PlannedCall[] | string>,
): Promise<Planned> {
  proxy.clear()
  const calls = await plan()
  if (typeof calls === 'string') return { calls: [], faults: [calls] }
  return {
    calls: calls.map((call) => ({ ...call, path: recordCall(call.method, call.path, 0).path })),
    faults: proxy.writes().map(({ method, path }) => `S7 plan made ${method} ${path}`),
  }
}

/**
 * Returns the writes that the proxy saw during `act`, without those of locks, as a plan shows calls. Each gets the object for which the
 * same call was planned.
 */
export async function callsOf(
  { hand, proxy }: Ground,
  planned: readonly PlannedCall[],
  act: () => Promise<unknown>,
): Promise<readonly PlannedCall[]> {
  const names = await idsOf(hand)
  proxy.clear()
  await act()
  const left = [...planned]
  const made = withoutLocks(proxy.writes()).map((seen) => withPathNamed(seen, names))
  return made.map((seen) => {
    const call = shown(seen, names)
    const index = left.findIndex((other) => textOf(other) === textOf(call))
    const [same] = index < 0 ? [] : left.splice(index, 1)
    return same ? { ...call, object: same.object } : call
  })
}

async function idsOf(hand: Ground['hand']): Promise<Names> {
  const networks = (await hand.call('GET', '/networks')) as readonly { readonly Id: string; readonly Name: string }[]
  const containers = await hand.containers()
  return new Map([
    ...networks.map(({ Id, Name }): [string, string] => [Id, Name]),
    ...containers.map(({ Id, Names }): [string, string] => [Id, Names[0]?.slice(1) ?? '']),
  ])
}

/** Replaces ids in the path by the names that they had when the call was made, and records the name that the call gave. */
function withPathNamed(seen: RecordedCall, names: Names): RecordedCall {
  const { path, body, created } = seen
  const named = { ...seen, path: nameIds(path, names) }
  const { Id } = (created ?? {}) as { Id?: string }
  const name = new URLSearchParams(path.split('?')[1]).get('name') ?? (body as { Name?: string } | undefined)?.Name
  const [, renamed = Id] = /^\/containers\/([0-9a-f]{64})\/rename\?/.exec(path) ?? []
  if (renamed !== undefined && name !== undefined) names.set(renamed, name)
  return named
}

/** The call as a plan shows it; ids in its body are replaced by the last names. */
function shown({ at, method, path, body }: RecordedCall, names: Names): PlannedCall {
  const call = { node: 'local', method, path, body: nameIdsIn(body, names) }
  const { body: shownBody, ...rest } = redactCall({ ...call, object: 'unplanned', reason: '', at })
  return shownBody === undefined ? rest : { ...rest, body: shownBody }
}
