import { deepEqual, rejects } from 'node:assert/strict'
import { of } from 'rxjs'
import type { V1NodeStatus } from '../../../api/v1/generated/types.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { exits, isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { apply } from '../../../cli/local/apply.ts'
import { guardedVerbs } from '../../../cli/local/guarded-verbs.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import { aNode, aService } from '../../support/builders.ts'
import { all, aCore, aRequest, loopsAtRest, serviceText } from './local-core.ts'

const nodeText = (name: string) =>
  `apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: { name: ${name} }\nspec: { engine: { host: tcp://h } }\n---\n`

interface Home {
  readonly purpose?: Core['purpose']
  readonly answering: object
  readonly networks?: readonly object[]
  readonly status?: V1NodeStatus
}

/** A core of a home that worked on the engine E1 last, of which what an apply would begin is no more than noted. */
function ofHome({ purpose = 'act', answering, networks = [], status = { engineID: 'E1' } }: Home) {
  const core = aCore('/nowhere')
  core.store.create('Node', aNode('local', {}, { hostname: 'h1', ...status }))
  const host = { node: 'local', synced: true, ...answering }
  const inventory = {
    host: () => host,
    hosts: () => [host],
    networksNamed: () => networks,
    watch: () => of(),
  } as unknown as Inventory
  const begun: (readonly string[])[] = []
  const begin: Core['begin'] = async (stacks) => {
    begun.push(stacks)
    return loopsAtRest(host)
  }
  const durable = () => Promise.reject(new Error('it was accepted'))
  const store = { ...core.store, durable }
  return { core: { ...core, purpose, store, begin, inventory: async () => inventory }, begun }
}

const other = { info: { id: 'E2', name: 'h2' } }

describe('an apply where the environment names another engine than before', () => {
  const applied = (core: Core, text = serviceText('web'), wait = true) =>
    all(apply(core, { ...aRequest('/nowhere', text, {}), wait }))

  it('is refused, with nothing accepted and nothing begun of any stack', async () => {
    const { core, begun } = ofHome({ answering: other })
    await rejects(applied(core), (error: unknown) => {
      const said = isInstallationError(error) ? [error.exit, error.message, error.remedy] : []
      deepEqual(said, [
        exits.approval,
        'nothing is applied: another engine (host h2) answers at node local than the one recorded (host h1): `reconcile describe node/local` says what to do',
        'then apply again',
      ])
      return true
    })
    deepEqual([...core.store.list('Service').keys()], [])
    deepEqual(begun, [[]])
  })

  it('is refused where it declares the labels of this very node', async () => {
    const { core } = ofHome({ answering: other })
    const labelled = `apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: { name: local, labels: { disk: ssd } }\nspec: {}\n---\n`
    await rejects(applied(core, `${labelled}${serviceText('web')}`), /nothing is applied: another engine/)
    deepEqual([...core.store.list('Service').keys()], [])
  })

  for (const { it: sentence, of: home, text, wait } of [
    { it: 'goes on where it is the same', of: { answering: { info: { id: 'E1' } } } },
    {
      it: 'goes on where it is the same, upgraded from 20.10',
      of: {
        status: { engineID: Array(12).fill('BIF7').join(':'), dataID: 'D1' },
        answering: { info: { id: '7e9ba3d0-8047-4075-b4a1-e0a8f150d9a2', name: 'h1' } },
        networks: [{ Name: 'none', Id: 'D1' }],
      },
    },
    { it: 'goes on where it does not answer, as for any host', of: { answering: { unreachable: 'refused' } } },
    { it: 'is accepted by serve, where it waits with all else', of: { purpose: 'serve' as const, answering: other } },
    { it: 'is accepted where it declares a node of its own', of: { answering: other }, text: nodeText('far') },
    { it: 'is accepted where nothing is to be done now', of: { answering: other }, wait: false },
  ])
    it(sentence, async () => {
      const { core } = ofHome(home)
      await rejects(applied(core, `${text ?? ''}${serviceText('web')}`, wait), /^Error: it was accepted$/)
      deepEqual([...core.store.list('Service').keys()], ['shop/web'])
    })

  it('is accepted where others are declared, on which it goes on', async () => {
    const { core } = ofHome({ answering: other })
    core.store.create('Node', aNode('far'))
    await rejects(applied(core), /^Error: it was accepted$/)
  })
})

describe('whatever else would change what runs, where the environment names another engine than before', () => {
  const verbs = [
    ...(['delete', 'scale', 'edit', 'retry', 'undo', 'restart', 'stop', 'start', 'storeSecret', 'approve'] as const),
  ]

  /** What of it was let through. */
  function asking(core: Core) {
    const asked: string[] = []
    const each = verbs.map((verb) => [
      verb,
      async function* () {
        asked.push(verb)
      },
    ])
    const installation = guardedVerbs(core, Object.fromEntries(each))
    const ask = (verb: (typeof verbs)[number], request: object = {}) =>
      all(
        installation[verb]({ ...{ wait: true, signal: new AbortController().signal }, ...named, ...request } as never),
      )
    return { ask, asked }
  }
  /** What takes away is not to be made first. */
  const ends: readonly string[] = ['delete', 'stop']
  const named = { stack: 'shop', name: 'token', subjects: ['ab12'] }
  const mounting = { template: { image: 'nginx', secrets: [{ secret: 'token' }] } }

  for (const verb of verbs)
    it(`is refused, as ${verb}`, async () => {
      const { core, begun } = ofHome({ answering: other })
      core.store.create('Service', aService(mounting))
      const { ask, asked } = asking(core)
      await rejects(ask(verb), (error: unknown) => {
        const said = isInstallationError(error) ? [error.exit, error.message, error.remedy] : []
        deepEqual(said, [
          exits.approval,
          'nothing is done: another engine (host h2) answers at node local than the one recorded (host h1): `reconcile describe node/local` says what to do',
          `then give this command again${ends.includes(verb) ? ', or at once with --no-wait, which has it recorded alone' : ''}`,
        ])
        return true
      })
      deepEqual([asked, begun], [[], [[]]])
    })

  for (const { it: sentence, of: home = { answering: other }, verb, request } of [
    { it: 'goes on where it is the same', of: { answering: { info: { id: 'E1' } } }, verb: 'scale' },
    { it: 'is accepted where nothing is to be done now', verb: 'delete', request: { wait: false } },
    { it: 'is accepted where it is a secret that nothing mounts', verb: 'storeSecret' },
    { it: 'is accepted where it lets the other engine', verb: 'approve', request: { subjects: ['node/local'] } },
  ] as const)
    it(sentence, async () => {
      const { ask, asked } = asking(ofHome(home).core)
      await ask(verb, request)
      deepEqual(asked, [verb])
    })
})
