import { deepEqual, equal, throws } from 'node:assert/strict'
import type { InstallationError } from '../../../../api/v1/installation-error.ts'
import { accept } from '../../../../cli/local/accept.ts'
import { forgetRoot, rootsOf } from '../../../../cli/local/watched/roots.ts'
import { readText } from '../../../../store/source/read-applied.ts'
import { aCore } from '../local-core.ts'

const TEXT = `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { template: { image: nginx } }
`

describe('a directory that is not watched any more', () => {
  const context = { variable: () => undefined, readFile: (path: string) => new Error(path) }

  function watched() {
    const core = aCore('/srv/stacks')
    const { store } = core
    accept(core, [readText({ file: '/srv/stacks/a.yaml', text: TEXT }, context, [])])
    store.putFact('source', 'Service/shop/web', {
      ...(store.fact('source', 'Service/shop/web') as object),
      root: '/srv/stacks',
    })
    store.putFact('root', '/srv/stacks', { lost: [] })
    store.putFact('hold', 'ab12', {
      id: 'ab12',
      root: '/srv/stacks',
      reason: 'RootEmptied',
      resources: [],
      message: '',
    })
    return core
  }

  it('takes what it declared with it, and says so', () => {
    const core = watched()
    const lines: string[] = []
    forgetRoot(core, '/srv/stacks', (line) => lines.push(line))
    deepEqual(lines, ['Service/shop/web deleted: /srv/stacks is not watched any more (/srv/stacks/a.yaml declared it)'])
    equal(core.store.list('Service').size, 0)
    deepEqual(rootsOf(core.store, []), [])
  })

  it('leaves nothing that waits for approval', () => {
    const core = watched()
    forgetRoot(core, '/srv/stacks', () => undefined)
    equal(core.store.facts('hold').size, 0)
  })

  it('is one that was watched', () => {
    const core = watched()
    throws(
      () => forgetRoot(core, '/srv', () => undefined),
      (error: InstallationError) => error.exit === 2 && error.remedy === 'these are: /srv/stacks',
    )
  })
})
