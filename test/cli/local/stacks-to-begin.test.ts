import { deepEqual } from 'node:assert/strict'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { approve } from '../../../cli/local/approve.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { stacksToBegin } from '../../../cli/local/stacks-to-begin.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { aCore, all, loopsAtRest } from './local-core.ts'

const TYPED = { apiVersion: API_VERSION } as const
const NOTHING = 'accepted; nothing was done yet, as no serve runs'
const SERVE = 'run `reconcile serve`, which does it as soon as it has read the files'

describe('the approval of another engine', () => {
  for (const { it: sentence, stacks, isNew = false, purpose = 'act', begins, left } of [
    {
      it: 'makes what was applied',
      stacks: { shop: 'desired' },
      begins: ['shop'],
      left: undefined,
    },
    {
      it: 'makes what was accepted while the other one answered, and never worked on',
      stacks: { shop: 'desired' },
      isNew: true,
      begins: ['shop'],
      left: undefined,
    },
    {
      it: 'leaves to serve what watched files may have given up since',
      stacks: { shop: 'desired', blog: '/srv', wiki: '/srv' },
      begins: ['shop'],
      left: ['blog', 'wiki'],
    },
    { it: 'makes nothing where all is watched', stacks: { blog: '/srv' }, begins: [], left: ['blog'] },
    {
      it: 'makes all under serve, which has read the files',
      stacks: { shop: 'desired', blog: '/srv' },
      purpose: 'serve',
      begins: ['shop', 'blog'],
      left: undefined,
    },
  ] as const)
    it(sentence, async () => {
      const rest = loopsAtRest()
      const inventory = { ...rest.inventory, host: () => ({ info: { id: 'E2' } }), nodesOfEngine: () => ['local'] }
      const begun: string[][] = []
      const core: Core = {
        ...aCore('/nowhere'),
        purpose,
        begin: async (asked) => {
          begun.push([...asked])
          return { ...rest, inventory } as unknown as Loops
        },
      }
      const { store } = core
      store.create('Node', { ...TYPED, kind: 'Node', metadata: { name: 'local' }, spec: {} })
      const changed = {
        type: 'EngineChanged',
        status: 'True',
        reason: '',
        message: '',
        lastTransitionTime: '',
      } as const
      store.putStatus('Node', 'local', { conditions: [changed] })
      for (const [name, root] of Object.entries(stacks)) {
        if (!isNew) store.create('Stack', { ...TYPED, kind: 'Stack', metadata: { name }, spec: {} })
        store.create('Config', { ...TYPED, kind: 'Config', metadata: { namespace: name, name: 'a' }, spec: {} })
        store.putFact('source', `Config/${name}/a`, { root, file: `${root}/a.yaml` })
      }
      const { signal } = new AbortController()
      const wait = begins.length === 0
      const said = (await all(approve(core, { subjects: ['node/local'], wait, signal }))).flatMap(endOf)
      if (wait) deepEqual(said, [NOTHING, SERVE])
      deepEqual(stacksToBegin(core).left, left)
      deepEqual(begun[0], begins)
      deepEqual(store.fact('approval', 'Node/local'), 'E2')
    })
})

function endOf(event: ProgressEvent): readonly string[] {
  return event.type === 'outcome' ? [event.message, event.remedy ?? ''].filter(Boolean) : []
}
