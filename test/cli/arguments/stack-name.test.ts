import { doesNotThrow, throws } from 'node:assert/strict'
import { isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { checkStack } from '../../../cli/arguments/stack-name.ts'

describe('--stack', () => {
  for (const name of [undefined, 'shop', 'shop-2_b', '2shop'])
    it(`may be ${name}`, () => doesNotThrow(() => checkStack(name)))

  for (const [name, remedy] of [
    ['My.App', 'write --stack myapp'],
    ['_a', 'write --stack a'],
    ['日本', 'name it so'],
    ['', 'name it so'],
  ] as const)
    it(`may not be ${JSON.stringify(name)}`, () =>
      throws(
        () => checkStack(name),
        (error: unknown) => isInstallationError(error) && error.exit === 2 && error.remedy === remedy,
      ))
})
