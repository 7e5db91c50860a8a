import { equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InstallationError } from '../../../api/v1/installation.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/core.ts'
import { scale } from '../../../cli/local/scale.ts'
import { all, aCore, aRequest } from './local-core.ts'

const { signal } = new AbortController()
const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]

describe('scaling a service', () => {
  let home = ''
  let core: Core
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'scaling-'))
    core = aCore(home)
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const applied = async (spec: string) => {
    const head = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'
    await all(apply(core, aRequest(home, `${head}spec: ${spec}\n`, {})))
    equal(core.store.get('Service', 'shop/web')?.spec.replicas ?? 1, 1)
  }
  const refusal = async (replicas: number) =>
    await all(scale(core, { refs, replicas, wait: false, signal })).then(
      () => undefined,
      (error: unknown) => error as InstallationError,
    )

  it('is refused where a fixed host port has room for one task, in the words of a plan', async () => {
    await applied('{ template: { image: nginx, ports: [{ containerPort: 80, hostPort: 8080 }] } }')
    const error = await refusal(2)
    equal(error?.exit, 2)
    match(
      error?.message ?? '',
      /spec\.template\.ports\[0\]\.hostPort: is taken by the first of 2 replicas: set replicas/,
    )
    equal(core.store.get('Service', 'shop/web')?.spec.replicas ?? 1, 1)
  })

  it('is refused where the container has a name of its own', async () => {
    await applied('{ containerName: only, template: { image: nginx } }')
    match((await refusal(2))?.message ?? '', /containerName: is one name, and there are 2 replicas/)
  })

  it('is not refused for what the number of replicas does not break', async () => {
    await applied('{ template: { image: nginx, ports: [{ containerPort: 80 }] } }')
    equal(await refusal(3), undefined)
    equal(core.store.get('Service', 'shop/web')?.spec.replicas, 3)
  })
})
