import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inShare } from './share.ts'

/** `debian12` is engine 20.10 (API 1.41), `sid` the newest of Debian. */
export type LabRelease = 'debian12' | 'sid'

const asked = process.env['RECONCILE_TEST_RELEASE'] as LabRelease | undefined

/** The engines for suites that run on every engine: both, or the one in RECONCILE_TEST_RELEASE. */
export const releases: readonly [LabRelease, ...LabRelease[]] = asked ? [asked] : ['debian12', 'sid']

/** The engines for suites that `npm test` runs only on the newest one. */
export const newest: readonly LabRelease[] = inShare<readonly LabRelease[]>(releases.slice(-1), releases)

/** Options of `sid`'s dockerd that turn on the containerd image store, the default from 29.0 on. */
export const CONTAINERD_STORE: readonly string[] = ['--feature', 'containerd-snapshotter=true']

export interface LabOptions {
  /** How many hosts, 1 by default. */
  readonly engines?: number
  /** The first of `releases` by default. */
  readonly release?: LabRelease
  /** Additional options of dockerd, on every host. */
  readonly dockerd?: readonly string[]
}

/** A host of a lab with its engine. An action is complete when its promise resolves. */
export interface LabHost {
  readonly name: string
  /** Path of the engine's unix socket. */
  readonly socket: string
  /** `address:2375`, without TLS. */
  readonly tcp: string
  /** Reachable from here: published ports answer on it. */
  readonly address: string
  /** The directory of everything that the engine keeps on disk. */
  readonly dataDir: string
  /** Power cut: the engine and its containers are gone at once. */
  stop(): Promise<void>
  /** Starts the host or engine again after `stop` or `crash`, with its old data. */
  start(): Promise<void>
  /** Restarts the engine as a service manager does. */
  restart(): Promise<void>
  /** Ends the engine and its host, and starts another release's over the same data. */
  upgrade(release: LabRelease): Promise<void>
  /** Kills the engine alone; its containers go on. */
  crash(): Promise<void>
  /** Freezes the engine: it accepts connections but does not answer. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Takes away its network link; its unix socket still answers. */
  cut(): Promise<void>
  heal(): Promise<void>
  /** Runs a command in the host's namespaces, where process ids are those that `inspect` shows; returns its output. */
  run(command: string, ...args: string[]): Promise<string>
}

export interface Lab {
  readonly name: string
  readonly hosts: readonly [LabHost, ...LabHost[]]
  /** Ends the lab and removes all traces of it. */
  down(): Promise<void>
}

/** Starts real engines for a test (about 1.5 s); needs root. The next start sweeps labs whose process has died. */
export async function startLab({ engines = 1, release = releases[0], dockerd = [] }: LabOptions = {}): Promise<Lab> {
  const options = ['--release', release, '--owner', String(process.pid), '--', ...dockerd]
  const [name = '', ...lines] = (await lab('up', String(engines), ...options)).trim().split('\n')
  const [first, ...others] = lines.map((line, i) => hostOf(name, i + 1, line))
  if (!first) throw new Error(`start a lab of ${engines} engines: \`hack/lab/lab up\` named no host`)
  const downAtExit = () => void spawnSync(LAB, ['down', name])
  process.once('exit', downAtExit)
  return {
    name,
    hosts: [first, ...others],
    async down() {
      process.off('exit', downAtExit)
      await lab('down', name)
    },
  }
}

const LAB = fileURLToPath(new URL('../../hack/lab/lab', import.meta.url))

async function lab(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(LAB, args, { maxBuffer: 64 << 20 })
  return stdout
}

function hostOf(labName: string, index: number, line: string): LabHost {
  const [name = '', socket = '', tcp = ''] = line.split(' ')
  const act = (verb: string) => async () => void (await lab(verb, labName, String(index)))
  return {
    name,
    socket,
    tcp,
    address: tcp.replace(/:\d+$/, ''),
    dataDir: socket.replace(/docker\.sock$/, 'data'),
    stop: act('stop'),
    start: act('start'),
    restart: act('restart'),
    upgrade: async (release) => void (await lab('upgrade', labName, String(index), release)),
    crash: act('crash'),
    pause: act('pause'),
    resume: act('resume'),
    cut: act('cut'),
    heal: act('heal'),
    run: (command, ...args) => lab('exec', labName, String(index), command, ...args),
  }
}
