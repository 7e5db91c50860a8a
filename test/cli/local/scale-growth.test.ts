import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selectionOf } from '../../../cli/arguments/selection.ts'
import { apply } from '../../../cli/local/apply.ts'
import { isGreatGrowth } from '../../../api/v1/growth.ts'
import { approve } from '../../../cli/local/approve.ts'
import { scale } from '../../../cli/local/scale.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { acceptEdited } from '../../../store/source/apply.ts'
import { allHolds, approvalsIn, approve as approveHold, writeHolds } from '../../../store/source/facts/hold-facts.ts'
import { holdOf } from '../../../store/source/facts/hold.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { aCore, all, aRequest, serviceText } from './local-core.ts'

const { signal } = new AbortController()
const text = serviceText('web')

describe('the growth of a service', () => {
  for (const [before, replicas, is] of [
    [1, 100, false],
    [0, 101, true],
    [3, 100_000, true],
    [10, 101, true],
    [11, 110, false],
    [200, 2000, false],
    [200, 2001, true],
    [undefined, 1000, false],
    [undefined, 1001, true],
  ] as const)
    it(`from ${before ?? 'nothing'} to ${replicas} is ${is ? '' : 'not '}large`, () =>
      equal(isGreatGrowth(before, replicas), is))

  it('that is large is refused by a scale with the flag that allows it', async () => {
    const home = mkdtempSync(join(tmpdir(), 'scaling-'))
    try {
      const core = aCore(home)
      await all(apply(core, aRequest(home, text, {})))
      const request = { refs: [{ kind: 'Service' as const, namespace: 'shop', name: 'web' }], wait: false, signal }
      const replicas = () => core.store.get('Service', 'shop/web')?.spec.replicas ?? 1
      await rejects(all(scale(core, { ...request, replicas: 100_000 })), { remedy: 'if that is meant, say --large' })
      equal(replicas(), 1)
      await all(scale(core, { ...request, replicas: 101, large: true }))
      equal(replicas(), 101)
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })

  it('that is large waits in an applied file for approval, of that very number', async () => {
    const home = mkdtempSync(join(tmpdir(), 'growing-'))
    try {
      const core = aCore(home)
      const of = (replicas: number) => text.replace('spec: {', `spec: { replicas: ${replicas},`)
      const applied = async (replicas: number) => (await all(apply(core, aRequest(home, of(replicas), {})))).at(-1)
      const replicas = () => core.store.get('Service', 'shop/web')?.spec.replicas
      const idIn = (event: unknown) => /reconcile approve (\w+)/.exec(JSON.stringify(event))?.[1] ?? ''
      match(JSON.stringify(await applied(1001)), /Service\/shop\/web/)
      equal(replicas(), undefined)
      await applied(10)
      equal(replicas(), 10)
      const held = await applied(100_000)
      match(JSON.stringify(held), /"exit":6.*10 → 100000 replicas \(.*a\.yaml:4\) are very many more/)
      await all(approve(core, { subjects: [idIn(held)], wait: false, signal }))
      match(JSON.stringify(await applied(50_000)), /"exit":6/)
      equal(replicas(), 10)
      const again = await applied(100_000)
      await all(approve(core, { subjects: [idIn(again)], wait: false, signal }))
      await applied(100_000)
      equal(replicas(), 100_000)
      core.store.update('Service', 'shop/web', (draft) => {
        draft.spec.replicas = 1
      })
      await applied(100_000)
      equal(replicas(), 100_000)
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })

  it('that is large is refused by an apply that says it, before anything is accepted, with the flag that allows it', async () => {
    const home = mkdtempSync(join(tmpdir(), 'scaling-'))
    try {
      const core = aCore(home)
      const saying = async (count: number, more: object = {}) =>
        JSON.stringify(await all(apply(core, { ...aRequest(home, text, {}), scale: { web: count }, ...more })))
      const replicas = () => core.store.get('Service', 'shop/web')?.spec.replicas
      await rejects(saying(1001), { message: /web is new, and 1001 replicas are very many/ })
      equal(replicas(), undefined)
      await saying(1)
      for (const only of [{}, { only: { services: ['web'] } }])
        await rejects(saying(5000, only), { remedy: 'if that is meant, say --large' })
      equal(replicas(), 1)
      match(await saying(5000, { large: true, only: { services: ['web'] } }), /"exit":0/)
      equal(replicas(), 5000)
      match(await saying(5000), /"exit":0/)
      const slip = text.replace('spec: {', 'spec: { replicas: 70000,').replace('web', 'db')
      const both = aRequest(home, `${text}---\n${slip}`, {})
      match(
        JSON.stringify(await all(apply(core, { ...both, scale: { web: 90_000 }, large: true }))),
        /"exit":6.*Service\/shop\/db/,
      )
      equal(replicas(), 90_000)
      deepEqual(selectionOf([], { scale: ['web=2'], large: true }), { scale: { web: 2 }, large: true })
      throws(() => selectionOf([], { large: true }), /--large without --scale/)
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })

  it('that waits in a watched file stays, with what was approved, while another file is edited', () => {
    const home = mkdtempSync(join(tmpdir(), 'growing-'))
    try {
      const { store, settings, clock } = aCore(home)
      const edited = (name: string, replicas: number) => {
        const manifest = text.replace('web', name).replace('spec: {', `spec: { replicas: ${replicas},`)
        const context = { variable: () => undefined, readFile: () => '' }
        const files = [readText({ file: `/srv/${name}.yaml`, text: manifest }, context, [])]
        acceptEdited({ store, settings, now: clock.now(), files }, '/srv')
      }
      edited('web', 1)
      const [known] = [...acceptedOf(store).values()]
      if (!known) throw new Error('nothing was accepted')
      const reason = sourceReasons.growthNeedsApproval
      const hold = holdOf({ root: '/srv', reason, resources: [known], of: 5000, message: '1 → 5000' })
      writeHolds(store, '/srv', { holds: [hold], judged: true })
      approveHold(store, hold.id, 0)
      edited('db', 2)
      deepEqual(allHolds(store), [hold])
      equal(approvalsIn(store).has(hold.id), true)
      edited('web', 3)
      deepEqual(allHolds(store), [])
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })

  it('that waits is no matter of an apply of other services, and goes on waiting', async () => {
    const home = mkdtempSync(join(tmpdir(), 'growing-'))
    try {
      const core = aCore(home)
      const both = (replicas: number, image: string) =>
        `${text.replace('nginx', image)}---\n${text.replace('web', 'db').replace('spec: {', `spec: { replicas: ${replicas},`)}`
      const applied = async (manifests: string, only?: readonly string[]) =>
        JSON.stringify(
          await all(apply(core, { ...aRequest(home, manifests, {}), ...(only ? { only: { services: only } } : {}) })),
        )
      await applied(both(1, 'nginx'))
      match(await applied(both(5000, 'nginx')), /"exit":6/)
      const waiting = allHolds(core.store)
      const web = await applied(both(5000, 'nginx:2'), ['web'])
      match(web, /Service\/shop\/web","change":"configured".*"exit":0/)
      deepEqual(allHolds(core.store), waiting)
      match(await applied(both(5000, 'nginx:2'), ['db']), /"exit":6/)
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })
})
