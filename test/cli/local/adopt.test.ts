import { deepEqual, equal, rejects } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ApplyRequest } from '../../../api/v1/installation/requests.ts'
import { beginAdoption } from '../../../cli/local/adopt.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { conditionTypes, nodeReasons } from '../../../api/v1/reasons.ts'
import { consentOf } from '../../../controllers/adoption/records.ts'
import { aNode, aService } from '../../support/builders.ts'
import { all, aRequest, eachHome } from './local-core.ts'
import { noneSet } from '../../support/compose-variables.ts'

const SHOP = 'name: shop\nservices: {web: {image: nginx}}\n'

describe('an adoption that is asked for', () => {
  let home: string
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const ask = async (text: string, more: Partial<ApplyRequest> = {}): Promise<ProgressEvent | undefined> => {
    writeFileSync(join(home, 'a.yaml'), text)
    const request = { ...aRequest(home, text, noneSet), ...(text === '' ? { sources: [] } : {}), adopt: true, ...more }
    return (await all(apply(core, request))).at(-1)
  }
  const refusal = (words: RegExp) => (error: unknown) => isInstallationError(error) && words.test(error.message)

  it('is kept with what the files declare', async () => {
    const ended = await ask(SHOP, { project: 'shop' })
    deepEqual(ended?.type === 'outcome' && ended.exit, 0)
    equal(consentOf(core.store, 'shop') !== undefined, true)
    equal(core.store.get('Service', 'shop/web')?.spec.template.image, 'nginx')
  })

  it('ends with a warning of each host that is lost, where something may run that is not taken over', async () => {
    for (const [name, reason] of [
      ['b', nodeReasons.nodeLost],
      ['c', nodeReasons.graceRunning],
      ['d', nodeReasons.accessDenied],
    ] as const) {
      const conditions = [{ type: conditionTypes.ready, status: 'False' as const, reason }]
      const unreachable = 'nothing answers at 10.0.0.2:2375'
      core.store.create('Node', aNode(name, {}, { unreachable, conditions, observedGeneration: 1 }))
    }
    async function* ended(): AsyncIterable<ProgressEvent> {
      yield { type: 'outcome', exit: 0, message: 'converged' }
    }
    const unseen =
      'b does not answer: nothing answers at 10.0.0.2:2375; what others run there of shop is not taken over, and is left beside what was made elsewhere'
    for (const [stacks, wants] of [[['shop'], [unseen]] as const, [[], []] as const]) {
      const events = await all(beginAdoption(core, stacks).telling(ended()))
      deepEqual(
        events.flatMap((event) => (event.type === 'warning' ? event.message : [])),
        wants,
      )
    }
  })

  it('needs no files where the stack is declared', async () => {
    core.store.create('Service', aService())
    await ask('', { project: 'shop' })
    equal(consentOf(core.store, 'shop') !== undefined, true)
  })

  for (const [what, more, words] of [
    ['a number of replicas', { scale: { web: 3 } }, /shop is declared already, and taken over as it is: --scale can't/],
    ['new tasks', { recreate: true }, /: --force-recreate can't be said beside that/],
    ['what tags mean now', { pull: true }, /: --pull always can't be said beside that/],
    ['no pull at all', { noPull: true }, /: --pull never can't be said beside that/],
    ['a build', { build: true }, /: --build can't be said beside that/],
    ['what is to be pruned', { prune: true }, /: --prune can't be said beside that/],
  ] as const)
    it(`is refused beside ${what} where the stack is declared`, async () => {
      core.store.create('Service', aService())
      await rejects(ask('', { project: 'shop', ...more }), refusal(words))
      equal(consentOf(core.store, 'shop'), undefined)
    })

  it('names what to do where it is not', async () => {
    await rejects(ask('', { project: 'shop' }), refusal(/no stack shop is declared/))
  })

  it('is refused where the files are of another project, and declares nothing', async () => {
    await rejects(ask(SHOP, { project: 'blog' }), refusal(/declare shop, not blog/))
    equal(core.store.get('Service', 'shop/web'), undefined)
  })

  it('is none where the files are wrong', async () => {
    await ask('name: shop\nservices: {web: {image: 1, nonsense: 2}}\n')
    equal(consentOf(core.store, 'shop'), undefined)
  })

  it('is none of an apply without it', async () => {
    await ask(SHOP, { adopt: false })
    equal(consentOf(core.store, 'shop'), undefined)
  })
})
