import type { PlannedCall } from '../../../api/v1/installation.ts'
import { redactCall } from '../../../api/v1/redact-call.ts'
import { type Random, seededRandom } from '../../../clock/random.ts'
import { type Names, nameIds, nameIdsIn } from '../../../plan/name-ids.ts'
import type { Cli, Ended } from '../../support/cli.ts'
import { between, chance } from '../../support/draw.ts'
import { fileTree } from '../../support/file-tree.ts'
import { type Declared, generateStack } from '../../support/generate.ts'
import { generateChange } from '../../support/generate-change.ts'
import { planDifferences, textOf } from '../../support/plan-differences.ts'
import { killAtWrite } from '../../support/proxy.ts'
import { recordCall, type RecordedCall } from '../../support/recorded-call.ts'
import { until } from '../../support/until.ts'
import { driftByHand } from './exactness-drift.ts'
import { writeDeclared } from './exactness-manifests.ts'
import type { Ground } from './ground.ts'

/** What became of one case. */
export interface RealOutcome {
  /** What was done to get there, and what the engine refused in the end. */
  readonly words: readonly string[]
  /** How many calls were planned. */
  readonly calls: number
  /** Where plan and apply were at odds; nothing when plan's contract holds. */
  readonly differences: readonly string[]
}

/** Brings an engine to somewhere, changes what is declared, plans that with the command line, and then applies it there. */
export async function runRealCase(ground: Ground, seed: number): Promise<RealOutcome> {
  const random = seededRandom(seed * 104_729 + 7)
  const cli = ground.cli()
  const words: string[] = []
  let declared = generateStack(random, 'shop')
  const change = () => {
    const next = generateAppliedChange(random, declared)
    declared = next.declared
    writeDeclared(cli, declared)
    return next.words
  }
  writeDeclared(cli, declared)
  await cli.run('init') // the key of content hashes: what plan takes for granted where there is none
  if (chance(random, 0.75)) {
    await apply(cli)
    words.push('deployed')
    if (chance(random, 0.25)) words.push(`${change()}, killed at write ${await interrupt(ground, cli, random)}`)
    if (chance(random, 0.5)) words.push(...(await driftByHand(random, ground.hand)))
    await atRest(ground)
    for (let count = between(random, 0, 3); count > 0; count--) words.push(change())
  }
  const planned = await plan(ground, cli)
  const made = await applied(ground, cli, planned.calls)
  const differences = [...planned.faults, ...planDifferences({ planned: planned.calls, made, declared })]
  const refused = ground.proxy.writes().filter(({ status = 0 }) => status === 0 || status >= 400)
  words.push(...refused.map(({ method, path, status }) => `${method} ${path} answered ${status}`))
  return { words, calls: planned.calls.length, differences }
}

/** A change after which apply still has every stack in its files: it leaves alone what they do not name. */
function generateAppliedChange(random: Random, declared: Declared): ReturnType<typeof generateChange> {
  for (;;) {
    const change = generateChange(random, declared)
    const stacks = (of: Declared) => new Set([...of.objects.keys()].map((key) => key.split('/')[1]))
    if (stacks(change.declared).size >= stacks(declared).size) return change
  }
}

/** Held services are no failure of an apply here; the calls are what counts. */
async function apply(cli: Cli): Promise<Ended> {
  return await cli.run('apply', '-f', 'tree', '--timeout', '60s')
}

/** Begins to bring a change about and is killed in the middle of it, at a write that is answered. */
async function interrupt({ proxy }: Ground, cli: Cli, random: Random): Promise<number> {
  const n = between(random, 1, 8)
  const victim = cli.start('apply', '-f', 'tree', '--timeout', '60s')
  killAtWrite(proxy, { n, when: 'after', pid: () => victim.child.pid ?? 0 })
  await until('it was killed or ended', () => victim.child.exitCode !== null || victim.child.signalCode !== null, {
    ms: 70_000,
  })
  proxy.heal()
  return n
}

/** The longest that a container may take to stop, and a job to end. */
const REST_MS = 3_500

/** Waits until nothing has happened on the engine for a while: what was sent is done, what was killed has ended. */
async function atRest({ hand }: Ground): Promise<void> {
  let [seen, since] = ['', performance.now()]
  await until('the engine is at rest', async () => {
    const now = (await hand.names()).join()
    if (now !== seen) [seen, since] = [now, performance.now()]
    return performance.now() - since > REST_MS
  })
}

interface Planned {
  readonly calls: readonly PlannedCall[]
  readonly faults: readonly string[]
}

/** What the command line plans. To plan changes neither engine nor file (S7). */
async function plan({ proxy }: Ground, cli: Cli): Promise<Planned> {
  const before = fileTree(cli.dir)
  proxy.clear()
  const { exit, out, err } = await cli.run('plan', '-f', 'tree', '-o', 'json')
  const after = fileTree(cli.dir)
  if (exit !== 0) return { calls: [], faults: [`plan ended with ${exit}: ${out}${err}`] }
  const { calls } = JSON.parse(out) as Planned
  return {
    calls: calls.map((call) => ({ ...call, path: recordCall(call.method, call.path, 0).path })),
    faults: [
      ...proxy.writes().map(({ method, path }) => `S7 plan made ${method} ${path}`),
      ...after.filter((line) => !before.includes(line)).map((line) => `S7 plan changed ${line}`),
    ],
  }
}

/** Applies, and answers the writes that the proxy saw, as a plan shows calls; each for the object that it was planned for. */
async function applied(
  { hand, proxy }: Ground,
  cli: Cli,
  planned: readonly PlannedCall[],
): Promise<readonly PlannedCall[]> {
  const names = await idsOf(hand)
  proxy.clear()
  await apply(cli)
  const left = [...planned]
  return proxy.writes().map((seen) => {
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

function shown({ at, method, path, body, created }: RecordedCall, names: Names): PlannedCall {
  const call = { node: 'local', method, path: nameIds(path, names), body: nameIdsIn(body, names) }
  const { Id } = (created ?? {}) as { Id?: string }
  const name = new URLSearchParams(path.split('?')[1]).get('name') ?? (body as { Name?: string } | undefined)?.Name
  if (Id !== undefined && name !== undefined) names.set(Id, name)
  const { body: shownBody, ...rest } = redactCall({ ...call, object: 'unplanned', reason: '', at })
  return shownBody === undefined ? rest : { ...rest, body: shownBody }
}
