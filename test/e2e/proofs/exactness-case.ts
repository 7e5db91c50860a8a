import type { PlannedCall } from '../../../api/v1/installation/plan-answer.ts'
import { type Random, seededRandom } from '../../../clock/random.ts'
import type { Cli, Ended } from '../../support/cli.ts'
import { between, chance } from '../../support/draw.ts'
import { type Declared, generateStack } from '../../support/generate.ts'
import { type ChangeSort, generateChange } from '../../support/generate-change.ts'
import { planDifferences } from '../../support/plan-differences.ts'
import { killAtWrite } from '../../support/proxy.ts'
import { until, untilSame } from '../../support/until.ts'
import { callsOf, planByCommand } from './exactness-calls.ts'
import { driftByHand } from './exactness-drift.ts'
import { writeDeclared } from './exactness-manifests.ts'
import type { Ground } from './ground.ts'

/** The outcome of one case. */
export interface RealOutcome {
  /** What was done before the plan, and what the engine refused in the end. */
  readonly words: readonly string[]
  /** The sorts of change that were planned for, and the planned calls. */
  readonly sorts: readonly ChangeSort[]
  readonly planned: readonly PlannedCall[]
  /** How plan and apply differ; empty when the contract of plan holds. */
  readonly differences: readonly string[]
}

/** Brings an engine to a random state, changes what is declared, plans that with the command line, and then applies it. */
export async function runRealCase(ground: Ground, seed: number): Promise<RealOutcome> {
  const random = seededRandom(seed * 104_729 + 7)
  const cli = ground.cli()
  const words: string[] = []
  const sorts: ChangeSort[] = []
  let declared = generateStack(random, 'shop')
  const change = () => {
    const next = generateAppliedChange(random, declared)
    declared = next.declared
    writeDeclared(cli, declared)
    return next
  }
  writeDeclared(cli, declared)
  await cli.run('init') // makes the key of content hashes, which plan would otherwise assume
  if (chance(random, 0.75)) {
    await apply(cli)
    words.push('deployed')
    if (chance(random, 0.25)) words.push(`${change().words}, killed at write ${await interrupt(ground, cli, random)}`)
    if (chance(random, 0.5)) words.push(...(await driftByHand(random, ground.hand)))
    await atRest(ground)
    for (let count = between(random, 0, 3); count > 0; count--) {
      const { sort, words: said } = change()
      words.push(said)
      sorts.push(sort)
    }
  }
  const { calls: planned, faults } = await planByCommand(ground, cli)
  const made = await callsOf(ground, planned, () => apply(cli))
  const differences = [...faults, ...planDifferences({ planned, made, declared })]
  const refused = ground.proxy.writes().filter(({ status = 0 }) => status === 0 || status >= 400)
  words.push(...refused.map(({ method, path, status }) => `${method} ${path} answered ${status}`))
  return { words, sorts, planned, differences }
}

/** Generates a change after which the files still have every stack: apply leaves stacks alone that its files do not name. */
function generateAppliedChange(random: Random, declared: Declared): ReturnType<typeof generateChange> {
  for (;;) {
    const change = generateChange(random, declared)
    const stacks = (of: Declared) => new Set([...of.objects.keys()].map((key) => key.split('/')[1]))
    if (stacks(change.declared).size >= stacks(declared).size) return change
  }
}

/** Services that are held do not fail an apply here; only the calls count. */
async function apply(cli: Cli): Promise<Ended> {
  return await cli.run('apply', '-f', 'tree', '--timeout', '60s')
}

/** Starts an apply and kills it in the middle, after the answer to one of its writes; returns which. */
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

/** The longest time that a container may take to stop, or a job to end, ms. */
const REST_MS = 3_500

/** Waits until nothing has happened on the engine for a while: calls that were sent are done, and killed containers have ended. */
async function atRest({ hand }: Ground): Promise<void> {
  await untilSame('the engine is at rest', REST_MS, async () => (await hand.names()).join())
}
