import { equal } from 'node:assert/strict'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import { unclaimedHint } from '../../../cli/arguments/unclaimed-hint.ts'

describe('what nodes run that nobody here knows of', () => {
  it('is said without what a terminal would obey, though labels of containers have it', async () => {
    const message = 'there is evil of Service/\u001b[31mshop/web'
    const node = {
      metadata: { name: 'h1' },
      status: { conditions: [{ type: 'UnclaimedTasks', status: 'True', message }] },
    }
    const list = async () => ({ items: [node] })
    const at = { list, looks: true } as unknown as Pick<Installation, 'list'> & { readonly looks: boolean }
    const said = await unclaimedHint(at, { kinds: ['Service'], stack: undefined })
    equal(said, '; on h1 there is evil of Service/[31mshop/web')
  })
})
