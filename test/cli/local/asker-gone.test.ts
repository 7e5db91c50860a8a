import { deepEqual, equal, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apply } from '../../../cli/local/apply.ts'
import { remove } from '../../../cli/local/deletion/delete.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { pause } from '../../../cli/local/pause.ts'
import { restart } from '../../../cli/local/restart.ts'
import { pauseRollout } from '../../../cli/local/rollout-pause.ts'
import { scale } from '../../../cli/local/scale.ts'
import { stop } from '../../../cli/local/stop.ts'
import { acceptFile } from '../../../cli/local/watched/file.ts'
import { isRestartAwaited } from '../../../controllers/service/restart.ts'
import { stopOf } from '../../../controllers/holds/stop.ts'
import { restoreApplied } from '../../../cli/local/applied/restore-applied.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { StorageError } from '../../../store/storage/storage.ts'
import { all, aRequest, dyingOnceKept, eachHome, serviceText, tokenText } from './local-core.ts'

const { signal } = new AbortController()
const text = `${serviceText('web')}---\n${tokenText}`

describe('a deletion', () => {
  let core: Core
  eachHome(async (made) => {
    core = made
    await all(apply(core, aRequest(core.home, text, { TOKEN: 'hush' })))
  })
  const deletion = (by: Core) => remove(by, { stack: 'shop', volumes: false, wait: false, signal })
  const bytes = () => readdirSync(join(core.home, 'secrets/shop'))
  const kept = () => [...core.store.facts('leaving').keys(), ...bytes()]
  const applied = () => existsSync(join(core.home, 'desired/shop'))
  /** What a serve would do when it starts with what is there. */
  const startedAgain = async () => {
    await restoreApplied(core, () => undefined)
    return core.store.list('Service').size
  }

  it('is whole though whoever asked has gone when the first of it is told', async () => {
    for await (const _ of deletion(core)) break
    deepEqual([kept(), applied(), await startedAgain()], [[], false, 0])
  })

  it('does not come undone where the process dies as soon as storage has it (S6)', async () => {
    await rejects(all(deletion(dyingOnceKept(core))), /killed/)
    equal(await startedAgain(), 0)
  })

  for (const purpose of ['serve', 'act'] as const)
    it(`that a full disk refuses at first takes its bytes along ${purpose === 'serve' ? 'once there is room' : 'with the next start'}`, async () => {
      const clock = virtualClock({ start: 0 })
      let isFull = true
      const durable = () =>
        isFull ? Promise.reject(new StorageError('Full', 'no space left on device')) : Promise.resolve()
      const short = { ...core, purpose, clock, store: { ...core.store, durable } }
      await rejects(all(deletion(short)), /no space left/)
      await clock.runUntilQuiet({ until: 60_000, steps: 1_000 })
      deepEqual(kept(), ['Secret/shop/token', 'token'])
      isFull = false
      clock.after(60_000, () => undefined)
      await clock.runUntilQuiet({ until: 120_000, steps: 1_000 })
      deepEqual(kept(), purpose === 'serve' ? [] : ['Secret/shop/token', 'token'])
    })
})

describe('an apply', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  it('is whole though whoever asked has gone when the first of it is told', async () => {
    for await (const _ of apply(core, aRequest(core.home, text, { TOKEN: 'hush' }))) break
    deepEqual([core.store.list('Service').size, existsSync(join(core.home, 'desired/shop'))], [1, true])
  })
})

describe('what is asked of several services', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  const keys = ['shop/web', 'shop/api']
  const refs = ['web', 'api'].map((name) => ({ kind: 'Service' as const, namespace: 'shop', name }))
  const asked = { refs, wait: false, signal }
  const acts: readonly [string, () => AsyncIterable<unknown>, (key: string) => boolean][] = [
    ['a stop', () => stop(core, asked), (key) => stopOf(core.store, key) !== undefined],
    ['a restart', () => restart(core, asked), (key) => isRestartAwaited(core.store, key)],
    [
      'a scale',
      () => scale(core, { ...asked, replicas: 2 }),
      (key) => core.store.get('Service', key)?.spec.replicas === 2,
    ],
    ['a pause', () => pause(core, asked), (key) => core.store.fact('pause', key) !== undefined],
    [
      'a pause of rollouts',
      () => pauseRollout(core, asked),
      (key) => core.store.fact('rolloutPause', key) !== undefined,
    ],
  ]
  for (const [what, act, isDone] of acts)
    it(`is done to all of them though whoever asked has gone when the first is told: ${what}`, async () => {
      await all(apply(core, aRequest(core.home, `${text}---\n${serviceText('api')}`, { TOKEN: 'x' })))
      for await (const _ of act()) break
      deepEqual(keys.map(isDone), [true, true])
    })
})

describe('a scale in a work tree', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  it('is committed though whoever asked has gone when it is told', async () => {
    const root = join(core.home, 'tree')
    const file = join(root, 'web.yaml')
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { encoding: 'utf8' })
    mkdirSync(root)
    writeFileSync(file, serviceText('web').replace('{ template', '{ replicas: 1, template'))
    git('init', '-q')
    git('config', 'user.name', 'a')
    git('config', 'user.email', 'a@b')
    git('add', '.')
    git('commit', '-qm', 'first')
    await acceptFile(core, { root, file })
    const refs = [{ kind: 'Service' as const, namespace: 'shop', name: 'web' }]
    for await (const _ of scale(core, { refs, replicas: 2, wait: false, signal })) break
    equal(git('status', '--porcelain'), '')
    deepEqual(git('log', '--format=%s').trim().split('\n'), ['Scale web to 2', 'first'])
  })
})
