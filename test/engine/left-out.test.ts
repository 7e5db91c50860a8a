import { equal } from 'node:assert/strict'
import { leftOutBy } from '../../engine/volume/left-out.ts'

const NETAPP = 'list netapp:latest: Post "http://%2Frun%2Fdocker%2Fnetapp.sock/VolumeDriver.List": EOF'

describe('what a list of volumes that came with a warning may have left out', () => {
  for (const [sentence, warning, driver, isLeftOut] of [
    ['is what the plugin has that failed', NETAPP, 'netapp:latest', true],
    ['is what is declared of it without a tag', NETAPP, 'netapp', true],
    ['is nothing of another plugin', NETAPP, 'rclone', false],
    ['is nothing of the own driver of the engine', 'something failed', 'local', false],
    ['is of any plugin where none is named', 'something failed', 'rclone', true],
    ['is what may be of any plugin', NETAPP, undefined, true],
  ] as const)
    it(sentence, () => equal(leftOutBy([warning], driver) !== undefined, isLeftOut))

  it('is nothing without a warning', () => equal(leftOutBy([], 'rclone'), undefined))
})
