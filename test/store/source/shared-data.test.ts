import { deepEqual, equal, match } from 'node:assert/strict'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withVariables } from '../../../cli/arguments/variables.ts'
import { apply } from '../../../cli/local/apply.ts'
import { approve } from '../../../store/source/facts/hold-facts.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { all, eachHome } from '../../cli/local/local-core.ts'

const { signal } = new AbortController()

const project = (name: string | undefined, mount = './data:/d') =>
  `${name === undefined ? '' : `name: ${name}\n`}services: {db: {image: "db:1", volumes: ["${mount}"]}, web: {image: "web:1"}}\n${mount.startsWith('d:') ? 'volumes: {d: {}}\n' : ''}`

interface Copy {
  readonly what: string
  readonly first: readonly [file: string, text: string]
  readonly then: readonly [file: string, text: string]
  readonly variables?: Record<string, string>
}

describe('an applied stack under another name', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  /** Applies a text as a file; returns what waits for an approval. */
  async function applied(
    name: string,
    text: string,
    variables: Record<string, string> = {},
  ): Promise<readonly string[]> {
    const file = join(home, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    const request = { sources: [{ file, text }], cwd: home, wait: false, signal }
    const events = await all(apply(core, withVariables(request, [], variables)))
    equal(events.at(-1)?.type, 'outcome')
    return [...core.store.facts('hold').values()].map((hold) => (hold as unknown as { message: string }).message)
  }

  const services = () => [...core.store.list('Service').keys()].sort()

  it('waits where its file declared the old one, which writes to the same directory', async () => {
    await applied('pg/compose.yaml', project('pgsite'))
    const [held = '', ...more] = await applied('pg/compose.yaml', project('blogdb'))
    deepEqual(more, [])
    match(
      held,
      /^stack blogdb is new, and its db would write to \S+\/pg\/data, beside db of pgsite, whose file \S+ declares it no more: run `reconcile delete --stack pgsite` first, .* `name: pgsite`; .*: Service\/blogdb\/db, Service\/blogdb\/web\. To allow it: reconcile approve \w+$/,
    )
    deepEqual(services(), ['pgsite/db', 'pgsite/web'])
  })

  it('is made once that is approved', async () => {
    await applied('pg/compose.yaml', project('pgsite'))
    await applied('pg/compose.yaml', project('blogdb'))
    approve(core.store, [...core.store.facts('hold').keys()][0] ?? '', 1)
    deepEqual(await applied('pg/compose.yaml', project('blogdb')), [])
    deepEqual(services().length, 4)
  })

  it('is made once the old one is gone', async () => {
    await applied('pg/compose.yaml', project('pgsite'))
    await applied('pg/compose.yaml', project('blogdb'))
    for (const id of ['Service/pgsite/db', 'Service/pgsite/web']) withdraw(core.store, id)
    deepEqual(await applied('pg/compose.yaml', project('blogdb')), [])
    equal(services().includes('blogdb/db'), true)
  })

  it('waits where the directory that names it was moved with its data', async () => {
    await applied('pgapp/compose.yaml', project(undefined))
    rmSync(join(home, 'pgapp'), { recursive: true })
    const [held = ''] = await applied('pgsite/compose.yaml', project(undefined))
    match(
      held,
      /^stack pgsite is new, and its db would write to \S+\/pgapp\/data, which may have moved here with its project, beside db of pgapp, /,
    )
    equal(existsSync(join(home, 'pgapp')), false)
  })

  for (const { what, first, then, variables } of [
    { what: 'another directory', first: ['a/compose.yaml', project('a')], then: ['b/compose.yaml', project('b')] },
    {
      what: 'a volume of its own',
      first: ['a/c.yaml', project('a', 'd:/d')],
      then: ['a/c.yaml', project('b', 'd:/d')],
    },
    {
      what: 'a mount that it only reads',
      first: ['a/c.yaml', project('a')],
      then: ['a/c.yaml', project('b', './data:/d:ro')],
    },
    {
      what: 'the same file under a name that was given',
      first: ['a/compose.yaml', project(undefined)],
      then: ['a/compose.yaml', project(undefined)],
      variables: { COMPOSE_PROJECT_NAME: 'b' },
    },
  ] as readonly Copy[])
    it(`does not wait with ${what}`, async () => {
      await applied(...first)
      deepEqual(await applied(...then, variables), [])
      equal(services().length, 4)
    })
})
