import { deepEqual, ok } from 'node:assert/strict'
import { createCoverage } from '../support/plan-coverage.ts'
import { differences, runCase, UNDONE } from './exactness.ts'
import { inShare } from '../support/share.ts'

const only = process.env['RECONCILE_TEST_SEED']
/** The first 36 seeds and 53, in which a stack is removed, together cover every sort of change. */
const drawn = Array.from({ length: inShare(36, 200) }, (_, index) => index + 1)
const seeds = only === undefined ? [...new Set([...drawn, 53])] : [Number(only)]

/** Seeds of rare cases: a status from before a crash says that a restart is over; a foreign container has the name of a Global task. */
const SELDOM = [166, 5303]

/**
 * Seeds of rare cases on several hosts: twice, a foreign container has a task's former name; an earlier pass had finished a delivery; one
 * service is removed while another is placed; a service must leave its node and the other hosts answer late; a network's tasks go with
 * their service; a service may not be on a host that answers later than the others; what a crash left unstarted is restarted; a job is
 * done as an update of its peer goes on; a task off its network has its turn later in an update.
 */
const OVER_HOSTS = [39, 201, 204, 256, 1_717, 70_109, 80_025, 910_360, 920_131, 930_143]

/**
 * Other rare cases. On two hosts: bytes are taken off one while the other is waited for; a network got another name, which one host has
 * later; what is down leaves where its bytes are not yet, twice; a container is gone, and another host is listed later; a limit was changed
 * as another spec was declared; a task off its network leaves; what stops for another's sake is to leave; what never ran leaves; bytes are
 * brought and taken off one host, three times; no node fits the update of a global job. On three: what goes is wanted again, and its host
 * would have it gone first. On one: what shares the volumes of another is down as that is restarted; what is replaced is down and lacks
 * bytes.
 */
const RARE: readonly { readonly seed: number; readonly hosts: number; readonly uncommon?: number }[] = [
  { seed: 11_282, hosts: 2 },
  ...[910_376, 920_164, 920_250, 920_364, 920_573, 930_044, 960_123, 980_232].map(onTwo),
  ...[930_013, 1_100_122, 1_300_002, 3_000_004].map(onTwo),
  ...[920_196, 1_100_194].map((seed) => ({ seed, hosts: 1, uncommon: 0.5 })),
  ...[2_000_063, 2_000_174].map((seed) => ({ seed, hosts: 3 })),
]

function onTwo(seed: number) {
  return { seed, hosts: 2, uncommon: 0.3 }
}

/**
 * Seeds of cases in which room is short: the first of many, and some on three hosts in which the last task came up in the very moment in
 * which an update began, or a drained node's tasks find room as another service's rollout ends. Where far more is asked for than there is,
 * which of several updates finds room stays a matter of their pace.
 */
const TIGHT = Array.from({ length: inShare(8, 250) }, (_, index) => 46 + index)
const TIGHT_ON_THREE = [82, 88, 741]
const FIRST_ROOM = 'waits for room, which comes first on'

describe('plan says what apply does', function () {
  this.timeout(60_000)
  const coverage = createCoverage()
  const undone: number[] = []

  for (const seed of seeds)
    it(`call by call, case ${seed}`, async () => {
      const outcome = await runCase(seed)
      coverage.note(outcome.sorts, outcome.planned.calls)
      if (outcome.words.some((word) => word.includes(UNDONE))) undone.push(seed)
      const replay = `replay with RECONCILE_TEST_SEED=${seed} npx mocha test/properties/exactness.test.ts`
      deepEqual(differences(outcome), [], `${outcome.words.join('; ')}: ${replay}`)
    })

  for (const seed of only === undefined ? [...seeds.slice(0, inShare(6, 80)), ...SELDOM] : seeds)
    it(`call by call, with what is uncommon, case ${seed}`, async () => {
      const outcome = await runCase(seed, { uncommon: 0.6 })
      deepEqual(differences(outcome), [], outcome.words.join('; '))
    })

  for (const seed of only === undefined ? [...seeds.slice(0, inShare(8, 150)), ...OVER_HOSTS] : seeds)
    it(`call by call and host by host, case ${seed}`, async () => {
      const outcome = await runCase(seed, { hosts: 3 })
      deepEqual(differences(outcome), [], outcome.words.join('; '))
    })

  for (const { seed, ...how } of only === undefined ? RARE : seeds.map((seed) => ({ seed, hosts: 2 })))
    it(`call by call, with ${JSON.stringify(how)}, case ${seed}`, async () => {
      const outcome = await runCase(seed, how)
      deepEqual(differences(outcome), [], outcome.words.join('; '))
    })

  for (const [hosts, cases] of [
    [2, only === undefined ? TIGHT : seeds],
    [3, only === undefined ? TIGHT_ON_THREE : []],
  ] as const)
    for (const seed of cases)
      it(`or says which node it takes to have room first, on ${hosts} tight hosts, case ${seed}`, async () => {
        const outcome = await runCase(seed, { hosts, tight: true })
        if (!outcome.planned.assumptions.some((words) => words.includes(FIRST_ROOM)))
          deepEqual(differences(outcome), [], outcome.words.join('; '))
      })

  if (only === undefined)
    it('of every sort of change, and of every deed', () => {
      deepEqual(coverage.missing(), [])
    })

  if (only === undefined)
    it('of an undo, and a plan that knows nothing of it is found out', async () => {
      const found = undone.map(async (seed) => differences(await runCase(seed, { blind: true })))
      ok(
        (await Promise.all(found)).some((words) => words.length > 0),
        `undone in ${undone.length} cases`,
      )
    })
})
