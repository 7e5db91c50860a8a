import { deepEqual, equal } from 'node:assert/strict'
import { aTask, NOW, ready } from '../../support/builders.ts'
import { brief, type Given, plan, settled, update, waits } from '../../support/service-plan.ts'

const old = aTask(1, 'r1', ready())
const ourselves = { task: 'web-1-r1' }

/** The task that it runs in, after a stop. */
const left = { ...old, spec: { ...old.spec, desiredState: 'Removed' as const } }

/** What is planned for a service of one replica that its own controllers run in. */
function own({ view, ...given }: Given): readonly [string, readonly string[]] {
  const { rollout, actions } = plan({ spec: { replicas: 1 }, view: { ourselves, ...view }, ...given })
  return [rollout.state ?? '', actions.map(brief)]
}

const endedBefore = (times: number) => ({ ...ourselves, restarts: new Map([['web-1-r2', times]]) })

describe('planService of the service that the controllers run in', () => {
  const cases: { it: string; given: Given; wants: readonly [string, readonly string[]] }[] = [
    {
      it: 'makes a successor when nothing else is under way',
      given: { status: settled('r1'), tasks: [old] },
      wants: ['Progressing', ['create 1 r2']],
    },
    {
      it: 'waits with that for another service',
      given: { status: settled('r1'), tasks: [old], view: { ourselves: { ...ourselves, waitsFor: 'shop/db' } } },
      wants: ['Progressing', []],
    },
    {
      it: 'does not fail for want of progress while it waits so',
      given: { ...update, tasks: [old], view: { ourselves: { ...ourselves, waitsFor: 'shop/db' }, now: 4e12 } },
      wants: ['Progressing', []],
    },
    {
      it: 'goes on with a successor that is there, whatever begins beside it',
      given: {
        ...update,
        tasks: [old, aTask(1, 'r2', ready())],
        view: { ourselves: { ...ourselves, waitsFor: 'shop/db' } },
      },
      wants: ['Progressing', ['handOver web-1-r2']],
    },
    {
      it: 'hands over to a successor that has been ready for 5 s, and does not retire itself',
      given: { ...update, tasks: [old, aTask(1, 'r2', ready(5_000))] },
      wants: ['Progressing', ['handOver web-1-r2']],
    },
    {
      it: 'hands over no earlier, though no strategy is declared',
      given: { ...update, tasks: [old, aTask(1, 'r2', ready(4_900))] },
      wants: ['Progressing', []],
    },
    {
      it: 'hands over after the time that is declared',
      given: {
        spec: { replicas: 1, updateStrategy: { monitorSeconds: 1 } },
        ...update,
        tasks: [old, aTask(1, 'r2', ready(1_000))],
      },
      wants: ['Progressing', ['handOver web-1-r2']],
    },
    {
      it: 'does not hand over to one that is not started, as where stop-first is declared',
      given: { ...update, tasks: [old, aTask(1, 'r2', waits)] },
      wants: ['Progressing', []],
    },
    {
      it: 'keeps what runs when the successor fails',
      given: { ...update, tasks: [old, aTask(1, 'r2', { phase: 'Failed', message: 'it exited with 1' })] },
      wants: ['Stalled', []],
    },
    {
      it: 'hands over to what a start made, where it was stopped before, once that has been ready for 5 s',
      given: { status: settled('r2'), tasks: [left, aTask(1, 'r2', ready(5_000))] },
      wants: ['Completed', ['handOver web-1-r2']],
    },
    {
      it: 'does not hand over to that before it is ready',
      given: { status: settled('r2'), tasks: [left, aTask(1, 'r2', waits)] },
      wants: ['Completed', []],
    },
    {
      it: 'does not hand over to one that ended once, as when it took over, before it was ready for 10 s',
      given: { ...update, tasks: [old, aTask(1, 'r2', ready(9_900))], view: { ourselves: endedBefore(1) } },
      wants: ['Progressing', []],
    },
    {
      it: 'hands over to that after 10 s',
      given: { ...update, tasks: [old, aTask(1, 'r2', ready(10_000))], view: { ourselves: endedBefore(1) } },
      wants: ['Progressing', ['handOver web-1-r2']],
    },
    {
      it: 'hands over to one that ended four times after 80 s, also where the old one was stopped',
      given: {
        status: settled('r2'),
        tasks: [left, aTask(1, 'r2', ready(79_900))],
        view: { ourselves: endedBefore(4) },
      },
      wants: ['Completed', []],
    },
    {
      it: 'hands over after 10 minutes to one that ended ever so often',
      given: {
        status: settled('r2'),
        tasks: [left, aTask(1, 'r2', ready(600_000))],
        view: { ourselves: endedBefore(99) },
      },
      wants: ['Completed', ['handOver web-1-r2']],
    },
    {
      it: 'is complete, and retires the old one, once it is the successor itself',
      given: { ...update, tasks: [old, aTask(1, 'r2', ready())], view: { ourselves: { task: 'web-1-r2' } } },
      wants: ['Completed', ['retire web-1-r1']],
    },
  ]
  for (const { it: sentence, given, wants } of cases) it(sentence, () => deepEqual(own(given), wants))

  it('looks at the rollout at its deadline, where that is before the successor may take over', () => {
    const { nextAt } = plan({
      spec: { replicas: 1, progressDeadlineSeconds: 30 },
      ...{ ...update, tasks: [old, aTask(1, 'r2', ready(10_000))], view: { ourselves: endedBefore(4) } },
    })
    equal(nextAt, NOW + 30_000)
  })
})
