import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { annotations, finalizers } from '../../../../api/v1/labels.ts'
import { allElseLive } from '../../../../cli/local/waiting/all-else-live.ts'
import { convergePushed } from '../../../../cli/local/waiting/converge-pushed.ts'
import { writeHistory } from '../../../../store/source/facts/root-facts.ts'
import { noHistory } from '../../../../store/source/acceptance/losses.ts'
import { aService } from '../../../support/builders.ts'
import { aCore, all, loopsAtRest } from '../local-core.ts'

const loops = loopsAtRest()
const source = { isAtRest: () => true, readSoon: () => undefined, errors: () => [] }
const { signal } = new AbortController()

/** A serve that has read the commit by now, in which the stack `old` is no more; its service stops still. */
function served(root: string, begun = loops) {
  const core = { ...aCore('/nowhere'), purpose: 'serve' as const, begin: async () => begun }
  writeHistory(core.store, '/srv', { ...noHistory, head: 'c0ffee' })
  core.store.create('Service', {
    apiVersion: 'reconcile.dev/v1',
    kind: 'Service',
    metadata: {
      name: 'web',
      namespace: 'old',
      finalizers: [finalizers.tasks],
      annotations: { [annotations.root]: root },
    },
    spec: { template: { image: 'nginx' } },
  })
  core.store.delete('Service', 'old/web')
  return core
}

const HOLD = { id: '12ab', reason: 'LossesNeedApproval', resources: ['Service/new/gone'] }

