import { equal } from 'node:assert/strict'
import type { V1Node, V1PortStatus } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { publishedAt } from '../../../cli/output/published-at.ts'

const all: V1PortStatus = { containerPort: 80, protocol: 'tcp', hostPort: 8080 }

function at(host?: string): V1Node {
  const spec = host === undefined ? {} : { engine: { host } }
  return { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'far' }, spec }
}

describe('where a published port is reached', () => {
  for (const { port, node, says } of [
    { port: all, node: undefined, says: '0.0.0.0:8080' },
    { port: { ...all, hostIP: '::' }, node: at(), says: '[::]:8080' },
    { port: { ...all, hostIP: '0.0.0.0' }, node: at('tcp://10.0.0.2:2376'), says: '10.0.0.2:8080' },
    { port: { ...all, hostIP: '::' }, node: at('tcp://10.0.0.2:2376'), says: '10.0.0.2:8080' },
    { port: { ...all, hostIP: '0.0.0.0' }, node: at('https://far.example/'), says: 'far.example:8080' },
    { port: { ...all, hostIP: '0.0.0.0' }, node: at('tcp://[fd00::2]:2376'), says: '[fd00::2]:8080' },
    { port: { ...all, hostIP: '10.0.0.9' }, node: at('tcp://10.0.0.2:2376'), says: '10.0.0.9:8080' },
    { port: { ...all, hostIP: '0.0.0.0' }, node: at('tcp://127.0.0.1:2376'), says: '0.0.0.0:8080' },
    { port: { ...all, hostIP: '0.0.0.0' }, node: at('unix:///run/far.sock'), says: '0.0.0.0:8080' },
    { port: all, node: at('ssh://me@10.0.0.2:22/run/docker.sock'), says: '10.0.0.2:8080' },
    { port: all, node: at('ssh://far.example'), says: 'far.example:8080' },
    { port: all, node: at('ssh://me@far'), says: '0.0.0.0:8080' },
    { port: all, node: at('ssh://me@localhost'), says: '0.0.0.0:8080' },
  ])
    it(`is ${says} for ${port.hostIP ?? 'no address'} at ${node?.spec.engine?.host ?? 'this machine'}`, () =>
      equal(publishedAt(port, node), says))
})
