import { deepEqual, equal, ok } from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { diskOf } from '../../engine/docker/disk.ts'

describe('the disk of an engine', () => {
  it('is the one of the directory that it says its images are in', async () => {
    const disk = await diskOf({ DockerRootDir: tmpdir() })
    equal(disk?.path, tmpdir())
    ok(disk.sizeBytes > 0 && disk.freeBytes <= disk.sizeBytes, JSON.stringify(disk))
  })

  for (const [what, info] of [
    ['that is not to be seen from here', { DockerRootDir: '/nowhere/docker' }],
    ['of an engine that does not say where', {}],
    ['that is a path of another system', { DockerRootDir: 'C:\\ProgramData\\docker' }],
    ['within a virtual machine', { DockerRootDir: tmpdir(), OperatingSystem: 'Docker Desktop' }],
    ['without blocks', { DockerRootDir: '/proc' }],
  ] as const)
    it(`is not known: one ${what}`, async () => deepEqual(await diskOf(info), undefined))
})
