import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Task } from '../../../../api/v1/generated/types.ts'
import { createLockWait, withoutPastLocks } from '../../../../cli/local/waiting/locked-out.ts'
import type { WaitView } from '../../../../cli/local/waiting/view/wait-view.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import type { LockHolder } from '../../../../controllers/locks/stack-lock.ts'

const ANNA: LockHolder = {
  ...{ id: 'a', by: 'anna@laptop', kind: 'command', command: 'reconcile apply (pid 7)' },
  since: '2026-01-01T00:00:00.000Z',
}
const SERVE: LockHolder = { ...ANNA, kind: 'serve', command: 'reconcile serve (pid 8)' }
const ONCE = { ...ANNA, command: 'reconcile serve --once (pid 9)' }

/** Who has the lock of `shop` on `a` may change while one waits. */
function waiting(waitMs: number) {
  const held: { by?: LockHolder } = {}
  const at = { node: 'a', stack: 'shop' }
  const locks = { others: (stack: string) => (stack === 'shop' && held.by ? [{ at, by: held.by }] : []) }
  const loops = { ports: { locks } } as unknown as Loops
  const wait = createLockWait(loops, waitMs)
  const look = (now: number, { reason = 'WaitingForLock', stacks = ['shop'], rest = [] }: Seen = {}) => {
    const tasks = [aTaskOf(reason)]
    return wait({ ...RESTING, tasks, objects: rest, now }, stacks)
  }
  return { held, look, loops }
}

function aTaskOf(reason: string): V1Task {
  return { kind: 'Task', metadata: { name: 'web-1', namespace: 'shop' }, spec: {}, status: { reason } } as V1Task
}

interface Seen {
  readonly reason?: string
  readonly stacks?: readonly string[]
  /** What else there is. */
  readonly rest?: WaitView['objects']
}

const RESTING = { leaving: [], silent: [], holds: [], isFresh: true, isIdle: true, since: 0 }

/** A network of `blog`. */
function aNetwork(ready: 'True' | 'False'): WaitView['objects'] {
  const conditions = [{ type: 'Ready', status: ready, observedGeneration: 1 }]
  const metadata = { name: 'default', namespace: 'blog', generation: 1 }
  return [{ kind: 'Network', metadata, spec: {}, status: { observedGeneration: 1, conditions } }] as never
}

describe('a wait for a stack that another home works on', () => {
  it('says once whom for, and gives up with what to do', () => {
    const { held, look } = waiting(30_000)
    held.by = ANNA
    deepEqual(look(0), {
      type: 'warning',
      message:
        'waiting up to 30 s: anna@laptop works on shop on a: reconcile apply (pid 7), since 2026-01-01T00:00:00.000Z',
    })
    equal(look(29_999), undefined)
    const end = look(30_000)
    equal(end?.type, 'outcome')
    match(JSON.stringify(end), /"exit":1,.*shop waits: anna@laptop works on shop.*--wait;.*--steal/)
  })

  it('begins anew for who comes next, and says so', () => {
    const { held, look } = waiting(10_000)
    held.by = ANNA
    look(0)
    delete held.by
    equal(look(9_000), undefined)
    held.by = ONCE
    match(JSON.stringify(look(15_000)), /"warning".*waiting up to 10 s: .*serve --once/)
    equal(look(24_999), undefined)
    equal(look(25_000)?.type, 'outcome')
  })

  it('is not for a serve, which has its stacks for as long as it runs', () => {
    const { held, look } = waiting(30_000)
    held.by = SERVE
    match(JSON.stringify(look(0)), /"type":"outcome".*RECONCILE_SERVER=ssh:\/\/HOST.*--steal/)
  })

  it('is nothing where no lock holds anything up, or that of another stack', () => {
    const { held, look } = waiting(0)
    held.by = ANNA
    equal(look(0, { reason: 'Running' }), undefined)
    equal(look(0, { stacks: ['blog'] }), undefined)
  })

  it('does first what no lock holds up, and says so', () => {
    const { held, look } = waiting(30_000)
    held.by = SERVE
    const stacks = ['blog', 'shop']
    equal(look(0, { stacks, rest: aNetwork('False') }), undefined)
    match(
      JSON.stringify(look(60_000, { stacks, rest: aNetwork('True') })),
      /"exit":1,"message":"shop waits: anna@laptop works on shop on a: [^"]*; the rest is done"/,
    )
  })

  it('tells of no lock that nobody has any more, or that is taken away', () => {
    const { held, loops } = waiting(0)
    const shown = () => withoutPastLocks(loops, { objects: [], tasks: [aTaskOf('WaitingForLock')] }).tasks.length
    held.by = ANNA
    equal(shown(), 1)
    delete held.by
    equal(shown(), 0)
  })
})
