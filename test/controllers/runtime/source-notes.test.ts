import { deepEqual, equal } from 'node:assert/strict'
import type { V1Condition } from '../../../api/v1/generated/types.ts'
import type { Json } from '../../../store/storage/storage.ts'
import { aWorld } from '../../support/world.ts'

const HOLD = {
  ...{ id: 'ab12cd34', root: '/srv', reason: 'LossesNeedApproval', resources: ['Service/shop/web', 'Config/shop/a'] },
  message: '2 of 4 resources are gone. To allow it: reconcile approve ab12cd34',
}
const BROKEN = {
  ...{ reason: 'SourceInvalid', resources: ['Service/shop/db'], stacks: ['shop'] },
  message: '/srv/db.yaml:6:3: spec.replica: is not a known field',
}

const LEAVING = {
  ...{ reason: 'MissingFromFiles', resources: ['Service/shop/db'] },
  message: 'Service/shop/db: in no file of /srv any more, so that serve deletes it at 2026-11-20T10:00:00Z',
}

describe('what the files of a stack ask for and what does not happen', () => {
  async function running() {
    const world = aWorld()
    world.service('web', {})
    world.service('db', {})
    await world.settle()
    const { store } = world.life().ports
    const tell = async (hold: Json | undefined, problems: Json | undefined) => {
      store.putFact('hold', 'ab12cd34', hold)
      store.putFact('problem', '/srv', problems)
      await world.settle()
    }
    const said = (kind: 'Service' | 'Stack', key: string) => brief(store.get(kind, key)?.status?.conditions)
    return { world, store, tell, said }
  }

  it('is said on the stack and on each object that it is about', async () => {
    const { tell, said } = await running()
    await tell(HOLD, [BROKEN])
    const [approval, failure] = [`ApprovalNeeded True ${HOLD.reason}`, `SourceFailed True ${BROKEN.reason}`]
    deepEqual(said('Stack', 'shop'), [`Ready False ${HOLD.reason}`, approval, failure])
    deepEqual(said('Service', 'shop/web'), ['Ready True AllReady', approval])
    deepEqual(said('Service', 'shop/db'), ['Ready True AllReady', failure])
  })

  it('is said with the command, and with file and line', async () => {
    const { store, tell } = await running()
    await tell(HOLD, [BROKEN])
    const messages = store.get('Stack', 'shop')?.status?.conditions?.map(({ message }) => message)
    deepEqual(messages, [HOLD.message, HOLD.message, BROKEN.message])
  })

  it('is said of what is about to be deleted, with the time', async () => {
    const { store, world, said } = await running()
    store.putFact('pending', '/srv', [LEAVING])
    await world.settle()
    deepEqual(said('Stack', 'shop'), ['Ready False MissingFromFiles', 'DeletionPending True MissingFromFiles'])
    deepEqual(said('Service', 'shop/db'), ['Ready True AllReady', 'DeletionPending True MissingFromFiles'])
    deepEqual(store.get('Stack', 'shop')?.status?.conditions?.at(-1)?.message, LEAVING.message)
    store.putFact('pending', '/srv', undefined)
    await world.settle()
    deepEqual([said('Stack', 'shop'), said('Service', 'shop/db')], [['Ready True AllReady'], ['Ready True AllReady']])
  })

  it('is no more to be approved once it was: what is deleted goes as soon as its files were read', async () => {
    const { store, world, tell, said } = await running()
    await tell(HOLD, undefined)
    store.putFact('approval', 'ab12cd34', { at: 0 })
    await world.settle()
    deepEqual(said('Stack', 'shop'), ['Ready False MissingFromFiles', 'DeletionPending True MissingFromFiles'])
    deepEqual(said('Service', 'shop/web'), ['Ready True AllReady', 'DeletionPending True MissingFromFiles'])
    equal(
      store.get('Stack', 'shop')?.status?.conditions?.at(-1)?.message,
      'Service/shop/web, Config/shop/a: approved (ab12cd34), and deleted as soon as serve has read /srv (volumes keep their data); `reconcile serve` does that. To keep it, put it back into a file before that',
    )
  })

  it('is no more to be approved once it was: what an apply changes is as before until the next one', async () => {
    const { store, world, tell, said } = await running()
    await tell({ ...HOLD, reason: 'ScaleToZeroNeedsApproval' }, undefined)
    store.putFact('approval', 'ab12cd34', { at: 0 })
    await world.settle()
    deepEqual([said('Stack', 'shop'), said('Service', 'shop/web')], [['Ready True AllReady'], ['Ready True AllReady']])
  })

  it('is said no more when it is over, and of the rest nothing changed', async () => {
    const { world, tell, said } = await running()
    await tell(HOLD, [BROKEN])
    await tell(undefined, undefined)
    for (const key of ['shop/web', 'shop/db']) deepEqual(said('Service', key), ['Ready True AllReady'])
    deepEqual(said('Stack', 'shop'), ['Ready True AllReady'])
    world.newCalls()
    await tell(HOLD, undefined)
    deepEqual(world.newCalls(), [])
  })

  it('is said again after a restart', async () => {
    const { world, tell } = await running()
    await tell(HOLD, undefined)
    await world.restart()
    await world.settle()
    const { store } = world.life().ports
    const said = brief(store.get('Service', 'shop/web')?.status?.conditions)
    deepEqual(said.sort(), [`ApprovalNeeded True ${HOLD.reason}`, 'Ready True AllReady'])
  })

  it('makes a stack of a file from which nothing came yet, for as long as it is wrong', async () => {
    const { store, tell, said } = await running()
    await tell(undefined, [{ ...BROKEN, resources: [], stacks: ['wiki'] }])
    deepEqual(said('Stack', 'wiki'), [`Ready False ${BROKEN.reason}`, `SourceFailed True ${BROKEN.reason}`])
    await tell(undefined, undefined)
    equal(store.get('Stack', 'wiki'), undefined)
  })
})

describe('what the files of a node ask for and what does not happen', () => {
  it('is said on the node', async () => {
    const world = aWorld()
    await world.settle()
    const { store } = world.life().ports
    store.putFact('problem', '/srv', [{ ...BROKEN, resources: ['Node/a'], stacks: [] }])
    await world.settle()
    const said = () => brief(store.get('Node', 'a')?.status?.conditions)
    deepEqual(said(), ['Ready True EngineAnswers', `SourceFailed True ${BROKEN.reason}`])
    store.putFact('problem', '/srv', undefined)
    await world.settle()
    deepEqual(said(), ['Ready True EngineAnswers'])
  })
})

function brief(conditions: readonly V1Condition[] = []): string[] {
  return conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`)
}
