import { doesNotThrow, throws } from 'node:assert/strict'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import { refuseWithoutRoom } from '../../../../cli/local/one-off/image.ts'
import type { Ports } from '../../../../controllers/runtime/ports.ts'

describe("a pull for a person's command", () => {
  const at = (disk: object | undefined) =>
    ({ inventory: { host: () => ({ info: { disk } }) }, settings: defaultSettings }) as unknown as Ports
  const disk = { path: '/d', sizeBytes: 10e9 }

  it('is refused where a disk is almost full', () => {
    const full = at({ ...disk, freeBytes: 0.4e9 })
    throws(() => refuseWithoutRoom('nginx', 'a', full), /a is short of disk space for nginx: .* are free in \/d/)
  })
  it('goes on where there is room, or nobody knows', () => {
    doesNotThrow(() => refuseWithoutRoom('nginx', 'a', at({ ...disk, freeBytes: 5e9 })))
    doesNotThrow(() => refuseWithoutRoom('nginx', 'a', at(undefined)))
  })
})
