import { deepEqual, match } from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { annotations } from '../../../api/v1/labels.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { buildxCheck } from '../../../cli/doctor/buildx.ts'

describe("the doctor's look at buildx", () => {
  let path = ''
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'docker-buildx')
  })
  afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }))

  const services: V1Service[] = ['web', 'api'].map((name) => ({
    apiVersion: 'reconcile.dev/v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: 'shop',
      annotations: { [annotations.buildkit]: 'RUN --mount (/srv/Dockerfile line 2)' },
    },
    spec: { template: { build: { context: '/srv' } } },
  }))
  const look = async (found: string | undefined, of: V1Service[] = services) => {
    const [finding] = await buildxCheck({ buildx: { env: {}, find: async () => found }, services: of }).look()
    return [finding?.level, finding?.message ?? ''] as const
  }

  it('tells its version, and is a warning only where something is not built without it', async () => {
    writeFileSync(path, '#!/bin/sh\necho github.com/docker/buildx 0.29.1')
    chmodSync(path, 0o755)
    deepEqual(await look(path), ['ok', `${path} is 0.29.1`])
    const [level, words] = await look(undefined)
    deepEqual(level, 'warning')
    match(
      words,
      /^it is not on .*: Service\/shop\/web, and 1 more, can't be built, as RUN --mount \(.* line 2\) takes BuildKit$/,
    )
    const [without, said] = await look(undefined, [])
    deepEqual(without, 'ok')
    match(said, /are refused; no service has one$/)
  })
})
