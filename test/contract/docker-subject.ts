import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { realClock } from '../../clock/real.ts'
import { connectDocker } from '../../engine/docker/connect.ts'
import { handAt } from '../support/hand.ts'
import { loadImages } from '../support/images.ts'
import { type LabRelease, startLab } from '../support/lab.ts'
import { startSshServer } from '../support/ssh-server.ts'
import type { EngineUnderTest } from './subject.ts'

const image = 'contract/busybox:1'

export interface HowStarted {
  /** Options of dockerd. */
  readonly dockerd?: readonly string[]
  /** Reaches it through an sshd, as on another host. */
  readonly overSsh?: boolean
}

/** Starts a real engine for one suite, with the contract's image. */
export async function startDocker(
  release: LabRelease,
  { dockerd = [], overSsh = false }: HowStarted = {},
): Promise<EngineUnderTest> {
  const lab = await startLab({ release, dockerd })
  const [host] = lab.hosts
  await loadImages(host.socket, ['busybox'])
  const directory = join(dirname(host.socket), 'contract')
  await host.run('mkdir', '-p', directory)
  const settings = { callsPerEngine: 6 }
  const ssh = overSsh ? await startSshServer(directory, {}) : undefined
  const engine = await connectDocker({
    ...{
      node: 'h1',
      clock: realClock,
      settings,
      host: ssh ? `ssh://${ssh.host}${host.socket}` : `unix://${host.socket}`,
    },
    env: { ...process.env, PATH: `${ssh?.bin}:${process.env['PATH']}` },
  })
  const run = { signal: new AbortController().signal, object: 'Task/contract/test', reason: 'contract' }
  await engine.tagImage({ name: 'busybox', tag: image }, run)
  const { apiVersion } = await engine.info({}, run)
  const modern = Number(apiVersion.split('.')[1]) >= 44
  assert.equal(modern, release === 'sid', `${release} speaks ${apiVersion}`)
  const reboot = async () => {
    await host.stop()
    await host.start()
  }
  const pause = async (id: string) => void (await handAt(host.socket).call('POST', `/containers/${id}/pause`))
  const dispose = async () => {
    await ssh?.end()
    await lab.down()
  }
  return { engine, image, apiVersion, clock: realClock, directory, reboot, pause, dispose }
}
