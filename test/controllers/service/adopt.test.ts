import { deepEqual } from 'node:assert/strict'
import { comparable, withKept } from '../../../controllers/service/act/adoptable.ts'
import { planService } from '../../../controllers/service/plan.ts'
import type { ServiceView } from '../../../controllers/service/view.ts'
import { ago, aService, aTarget, NOW } from '../../support/builders.ts'

interface Given {
  /** The revision that the container was made for. */
  readonly revision?: string
  /** Today's; absent while it is not known what the secrets of the service hold. */
  readonly target?: string
  readonly isDeleted?: boolean
}

function view({ revision = 'abc-1', target, isDeleted = false }: Given): ServiceView {
  const service = aService()
  if (isDeleted) service.metadata.deletionTimestamp = ago(0)
  return {
    ...{
      service,
      tasks: [],
      revisions: [],
      nodes: ['a'],
      isClaimed: () => false,
      inPlace: () => false,
      noRoom: () => undefined,
      retry: false,
      now: NOW,
    },
    adoptable: [{ task: 'web-1', slot: 1, revision, node: 'a', id: 'c1' }],
    ...(target === undefined ? {} : { target: { ...aTarget(target), contents: { 'Secret/token': 'h' } } }),
  }
}

describe('adopting a container with secrets', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'is of the revision that it was made for', given: { target: 'abc-1' }, wants: ['adopt web-1 of abc-1'] },
    { it: 'waits until it is known what they hold now', given: {}, wants: [] },
    { it: 'waits for nothing where it is to be deleted', given: { isDeleted: true }, wants: ['adopt web-1 of abc-1'] },
  ] as readonly { it: string; given: Given; wants: string[] }[])
    it(sentence, () =>
      deepEqual(
        planService(view(given)).actions.map((action) =>
          action.do === 'adopt' ? `adopt ${action.container.task} of ${action.container.revision}` : action.do,
        ),
        wants,
      ),
    )

  for (const { it: sentence, given, wants } of [
    { it: 'compares nothing that is of today', given: { target: 'abc-1' }, wants: 0 },
    { it: 'compares what is of the same template', given: { target: 'abc-2' }, wants: 1 },
    { it: 'compares nothing of another template', given: { target: 'def-1' }, wants: 0 },
    { it: 'compares what is of the same image', given: { target: 'abc-2-f', revision: 'abc-1-f' }, wants: 1 },
    { it: 'compares nothing of another image', given: { target: 'abc-1-f', revision: 'abc-1-e' }, wants: 0 },
    { it: 'compares nothing whose image was never asked', given: { target: 'abc-1-f' }, wants: 0 },
    { it: 'compares nothing of a revision that nobody knows', given: { target: 'abc-1', revision: '' }, wants: 0 },
    { it: 'compares nothing before the bytes of now are known', given: {}, wants: 0 },
  ] as readonly { it: string; given: Given; wants: number }[])
    it(sentence, () => deepEqual(comparable(view(given)).length, wants))

  it('is of today where the bytes are the same, and keeps its paths', () => {
    const paths = { '/run/secrets/token': '/run/reconcile/default/shop/secrets/token-1' }
    const [adopted] = withKept(view({ target: 'abc-2' }), new Map([['web-1', paths]])).adoptable
    deepEqual([adopted?.revision, adopted?.paths], ['abc-2', paths])
  })
})
