import { deepEqual } from 'node:assert/strict'
import type { V1Secret, V1Task } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { realClock } from '../../../../clock/real.ts'
import { contentsInUse } from '../../../../cli/local/open/contents-in-use.ts'
import type { Content } from '../../../../store/contents/contents.ts'
import { fixedContents } from '../../../../store/contents/fixed.ts'

describe('contents as tasks have them', () => {
  const bytes = Buffer.from('new')
  const found = { found: true, bytes, hash: 'new' } as const
  const secret = {
    ...{ apiVersion: API_VERSION, kind: 'Secret', metadata: { name: 'token', namespace: 'shop' } },
    spec: { file: '/token' },
  } as const satisfies V1Secret
  const read = (content: Content, ...used: readonly string[]) => {
    const tasks = used.map((hash) => [hash, { spec: { contents: { 'Secret/token': hash } } } as unknown as V1Task])
    const by = () => new Map(tasks as [string, V1Task][])
    return contentsInUse({ ...fixedContents(new Map(), realClock), read: async () => content }, { by } as never).read(
      secret,
    )
  }

  it('are those that they were made with, whatever the source has now', async () => {
    deepEqual(await read(found, 'old'), { ...found, hash: 'old' })
  })

  it('are those of the source where no task has any, or one has these already, and gone where that is', async () => {
    const gone = { found: false, because: 'its file is gone' } as const
    deepEqual(await read(found), found)
    deepEqual(await read(found, 'new', 'old'), found)
    deepEqual(await read(gone, 'old'), gone)
  })
})
