import { deepEqual, doesNotMatch, match } from 'node:assert/strict'
import { loadText, shown } from './load-text.ts'

const said = (services: string, rest = '') =>
  loadText(`services:\n${services}${rest}`).errors.map((each) => shown(each).replace(/^\S+ /, ''))

describe('What is wrong with a Compose file, in the words of Compose', () => {
  const table: readonly (readonly [services: string, ...errors: string[]])[] = [
    ['  a: {image: x, links: [a]}', 'services.a.links[0]: names the service itself: name another one, or take it out'],
    [
      '  a: {image: x, network_mode: "service:a"}',
      'services.a.network_mode: names the service itself: name another one, or take it out',
    ],
    [
      '  a: {image: x, uts: host, hostname: h}',
      'services.a.hostname: must be absent: with uts host it has the host\'s, is "h"',
    ],
    [
      '  a: {image: x, ipc: host, sysctls: {kernel.msgmax: 1}}',
      `services.a.sysctls["kernel.msgmax"]: must be set on the host itself: with ipc host it is the host's`,
    ],
    [
      '  b: {image: x}\n  a: {image: x, network_mode: "service:b", ports: ["80"]}',
      'services.a.ports: must be on the other container: with network_mode service:b they share its network',
    ],
    [
      '  a: {image: x, deploy: {mode: global, replicas: 2}}',
      'services.a.deploy.replicas: must be absent: global runs one task on each node, is 2',
    ],
    [
      '  a: {image: x, deploy: {mode: replicated-job}, restart: always}',
      'services.a.restart: never lets a job complete: use on-failure or no, is "always"',
    ],
  ]
  for (const [services, ...errors] of table) it(errors[0] ?? '', () => deepEqual(said(services), errors))

  it('has no names of fields of manifests where replicas share a port', () => {
    for (const ports of ['"80:80"', '"80-81:80"', '{target: 80, published: 80}', '"80-81:80-81"']) {
      const errors = said(`  a: {image: x, scale: 3, ports: [${ports}]}`).join()
      match(errors, /services\.a\.ports\[0\].*leave the port of the host out/)
      doesNotMatch(errors, /hostPort|containerPort|\bplacement\.maxReplicas/)
    }
  })

  it('names attributes of networks as they are written', () => {
    deepEqual(said('  a: {image: x}', '\nnetworks: {n: {enable_ipv4: false}}'), [
      'networks.n.enable_ipv4: needs enable_ipv6: without either there are no addresses',
    ])
  })
})