describe('what a push waits for', () => {
  const push = { directory: '/srv', head: 'c0ffee', timeoutMs: 50, signal }

  it('is also what goes with it and was taken out before it asked', async () => {
    const [outcome] = (await all(convergePushed(served('/srv'), source, push))).slice(-1)
    equal(outcome?.type === 'outcome' && outcome.exit, 4)
    match(JSON.stringify(outcome), /Service\/old\/web is not gone yet/)
  })

  it('tells of files as whoever pushed knows them', async () => {
    const place = { file: '/srv/shop/a.yaml', line: 2, column: 3, origin: 'literal' as const }
    const of = { root: '/srv', reason: 'NameClaimed' as const, resources: [], stacks: ['shop'] }
    const errors = () => [{ ...of, place, path: 'services.web', message: 'is declared in /other/a.yaml' }]
    const [problem] = await all(convergePushed(served('/srv'), { ...source, errors }, push))
    const message = 'shop/a.yaml:2:3: services.web: is declared in /other/a.yaml'
    deepEqual(problem, { type: 'problem', message })
  })

  it('ends with a push that mends what failed', async () => {
    const core = served('/srv')
    core.store.delete('Service', 'old/web')
    const stalled = aService({}, { observedGeneration: 1, rollout: { state: 'Stalled' }, updateRevision: 'r1' })
    const { metadata } = stalled
    const annotated = { ...metadata, namespace: 'old', annotations: { [annotations.root]: '/srv' } }
    core.store.create('Service', { ...stalled, metadata: { ...annotated, name: 'api' } })
    core.store.putStatus('Service', 'old/api', stalled.status ?? {})
    const [outcome] = (await all(convergePushed(core, source, { ...push, timeoutMs: 5_000 }))).slice(-1)
    match(JSON.stringify(outcome), /under the running `reconcile serve`; .*correct the manifest and push again/)
  })

  it('ends with what waits for approval, and that all else is live', async () => {
    const core = served('/elsewhere')
    const status = { observedGeneration: 1, rollout: { state: 'Completed' as const } }
    const conditions = [{ type: 'Ready', status: 'True' as const, reason: 'AllReady' }]
    const service = aService()
    core.store.create('Service', { ...service, metadata: { ...service.metadata, name: 'api', namespace: 'new' } })
    core.store.putFact('source', 'Service/new/api', { root: '/srv', file: '/srv/a.yaml' })
    core.store.putStatus('Service', 'new/api', { ...status, conditions })
    const hold = { id: '12ab', root: '/srv', reason: 'LossesNeedApproval', resources: ['Service/new/gone'] }
    core.store.putFact('hold', '12ab', { ...hold, message: 'it is gone: reconcile approve 12ab' })
    const [outcome] = (await all(convergePushed(core, source, push))).slice(-1)
    const said = outcome?.type === 'outcome' ? [outcome.exit, outcome.message] : []
    deepEqual(said, [6, 'all else that was pushed is live; it is gone: reconcile approve 12ab'])
  })

  for (const [what, of, wants] of [
    ['of the push', { root: '/srv', head: 'c0ffee' }, 'all else that was pushed is live; it is gone'],
    ['of which nobody knows when it came', { root: '/srv' }, 'all else that was pushed is live; it is gone'],
    ['of a push before', { root: '/srv', head: 'decade' }, 'all that was pushed is live; not of this push: it is gone'],
    ['of another directory', { root: '/other' }, 'all that was pushed is live; not of this push: it is gone'],
  ] as const)
    it(`ends with what waits for approval, ${what}`, async () => {
      const core = served('/elsewhere')
      core.store.putFact('hold', '12ab', { ...HOLD, ...of, message: 'it is gone' })
      const event = { type: 'outcome' as const, exit: 6, message: 'it is gone' }
      const said = allElseLive(event, core.store, push)
      deepEqual(said.type === 'outcome' && said.message, wants)
    })

  it('ends with each hold that waits, and says of which it is', () => {
    const core = served('/elsewhere')
    core.store.putFact('hold', '1', { ...HOLD, root: '/srv', head: 'decade', message: 'old' })
    core.store.putFact('hold', '2', { ...HOLD, root: '/srv', head: 'c0ffee', message: 'new' })
    const event = { type: 'outcome' as const, exit: 6, message: 'old', others: [{ message: 'new' }] }
    deepEqual(allElseLive(event, core.store, push), {
      ...event,
      message: 'all else that was pushed is live; not of this push: old',
    })
  })

  it('is no engine that does not answer: it is said at once, with what becomes of the push', async () => {
    const silent = { node: 'local', synced: false, unreachable: 'refused', lastAnswer: 0 }
    const begun = loopsAtRest(silent)
    const waiting = { ...source, isAtRest: () => false }
    const patient = { ...push, head: 'decade', timeoutMs: 60_000 }
    const [outcome] = (await all(convergePushed(served('/srv', begun), waiting, patient))).slice(-1)
    equal(outcome?.type === 'outcome' && outcome.exit, 5)
    match(JSON.stringify(outcome), /the engine of node local can't be reached: refused/)
    match(JSON.stringify(outcome), /start the engine, .*; the push is there all the same, and the running serve brings/)
  })

  it('is the whole reading where it takes out the node whose engine has another name in it', async () => {
    const refused = { node: 'new', synced: false, unreachable: 'its engine is that of node old', lastAnswer: 0 }
    const hosts: object[] = [{ ...refused, engineOf: 'old' }]
    let looks = 0
    const isAtRest = () => {
      looks += 1
      if (looks === 3) hosts.pop()
      return looks > 3
    }
    const begun = loopsAtRest()
    const loopsOfTwo = { ...begun, inventory: { ...begun.inventory, hosts: () => hosts as never } }
    const core = served('/elsewhere', loopsOfTwo)
    const [outcome] = (await all(convergePushed(core, { ...source, isAtRest }, { ...push, timeoutMs: 5_000 }))).slice(
      -1,
    )
    equal(outcome?.type === 'outcome' && outcome.exit, 0)
  })

  it('is no commit that another push came after: what was read since is of both', async () => {
    const live = mkdtempSync(join(tmpdir(), 'live-'))
    try {
      mkdirSync(join(live, '.git/refs/heads'), { recursive: true })
      writeFileSync(join(live, '.git/HEAD'), 'ref: refs/heads/main\n')
      const checkOut = (head: string) => writeFileSync(join(live, '.git/refs/heads/main'), `${head}\n`)
      const core = served(live)
      writeHistory(core.store, live, { ...noHistory, head: 'second' })
      const pushed = { ...push, directory: live, head: 'first' }
      const message = async () => {
        const [outcome] = (await all(convergePushed(core, source, pushed))).slice(-1)
        return outcome?.type === 'outcome' && outcome.message
      }
      checkOut('second')
      match(String(await message()), /^not converged in time: .*Service\/old\/web is not gone yet$/)
      checkOut('third')
      equal(await message(), `${live} was not read completely in time`)
    } finally {
      rmSync(live, { recursive: true })
    }
  })

  it('is nothing that goes from another directory', async () => {
    const [outcome] = (await all(convergePushed(served('/elsewhere'), source, push))).slice(-1)
    equal(outcome?.type === 'outcome' && outcome.exit, 0)
  })
})
