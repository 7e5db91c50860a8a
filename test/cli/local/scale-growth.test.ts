import { equal, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apply } from '../../../cli/local/apply.ts'
import { isLarge, scale } from '../../../cli/local/scale.ts'
import { aCore, all, aRequest } from './local-core.ts'

const { signal } = new AbortController()
const text = `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { template: { image: nginx } }
`

describe('the growth by a scale', () => {
  for (const [before, replicas, is] of [
    [1, 100, false],
    [0, 101, true],
    [3, 100_000, true],
    [10, 101, true],
    [11, 110, false],
    [200, 2000, false],
    [200, 2001, true],
  ] as const)
    it(`from ${before} to ${replicas} is ${is ? '' : 'not '}large`, () => equal(isLarge(before, replicas), is))

  it('that is large is refused with the flag that allows it', async () => {
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
})
