import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonical } from './canonical.ts'
import { corpusProject, readText } from './corpus-files.ts'
import { loadRight, loadText, webWith } from './load-text.ts'
import { dockerCommand, judge } from './oracle.ts'

const version = 'version: "3.13"\n'

/** Attributes that `docker stack config` and we read alike. It differs for ports on an address and for files. */
const alike: readonly string[] = [
  'command: sh -c "a b" \'c d\'\nentrypoint: [/x, y]',
  'environment: {A: 1e8, B: 1234567.5, C: 100000000, D: 0.00001, E: 1e-4, F: 0x1F, G: 017, H: yes, I: 1.0, J: -0}',
  'environment: [A=b, "C=d e"]\nlabels: [x=y, z]',
  'ports: [80, "81:81", "85-87:80-82", "90/udp", "3000-3001"]',
  'healthcheck: {test: curl x, interval: 1m30s, timeout: 500ms, retries: 3, start_period: 1h}',
  'healthcheck: {disable: true}',
  'deploy: {mode: global, labels: {a: b}, endpoint_mode: dnsrr}',
  'deploy: {replicas: 3, update_config: {parallelism: 2, delay: 1.5s, order: start-first, max_failure_ratio: 0.5}}',
  'deploy: {resources: {limits: {cpus: "0.5", memory: 1.5g, pids: 5}, reservations: {memory: 20mb}}}',
  'deploy: {restart_policy: {condition: on-failure, delay: 5s, max_attempts: 3, window: 2m}}',
  'ulimits: {nproc: 65535, nofile: {soft: 20000, hard: 40000}}',
  'stop_grace_period: 1m20s\nstop_signal: SIGUSR1\ninit: true\ntty: true\nread_only: true',
  'dns: 8.8.8.8\ndns_search: [a, b]\ncap_add: [ALL]\ncap_drop: [NET_ADMIN]\nsysctls: {net.core.somaxconn: 1024}',
  'logging: {driver: syslog, options: {tag: x}}\nuser: "1000"\nworking_dir: /x\nhostname: h',
  'volumes: [data:/data:ro, /anonymous, {type: tmpfs, target: /t, tmpfs: {size: 1000}}]',
  'hostname: ${HOST:-fallback}-${EMPTY-}',
]

/** Attributes that both refuse. */
const refused: readonly string[] = [
  'imagee: x',
  'ports: ["1:2/foo"]',
  'ports: [70000]',
  'ports: ["localhost:1:1"]',
  'ports: ["90-95:90-91"]',
  'stop_grace_period: "10"',
  'deploy: {resources: {limits: {memory: 1x}}}',
  'command: {a: b}',
  'environment: {A: {b: c}}',
  'hostname: ${A:?must be set}',
  'hostname: ${}',
]

describe('docker stack config and we', () => {
  const docker = dockerCommand()
  const directory = mkdtempSync(join(tmpdir(), 'reconcile-stack-'))
  after(() => rmSync(directory, { recursive: true }))

  function stackConfig(text: string) {
    writeFileSync(join(directory, 'stack.yaml'), text)
    return judge([docker ?? '', 'stack', 'config', '-c', 'stack.yaml'], directory)
  }

  for (const lines of alike) {
    it(`read alike: ${lines.replaceAll('\n', ' ⏎ ')}`, function () {
      if (docker === undefined) return this.skip()
      const text = version + webWith(lines, 'volumes: {data: {}}\n')
      const verdict = stackConfig(text)
      assert.ok(verdict.accepted, verdict.output)
      const [theirs, ours] = [verdict.output, text].map((each) =>
        loadRight(each).manifests.map(({ object }) => canonical(object)),
      )
      assert.deepEqual(ours, theirs)
      return undefined
    })
  }

  for (const name of ['compose-3-8', 'swarm-stack']) {
    it(`read alike: the file of ${name}`, function () {
      if (docker === undefined) return this.skip()
      const { file, text, variables, directory: baseDirectory } = corpusProject(name)
      const verdict = judge([docker, 'stack', 'config', '-c', file], baseDirectory, variables)
      assert.ok(verdict.accepted, verdict.output)
      const [theirs, ours] = [verdict.output, text].map((each) => {
        const { manifests } = loadRight(each, { variables, baseDirectory, readFile: readText })
        return new Map(manifests.map(({ object }) => [`${object.kind} ${object.metadata.name}`, canonical(object)]))
      })
      assert.deepEqual(ours, theirs)
      return undefined
    })
  }

  for (const lines of refused) {
    it(`refuse: ${lines}`, function () {
      if (docker === undefined) return this.skip()
      assert.ok(!stackConfig(version + webWith(lines)).accepted)
      assert.ok(loadText(version + webWith(lines)).errors.length > 0)
      return undefined
    })
  }
})
