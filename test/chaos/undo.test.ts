import { deepEqual, equal } from 'node:assert/strict'
import { rollbackOf } from '../../cli/local/undo/rollback.ts'
import { all, type Happening } from './events.ts'
import { live } from './live.ts'
import { undoing } from './undo.ts'
import { inShare } from '../support/share.ts'

type Decide = typeof rollbackOf

const others = all.filter(({ name }) => ['change', 'bad image', 'restart', 'crash', 'remove'].includes(name))
const most = 20
const share = inShare(2, most)

/** Faulty undos: one merges the old template over the present one, one takes the present one. */
const faults: Readonly<Record<string, Decide>> = {
  'that is laid over what is there': (...asked) => {
    const rollback = rollbackOf(...asked)
    const { wanted, service } = rollback
    const template = { ...service.spec.template, ...wanted.spec.template }
    return { ...rollback, wanted: { ...wanted, spec: { ...wanted.spec, template } } }
  },
  'to what is there now': (...asked) => {
    const rollback = rollbackOf(...asked)
    return { ...rollback, wanted: rollback.service }
  },
}

describe('an undo among other events', function () {
  this.timeout(600_000)

  for (const [what, decide] of Object.entries(faults))
    it(`${what} is found by seeds`, async () => {
      const changes = all.filter(({ name }) => name === 'change')
      equal((await broken(decide, { seeds: most, enough: 1, others: changes })).length, 1)
    })

  it('keeps every rule as it is', async () => {
    deepEqual(await broken(rollbackOf, { seeds: share, enough: share, others }), [])
  })
})

/** Runs seeds until `enough` of them have broken a rule, and returns these. */
async function broken(
  decide: Decide,
  { seeds, enough, others }: { readonly seeds: number; readonly enough: number; readonly others: readonly Happening[] },
): Promise<readonly string[]> {
  const found: string[] = []
  for (let seed = 1; seed <= seeds && found.length < enough; seed++) {
    const { violations } = await live({ seed, events: 40, happenings: [...others, undoing(decide)] })
    if (violations.length > 0) found.push(`seed ${seed}: ${violations.join(', ')}`)
  }
  return found
}
