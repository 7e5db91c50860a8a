import { deepEqual } from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withVariables } from '../../../../cli/arguments/variables.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { all, eachHome } from '../local-core.ts'

const { signal } = new AbortController()
const text = 'name: app\nservices: {web: {image: "web:1"}}\n'

describe('a stack that comes from another directory', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const pathOf = (file: string) => join(home, file)
  const warned = async (file: string) => {
    mkdirSync(dirname(pathOf(file)), { recursive: true })
    writeFileSync(pathOf(file), text)
    const request = { sources: [{ file: pathOf(file), text }], cwd: dirname(pathOf(file)), wait: false, signal }
    const events = await all(apply(core, withVariables(request, [], {})))
    return events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))
  }

  it('is told with where it was declared, once', async () => {
    await warned('q1/app/compose.yaml')
    const told =
      `stack app was declared by ${pathOf('q1/app/compose.yaml')}, which is there still, and ${pathOf('q2/app/compose.yaml')} takes its ` +
      'place: if these are two projects, name one of them with `name:` or -n, and apply the other again'
    deepEqual(await warned('q2/app/compose.yaml'), [told])
    deepEqual(await warned('q2/app/compose.yaml'), [])
  })

  it('is nothing to tell where the old one is gone, or another file of the same directory says it', async () => {
    await warned('q1/app/compose.yaml')
    deepEqual(await warned('q1/app/compose.yml'), [])
    rmSync(pathOf('q1'), { recursive: true })
    deepEqual(await warned('q2/app/compose.yaml'), [])
  })
})
