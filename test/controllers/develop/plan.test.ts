import { deepEqual, equal, match } from 'node:assert/strict'
import type { WatchRule } from '../../../api/v1/develop.ts'
import { type DevelopedContainer, type DevelopView, planDevelop } from '../../../controllers/develop/plan.ts'
import type { Developed } from '../../../controllers/develop/port.ts'

const rule = (more: Partial<WatchRule>): WatchRule => ({
  ...{ service: 'web', action: 'sync', path: '/src/app', target: '/app', ignore: [], include: [], initialSync: false },
  ...more,
})
const change = (path: string, at: number) => ({ path: path.replace(/^-/, ''), gone: path.startsWith('-'), at })
const container = (id: string, runs = true): DevelopedContainer => ({ node: 'a', id, task: `web-${id}`, runs })
const old = container('old')

/** What each container is brought, as the files that it gets and whether it is restarted. */
function planned(developed: Partial<Developed>, view: Partial<Omit<DevelopView, 'developed'>> = {}) {
  const changes = developed.changes ?? []
  const version = Math.max(0, ...changes.map(({ at }) => at))
  const whole = {
    rules: [rule({})],
    changes,
    version,
    rebuiltAt: 0,
    built: new Map(),
    brought: new Map([['old', 0]]),
    ...{ failed: new Map(), leftOut: new Map() },
    ...developed,
  }
  const plan = planDevelop({ developed: whole, containers: [old], ...view })
  const brings = plan.bring.map(({ id, work }) => [
    ...[id, ...work.copies.map(({ to }) => to), ...work.removals.map((path) => `-${path}`)],
    ...(work.restart ? ['restart'] : []),
  ])
  return { ...plan, brings }
}

const restarts = rule({ action: 'restart', path: '/src/conf' })
const builds = rule({ action: 'rebuild', path: '/src/package.json' })

describe('what a service is brought of its sources', () => {
  const rows: readonly [what: string, developed: Partial<Developed>, brings: readonly (readonly string[])[]][] = [
    ['is nothing while nothing changes', {}, []],
    ['is what changed', { changes: [change('/src/app/a', 1)] }, [['old', '/app/a']]],
    [
      'is what changed since the last time',
      { changes: [change('/src/app/a', 1), change('/src/app/b', 2)], brought: new Map([['old', 1]]) },
      [['old', '/app/b']],
    ],
    [
      'is all that others were brought before, where it came later',
      { changes: [change('/src/app/a', 1), change('-/src/app/b', 2)], brought: new Map() },
      [['old', '/app/a', '-/app/b']],
    ],
    ['is nothing before the first look, as that was in its image or not', { changes: [], brought: undefined }, []],
    [
      'is what is synced at the start, with the first look',
      { changes: [change('/src/app/a', 1)], brought: undefined },
      [['old', '/app/a']],
    ],
    [
      'is a restart of what ran before the change',
      { rules: [restarts], changes: [change('/src/conf', 1)] },
      [['old', 'restart']],
    ],
    [
      'is no restart of what came after it',
      { rules: [restarts], changes: [change('/src/conf', 1)], brought: new Map() },
      [],
    ],
    [
      'is a restart with what its image lacks',
      { rules: [rule({ action: 'sync+restart' })], changes: [change('/src/app/a', 1)], brought: new Map() },
      [['old', '/app/a', 'restart']],
    ],
    [
      'is nothing more once its image is built anew for it',
      { rules: [builds, rule({})], changes: [change('/src/package.json', 1)], rebuiltAt: 1 },
      [],
    ],
  ]
  for (const [what, developed, brings] of rows) it(what, () => deepEqual(planned(developed).brings, brings))

  it('is a new image, and nothing beside, where a change asks for that', () => {
    const changes = [change('/src/app/a', 1), change('/src/package.json', 2)]
    const { rebuild, brings } = planned({ rules: [builds, rule({})], changes })
    deepEqual([rebuild, brings], ['/src/package.json has changed', []])
  })

  it('is what its image lacks, by the image that it was made of', () => {
    const changes = [change('/src/app/a', 1), change('/src/package.json', 2), change('/src/app/b', 3)]
    const known = { changes, rebuiltAt: 2, built: new Map([['shop-web:2', 2]]), context: '/src', brought: new Map() }
    const of = (image: string, context = '/src') =>
      planned({ ...known, context }, { containers: [{ ...container('new'), image }] }).brings
    deepEqual(of('shop-web:2'), [['new', '/app/b']])
    deepEqual(of('shop-web:1'), [['new', '/app/a', '/app/b']])
    deepEqual(of('shop-web:2', '/elsewhere'), [['new', '/app/a', '/app/b']])
  })

  it('waits for a container that does not run, which is no other one when it runs again', () => {
    const changes = [change('/src/app/a', 1)]
    const { brings, brought } = planned({ changes }, { containers: [container('old', false)] })
    deepEqual([brings, [...brought]], [[], [['old', 0]]])
    const fresh = planned({ changes, brought: new Map() }, { containers: [container('new', false)] })
    deepEqual([fresh.brings, [...fresh.brought]], [[], []])
  })

  it('waits while its stack is paused', () => {
    const { brings, rebuild, condition } = planned(
      { rules: [builds, rule({})], changes: [change('/src/app/a', 1), change('/src/package.json', 2)] },
      { paused: 'paused by hand' },
    )
    deepEqual([brings, rebuild, condition.reason], [[], undefined, 'Paused'])
  })

  it('says what is watched, and what can not be', () => {
    const { condition } = planned({})
    equal(condition.status, 'True')
    match(condition.message, /what changes in \/src\/app/)
    deepEqual(planned({ problem: 'it is outside' }).condition, {
      ...{ status: 'False', reason: 'WatchRefused', message: 'it is outside' },
    })
  })

  it('says what failed last in which task, and tries again with the next change what could not be removed', () => {
    const failed = new Map([['old', { message: '/app/b could not be removed', left: ['/app/b', '/app/c'] }]])
    const { brings, condition } = planned({ failed })
    deepEqual([brings, condition.status, condition.reason], [[], 'False', 'SyncFailed'])
    match(condition.message, /\/app\/b could not be removed in web-old/)
    const changes = [change('/src/app/a', 1), change('/src/app/c/d', 2)]
    deepEqual(planned({ failed, changes }).brings, [['old', '/app/a', '/app/c/d', '-/app/b']])
  })

  it('asks of each path once, and looks through changes once for containers that are alike', () => {
    let asked = 0
    const counted = {
      ...rule({}),
      get include() {
        asked += 1
        return []
      },
    }
    const changes = Array.from({ length: 100 }, (_, at) => change(`/src/app/${at}`, at + 1))
    const [one, other] = ['one', 'other'].map((id) => container(id))
    const known = { rules: [counted], changes, brought: new Map<string, number>() }
    const views = [old, ...(one && other ? [one, other] : [])]
    const { bring } = planned(known, { containers: views })
    planned(known, { containers: views })
    deepEqual([bring.length, asked], [3, 100])
    equal(bring[0]?.work, bring[2]?.work)
  })

  it('forgets containers that are gone', () => {
    const { brought } = planned({
      brought: new Map([
        ['old', 0],
        ['gone', 0],
      ]),
    })
    deepEqual([...brought.keys()], ['old'])
  })
})
