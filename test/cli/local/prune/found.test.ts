import { deepEqual } from 'node:assert/strict'
import { annotations, composeLabels, finalizers, labels } from '../../../../api/v1/labels.ts'
import { foundOn, type HostObjects } from '../../../../cli/local/prune/found.ts'
import type { ContainerSummary } from '../../../../engine/types/container.ts'

const ours = { installation: 'default', stacks: ['shop'] }

function labelled(kind: string, name: string, more: Readonly<Record<string, string>> = {}) {
  return { [labels.installation]: 'default', [labels.stack]: 'shop', [labels.kind]: kind, [labels.name]: name, ...more }
}

function aContainer(name: string, own: Readonly<Record<string, string>>, more: object = {}): ContainerSummary {
  const none = { imageID: '', state: 'running' as const, status: '', networks: [], volumes: [], hostPorts: [] }
  return { id: name, name, image: 'app:1', ...none, labels: own, ...more }
}

function aHost(node: string, more: Partial<HostObjects>): HostObjects {
  return { node, containers: [], networks: [], volumes: [], binds: new Map(), ...more }
}

const idsOn = (...hosts: readonly HostObjects[]) => foundOn(hosts, ours).map(({ id }) => id)

describe('what hosts have of a stack', () => {
  for (const [sentence, own] of [
    ['of another installation', labelled('Service', 'old', { [labels.installation]: 'other' })],
    ['of another stack', labelled('Service', 'old', { [labels.stack]: 'blog' })],
    ['of `run`', labelled('OneOff', 'old')],
    ['of docker compose', { [composeLabels.project]: 'shop', [composeLabels.service]: 'old' }],
    ['of nobody', {}],
    ['of no name', labelled('Service', '')],
    ['of a name that no service can have', labelled('Service', 'Old One')],
    ['of a name that is too long', labelled('Service', 'x'.repeat(300))],
  ] as const)
    it(`a container ${sentence} is none of it`, () =>
      deepEqual(idsOn(aHost('a', { containers: [aContainer('x', own)] })), []))

  it('is one service for its containers on all hosts, with their networks and where it was declared', () => {
    const own = labelled('Service', 'old', { [composeLabels.configFiles]: '/ci/shop.yaml,/ci/more.yaml' })
    const back = { Id: 'n1', Name: 'shop_back', Labels: labelled('Network', 'back') }
    const found = foundOn(
      [
        aHost('a', { containers: [aContainer('old-1', own, { networks: ['n1'] })], networks: [back] }),
        aHost('b', { containers: [aContainer('old-2', own)] }),
      ],
      ours,
    )
    deepEqual(
      found.map(({ id }) => id),
      ['Network/shop/back', 'Service/shop/old'],
    )
    const [network, service] = found
    deepEqual(service?.uses, ['Network/shop/back'])
    deepEqual(network?.object.metadata.finalizers, [finalizers.network])
    deepEqual(service?.object.metadata, {
      ...{ name: 'old', namespace: 'shop', finalizers: [finalizers.tasks] },
      annotations: { [annotations.source]: '/ci/shop.yaml' },
    })
    const { spec } = service?.object as { spec: { replicas?: number; template: object } }
    deepEqual([spec.replicas, spec.template], [2, { image: 'app:1', networks: [{ network: 'back' }] }])
  })

  it('has of volumes those alone that its services mount, and where they are', () => {
    const volumes = ['data', 'left'].map((name) => ({
      Name: `shop_${name}`,
      Driver: 'local',
      Labels: labelled('Volume', name),
    }))
    const containers = [aContainer('old-1', labelled('Service', 'old'), { volumes: ['shop_data'] })]
    const found = foundOn([aHost('a', { containers, volumes }), aHost('b', { containers, volumes })], ours)
    deepEqual(
      found.flatMap(({ id, object }) =>
        object.kind === 'Volume' ? [[id, object.status, object.metadata.finalizers]] : [],
      ),
      [
        [
          'Volume/shop/data',
          {
            nodes: [
              { node: 'a', seen: true },
              { node: 'b', seen: true },
            ],
          },
          undefined,
        ],
      ],
    )
  })

  it('has the secrets and configs whose bytes were put on a host for its services', () => {
    const of = (kind: string, name: string, stack = 'shop') =>
      `/run/reconcile/default/${stack}/${kind}s/${name}-0123/${name}`
    const binds = new Map([
      ['old-1', [of('secret', 'key'), of('config', 'conf'), of('secret', 'x', 'blog'), '/etc/passwd']],
    ])
    const containers = [aContainer('old-1', labelled('Service', 'old'))]
    const found = foundOn([aHost('a', { containers, binds })], ours)
    deepEqual(
      found.flatMap(({ id, object }) => (object.kind === 'Service' ? [] : [[id, object.status]])),
      [
        ['Config/shop/conf', { nodes: [{ node: 'a', contentHash: '/run/reconcile/default/shop/configs/conf-0123' }] }],
        ['Secret/shop/key', { nodes: [{ node: 'a', contentHash: '/run/reconcile/default/shop/secrets/key-0123' }] }],
      ],
    )
  })
})
