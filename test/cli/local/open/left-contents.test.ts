import { deepEqual, equal, rejects } from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { dropLeft } from '../../../../cli/local/open/left-contents.ts'
import { openState } from '../../../../cli/local/open/open-state.ts'
import { realClock } from '../../../../clock/real.ts'
import { seededRandom } from '../../../../clock/random.ts'
import { dropUnfinished, keepContent, stageContent } from '../../../../store/contents/disk.ts'
import { all, aRequest, dyingOnceKept, eachHome, tokenText } from '../local-core.ts'

const { signal } = new AbortController()
const metadata = { name: 'token', namespace: 'shop' }
const token = { apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { stored: true } } as const

describe('bytes of a secret', () => {
  let core: Core
  eachHome(async (made) => {
    core = made
    await all(apply(core, aRequest(core.home, tokenText, { TOKEN: 'hush' })))
    deepEqual(kept(), ['token'])
  })
  const kept = () => readdirSync(join(core.home, 'secrets/shop'))
  const noted = () => [...core.store.facts('leaving').keys()]
  /** The process dies right after storage has the deletion. */
  const killedInDeletion = async () => {
    await rejects(all(remove(dyingOnceKept(core), { stack: 'shop', volumes: false, wait: false, signal })), /killed/)
    deepEqual([core.store.list('Secret').size, kept()], [0, ['token']])
  }

  it('go with the next that opens the home, where a process died between a deletion and them', async () => {
    await killedInDeletion()
    dropLeft(core)
    deepEqual([kept(), noted()], [[], []])
  })

  it('stay where it is declared again by then', async () => {
    await killedInDeletion()
    await all(apply(core, aRequest(core.home, tokenText, { TOKEN: 'another' })))
    dropLeft(core)
    deepEqual([kept(), noted()], [['token'], []])
  })

  it('leave no note where a deletion ends', async () => {
    await all(remove(core, { stack: 'shop', volumes: false, wait: false, signal }))
    deepEqual([kept(), noted()], [[], []])
  })

  describe('of an external one', () => {
    const text = tokenText.replace('environment: TOKEN', 'external: true')
    beforeEach(async () => {
      await all(apply(core, { ...aRequest(core.home, text, {}), wait: false }))
    })

    it('stay where its stack or its files are deleted, and are named: no file has them', async () => {
      const [told] = await all(remove(core, { stack: 'shop', volumes: true, wait: false, signal }))
      const details = [`its bytes stay as ${core.home}/secrets/shop/token, for when it is declared again`]
      deepEqual(told, { type: 'resource', object: 'Secret/shop/token', change: 'deleted', details })
      deepEqual([kept(), noted()], [['token'], []])
    })

    it('go where it is named itself', async () => {
      const refs = [{ kind: 'Secret' as const, namespace: 'shop', name: 'token' }]
      await all(remove(core, { refs, volumes: false, wait: false, signal }))
      deepEqual([kept(), noted()], [[], []])
    })
  })

  it('stay where no deletion by name asked for their end: a lost state, or another branch, needs them again', async () => {
    core.store.delete('Secret', 'shop/token')
    dropLeft(core)
    deepEqual(kept(), ['token'])
  })

  it('stay with the deletion of another, as theirs may not be in storage yet', async () => {
    core.store.putFact('leaving', 'Secret/shop/token', true)
    core.store.delete('Secret', 'shop/token')
    await all(apply(core, aRequest(core.home, tokenText.replace('token', 'other'), { TOKEN: 'x' })))
    const refs = [{ kind: 'Secret' as const, namespace: 'shop', name: 'other' }]
    await all(remove(core, { refs, volumes: false, wait: false, signal }))
    deepEqual(kept(), ['token'])
  })

  it('stay where it is declared anew in the moment that they go', async () => {
    core.store.putFact('leaving', 'Secret/shop/token', true)
    core.store.delete('Secret', 'shop/token')
    const going: unknown = dropLeft(core)
    keepContent(join(core.home, 'secrets'), token, Buffer.from('another'))
    await Promise.resolve(going)
    deepEqual(kept(), ['token'])
  })

  it("go where a process died before they were anybody's", async () => {
    await stageContent(join(core.home, 'secrets'), token, Buffer.from('hush'))
    equal(kept().length, 2)
    await dropUnfinished(join(core.home, 'secrets'))
    deepEqual(kept(), ['token'])
  })
})

describe('opening a RECONCILE_HOME', () => {
  const home = mkdtempSync(join(tmpdir(), 'home-'))
  after(() => rmSync(home, { recursive: true, force: true }))
  const open = () =>
    openState({
      ...{ clock: realClock, random: seededRandom(1), command: 'a test', home, waitMs: 0, signal },
      onWait: () => undefined,
      onTorn: () => undefined,
    })

  it('drops the bytes that a deletion left', async () => {
    const { store, close } = await open()
    keepContent(join(home, 'secrets'), token, Buffer.from('hush'))
    store.putFact('leaving', 'Secret/shop/token', true)
    await stageContent(join(home, 'secrets'), token, Buffer.from('hush'))
    await close()
    const again = await open()
    deepEqual(readdirSync(join(home, 'secrets/shop')), [])
    deepEqual([...again.store.facts('leaving')], [])
    await again.close()
  })
})
