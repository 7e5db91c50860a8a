import assert from 'node:assert/strict'
import type { ContainerBody, HostConfigBody } from '../../engine/types/container.ts'
import { programs } from './programs.ts'
import { refuses, type Subject } from './subject.ts'

const Cmd = [...programs.forever]
const beside = (HostConfig: HostConfigBody) => ({ HostConfig })

const volumeWith = (DriverConfig: { Options: Record<string, string> }) =>
  beside({ Mounts: [{ Type: 'volume', Source: 'body-odd', Target: '/a', VolumeOptions: { DriverConfig } }] })

/** Bodies that every engine refuses at create. */
const refusedAtCreate: readonly (readonly [string, Partial<ContainerBody>, RegExp])[] = [
  ['a directory that is not absolute', { WorkingDir: 'x' }, /'x' is invalid, it needs to be an absolute path/],
  ['a variable without a name', { Env: ['=x'] }, /invalid environment variable: =x/],
  ['no such stop signal', { StopSignal: 'NOPE' }, /nvalid signal: NOPE/],
  ['checks that are too close', { Healthcheck: { Test: ['CMD', 'true'], Interval: 1000 } }, /Interval in Healthcheck/],
  ['fewer than no retries', { Healthcheck: { Test: ['CMD', 'true'], Retries: -1 } }, /Retries in Healthcheck/],
  ['no such capability', beside({ CapAdd: ['NOPE'] }), /invalid CapAdd: unknown capability: "CAP_NOPE"/],
  ['no such capability to drop', beside({ CapDrop: ['nope'] }), /invalid CapDrop: unknown capability: "CAP_NOPE"/],
  ['little memory kept for it', beside({ MemoryReservation: 100 }), /Minimum memory reservation allowed is 6MB/],
  ['more memory kept than allowed', beside({ Memory: 64e6, MemoryReservation: 128e6 }), /less than memory reservation/],
  ['processors and a period', beside({ NanoCpus: 5e8, CpuPeriod: 100_000 }), /Nano CPUs and CPU Period cannot both/],
  ['processors and a quota', beside({ NanoCpus: 5e8, CpuQuota: 10_000 }), /Nano CPUs and CPU Quota cannot both/],
  ['a short period', beside({ CpuPeriod: 10 }), /CPU cfs period/],
  ['a small quota', beside({ CpuQuota: 10 }), /CPU cfs quota/],
  ['a processor that is not there', beside({ CpusetCpus: '0,999' }), /Requested CPUs are not available.*0,999/],
  ['no such option of it', beside({ LogConfig: { Type: 'json-file', Config: { foo: 'x' } } }), /unknown log opt 'foo'/],
  [
    'no range of ports',
    { ExposedPorts: { '80/tcp': {} }, ...beside({ PortBindings: { '80/tcp': [{ HostPort: '9-8' }] } }) },
    /invalid port specification: "9-8"/,
  ],
  ['one path mounted twice', beside({ Binds: ['body-a:/a/', 'body-b:/x/../a'] }), /Duplicate mount point: \/a/],
  ['a bind of what is in memory', beside({ Binds: ['body-a:/a'], Tmpfs: { '/a': '' } }), /Duplicate mount point: \/a/],
  ['a volume of half the options', volumeWith({ Options: { type: 'nfs' } }), /missing required option: "device"/],
  ['a volume of no such size', volumeWith({ Options: { size: 'x' } }), /invalid size: 'x'/],
  ['no such runtime', beside({ Runtime: 'nope' }), /runtime.* nope/],
]

/** Bodies that every engine refuses at start, whatever the image. */
const refusedAtStart: readonly (readonly [string, HostConfigBody, RegExp])[] = [
  ['a soft limit above the hard one', { Ulimits: [{ Name: 'nofile', Soft: 10, Hard: 1 }] }, /error setting rlimit/],
  ['no such limit', { Ulimits: [{ Name: 'nope', Soft: 1, Hard: 1 }] }, /wrong rlimit value: RLIMIT_NOPE/],
  [
    'a setting of the whole kernel',
    { Sysctls: { 'vm.swappiness': '1' } },
    /"vm.swappiness" is not in a separate kernel/,
  ],
  [
    "a setting of the host's network",
    { NetworkMode: 'host', Sysctls: { 'net.ipv4.ip_forward': '1' } },
    /"net.ipv4.ip_forward" not allowed in host network/,
  ],
  ['no size of a log', { LogConfig: { Type: 'json-file', Config: { 'max-size': 'xx' } } }, /invalid size: 'xx'/],
]

/** Which container bodies engines refuse for their own contents. */
export function bodiesContract(get: () => Subject): void {
  describe('bodies', () => {
    for (const [what, body, words] of refusedAtCreate)
      it(`are refused with ${what}`, async () => {
        const { name, create } = get()
        await refuses(create(name('refused'), { Cmd, ...body }), 'Invalid', words)
      })

    for (const [what, HostConfig, words] of refusedAtStart)
      it(`are created, and not started, with ${what}`, async () => {
        const { name, create, engine, inspect, run } = get()
        const id = await create(name('refused'), { Cmd, HostConfig })
        await refuses(engine.startContainer({ id }, run), 'Invalid', words)
        const { Status, ExitCode } = (await inspect(id)).State
        assert.deepEqual([Status, ExitCode], ['created', 128])
      })
  })
}
