import { match } from 'node:assert/strict'
import { Subject } from 'rxjs'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, RUNS } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 1_500, exitCode: 3 } },
}
const content = (text: string): Content => ({ found: true, bytes: Buffer.from(text), hash: `hash of ${text}` })

describe('a rollback of an update that came with other bytes of a secret', () => {
  it('says which bytes of before its tasks have, and when they were replaced', async () => {
    const contents = new Map([['Secret/shop/token', content('one')]])
    const changes = new Subject<string>()
    const world = aWorld({ images, contents, contentChanges: changes })
    const metadata = { name: 'token', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/srv/token' } })
    const updateStrategy = { failureAction: 'Rollback' as const, monitorSeconds: 2 }
    const use = (image: string) =>
      world.service('web', { replicas: 2, template: { image, secrets: [{ secret: 'token' }] }, updateStrategy })
    use('app:1')
    await world.settle()
    contents.set('Secret/shop/token', content('two'))
    changes.next('Secret/shop/token')
    use('app:bad')
    await world.settle(120_000)
    const { status } = world.serviceNamed('web') ?? {}
    const words =
      /it exited with 3.*; its tasks go on with what Secret\/token held before, which was replaced at 2030-01-01T00:0\d:\d\dZ/
    match(`${status?.rollout?.state} ${status?.rollout?.message}`, new RegExp(`^RolledBack .*${words.source}$`))
    match(status?.conditions?.find(({ type }) => type === 'Ready')?.message ?? '', words)
    const said = world
      .life()
      .recorder.events()
      .filter(({ reason }) => reason === 'RolloutRollingBack')
    match(said.map(({ message }) => message).join(), words)
  })
})
