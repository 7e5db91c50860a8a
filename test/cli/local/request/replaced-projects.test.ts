import { deepEqual } from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withVariables } from '../../../../cli/arguments/variables.ts'
import type { PlanRequest } from '../../../../api/v1/installation/requests.ts'
import { type AcceptedPlan, acceptForPlan } from '../../../../cli/local/plan/acceptance.ts'
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

  it('is nothing to tell where a push takes the old one away: what is pushed is not in the work tree yet', async () => {
    const [root, at] = [pathOf('srv'), pathOf('stage')]
    for (const file of ['srv/one/compose.yaml', 'stage/two/compose.yaml']) {
      mkdirSync(dirname(pathOf(file)), { recursive: true })
      writeFileSync(pathOf(file), text)
    }
    core.store.putFact('root', root, { lost: [] })
    const accepted = (await acceptForPlan(core, pushOf(root, 'one'))) as AcceptedPlan
    deepEqual(accepted.events.filter(({ type }) => type === 'warning').length, 0)
    const moved = (await acceptForPlan(core, {
      ...pushOf(root, 'two'),
      staged: { directory: root, at },
    })) as AcceptedPlan
    deepEqual(
      moved.events.map((event) => (event.type === 'resource' ? event.change : event)),
      ['unchanged', 'unchanged'],
    )
  })

  it('is nothing to tell where the old one is gone, or another file of the same directory says it', async () => {
    await warned('q1/app/compose.yaml')
    deepEqual(await warned('q1/app/compose.yml'), [])
    rmSync(pathOf('q1'), { recursive: true })
    deepEqual(await warned('q2/app/compose.yaml'), [])
  })
})

function pushOf(root: string, directory: string): PlanRequest {
  const sources = [{ file: join(root, directory, 'compose.yaml'), text, inDirectory: true as const }]
  return { sources, cwd: root, directories: [root], variables: {}, signal }
}
