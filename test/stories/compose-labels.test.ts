import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations, composeLabels } from '../../api/v1/labels.ts'
import { readers } from '../../cli/local/request/read-request.ts'
import { fileError } from '../../store/file-error.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const FILE = '/srv/shop/compose.yaml'
const OVERRIDE = '/srv/shop/compose.override.yaml'
const described = [composeLabels.configFiles, composeLabels.dependsOn]

describe('labels that docker compose reads of a container', () => {
  const labelsOf = ({ host }: TestWorld) => {
    const [web] = host.containers().filter(({ Name }) => Name === '/shop-web-1')
    return described.map((label) => web?.Config.Labels?.[label])
  }

  const declare = (a: TestWorld) => {
    const { store } = a.life().ports
    a.service('db', {})
    a.declare({
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', annotations: { [annotations.source]: FILE } },
      spec: { template: { image: 'nginx' }, dependsOn: [{ service: 'db', condition: 'Started', restart: true }] },
    })
    store.putFact('source', 'Service/shop/web', {
      root: 'desired',
      file: FILE,
      merged: [OVERRIDE],
      fileHash: '',
      hash: '',
    })
  }

  it('name all files of its project, and what it depends on', async () => {
    const a = aWorld()
    declare(a)
    equal(await a.settle(), 'quiet')
    deepEqual(labelsOf(a), [`${FILE},${OVERRIDE}`, 'db:service_started:true'])
  })

  it('are of its create: no container is replaced for them', async () => {
    const a = aWorld()
    declare(a)
    await a.settle()
    a.newCalls()
    const before = labelsOf(a)
    const { store } = a.life().ports
    store.putFact('source', 'Service/shop/web', { root: 'desired', file: FILE, fileHash: '', hash: '' })
    store.update('Service', 'shop/web', (draft) => {
      draft.metadata.annotations = { [annotations.source]: '/elsewhere/compose.yaml' }
      delete draft.spec.dependsOn
    })
    equal(await a.settle(), 'quiet')
    await a.restart()
    equal(await a.settle(), 'quiet')
    deepEqual(a.newCalls(), [])
    deepEqual(labelsOf(a), before)
  })

  it('name the files that are merged, and none that is included', () => {
    const files: Record<string, string> = {
      [OVERRIDE]: 'services: {web: {init: true}}',
      '/srv/shop/more.yaml': 'services: {db: {image: redis}}',
    }
    const readFile = (path: string) => files[path] ?? fileError('ENOENT', path)
    const text = 'include: [more.yaml]\nservices: {web: {image: nginx}}\n'
    const { merged, parts } = readText({ file: FILE, text }, { variable: () => undefined, readFile }, readers)
    deepEqual([merged, parts], [[OVERRIDE], [OVERRIDE, '/srv/shop/more.yaml']])
  })
})
