import { deepEqual, match, ok } from 'node:assert/strict'
import { finalizers } from '../../../../api/v1/labels.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { all, aRequest, eachHome, serviceText } from '../local-core.ts'
import { anEmptyHost, declareNodes } from './empty-host.ts'

// The engine has nothing of it: what is deleted is gone as soon as the loops look.
describe('a plan of what is being deleted, and declared again', () => {
  let core: Core
  eachHome(async (made) => {
    core = made
    declareNodes(core, 'a')
    await all(apply(core, aRequest(core.home, serviceText('web'), {})))
    core.store.update('Service', 'shop/web', ({ metadata }) => void (metadata.finalizers = [finalizers.tasks]))
    core.store.delete('Service', 'shop/web')
  })

  const planned = async (text: string) => {
    const host = anEmptyHost()
    const looked: string[] = []
    const inspectImage: typeof host.inspectImage = async (args, run) => {
      looked.push(args.name)
      return await host.inspectImage(args, run)
    }
    const answer = await plan(
      { ...core, engines: async () => new Map([['a', { ...host, inspectImage }]]) },
      aRequest(core.home, text, {}),
    )
    if ('needs' in answer) throw new Error('it needs nothing')
    return { ...answer, looked, paths: answer.calls.map(({ path }) => path) }
  }

  it('goes on with it once the old one is gone, as its apply does', async () => {
    const { text, paths, exit, unmet } = await planned(serviceText('web'))
    match(text.join('\n'), /\+ Service\/shop\/web\n +when the old one is gone/)
    ok(paths.includes('/containers/create?name=shop-web-1'), paths.join())
    deepEqual([exit, unmet], [0, []])
  })

  it('is of what it is to be, and not of what it was', async () => {
    const { paths, looked, assumptions } = await planned(serviceText('web').replace('nginx', 'nginx:2'))
    ok(looked.includes('nginx:2') && paths.includes('/images/create?fromImage=nginx&tag=2'), paths.join())
    match(assumptions.join('\n'), /the pull of nginx:2 succeeds/)
  })

  it('changes nothing of what is kept', async () => {
    await planned(serviceText('web'))
    ok(core.store.get('Service', 'shop/web')?.metadata.deletionTimestamp)
  })
})
