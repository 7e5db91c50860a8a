import { deepEqual, match } from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { all, aRequest, eachHome } from '../local-core.ts'

describe('a stack whose files have left an applied directory', () => {
  let core: Core
  let directory: string
  eachHome((begun) => {
    core = begun
    directory = join(core.home, 'deploy')
    mkdirSync(directory)
  })

  const text = (stack: string) =>
    `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: ${stack} }
spec: { replicas: 0, template: { image: nginx } }
`
  const fileOf = (stack: string) => join(directory, `${stack}.yaml`)
  const requestOf = (...stacks: readonly string[]) => {
    for (const stack of stacks) writeFileSync(fileOf(stack), text(stack))
    const sources = stacks.map((stack) => ({ file: fileOf(stack), text: text(stack), inDirectory: true }))
    return { ...aRequest(core.home, '', {}), sources }
  }
  const told = async (request: ReturnType<typeof requestOf>, directories: readonly string[]) => {
    const planned = await plan(core, { ...request, directories })
    const events = await all(apply(core, { ...request, directories }))
    const applied = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))
    return { planned: 'warnings' in planned ? planned.warnings : undefined, applied }
  }

  it('is said to run on, by the plan and by the apply', async () => {
    await told(requestOf('shop', 'blog'), [directory])
    rmSync(fileOf('blog'))
    const words =
      `stack blog was applied from ${fileOf('blog')}, which is not there any more, and it stays as it is: ` +
      '`reconcile delete --stack blog` ends it; the data of its volumes stays'
    deepEqual(await told(requestOf('shop'), [directory]), { planned: [words], applied: [words] })
  })

  it('is told once where it is renamed with its directory', async () => {
    await told(requestOf('shop', 'blog'), [directory])
    rmSync(fileOf('blog'))
    const { planned = [], applied } = await told(requestOf('shop', 'news'), [directory])
    deepEqual([planned.length, applied], [1, planned])
    match(planned[0] ?? '', /^stack news is new, and its services are those of blog: .*`reconcile delete --stack blog`/)
  })

  it('is not named by an apply of another directory, of single files, nor while its file is there', async () => {
    await told(requestOf('shop', 'blog'), [directory])
    const nothing = { planned: [], applied: [] }
    deepEqual(await told(requestOf('shop'), [directory]), nothing)
    rmSync(fileOf('blog'))
    deepEqual(await told(requestOf('shop'), []), nothing)
    deepEqual(await told(requestOf('shop'), [join(core.home, 'elsewhere')]), nothing)
  })
})
