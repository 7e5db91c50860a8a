import { deepEqual, equal, ok } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskOf } from '../../engine/docker/disk.ts'

describe('the disk of an engine', () => {
  const machine = { hostname: 'here', kernel: '6.1' }
  const own = { Name: 'here', KernelVersion: '6.1', DockerRootDir: tmpdir() }
  let dir: string
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'disk-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  it('is the one of the directory that it says its images are in', async () => {
    const disk = await diskOf(own, { machine })
    equal(disk?.path, tmpdir())
    ok(disk.sizeBytes > 0 && disk.freeBytes <= disk.sizeBytes, JSON.stringify(disk))
  })

  it('is that of the directory with its id, whatever the name of the machine, as in a container', async () => {
    writeFileSync(join(dir, 'engine-id'), 'one\n')
    const info = { ...own, ID: 'one', DockerRootDir: dir }
    equal((await diskOf(info, { machine: { hostname: 'container', kernel: '6.1' } }))?.path, dir)
    deepEqual(await diskOf({ ...info, ID: 'other' }, { machine }), undefined)
  })

  for (const [what, info] of [
    ['that is not to be seen from here', { DockerRootDir: '/nowhere/docker' }],
    ['of an engine that does not say where', { DockerRootDir: undefined }],
    ['that is a path of another system', { DockerRootDir: 'C:\\ProgramData\\docker' }],
    ['within a virtual machine', { OperatingSystem: 'Docker Desktop' }],
    ['of another machine, whose socket is forwarded', { Name: 'there' }],
    ['of another machine of this name', { KernelVersion: '6.12' }],
    ['without blocks', { DockerRootDir: '/proc' }],
  ] as const)
    it(`is not known: one ${what}`, async () => deepEqual(await diskOf({ ...own, ...info }, { machine }), undefined))

  it('is not known while its file system does not answer, and is asked for once meanwhile', async () => {
    let asked = 0
    const answers: ((disk: undefined) => void)[] = []
    const space = () => {
      asked++
      return new Promise<undefined>((resolve) => answers.push(resolve))
    }
    const info = { ...own, DockerRootDir: dir }
    const looking = { machine, space, patienceMs: 50 }
    deepEqual([await diskOf(info, looking), await diskOf(info, looking), asked], [undefined, undefined, 1])
    for (const answer of answers) answer(undefined)
  })
})
