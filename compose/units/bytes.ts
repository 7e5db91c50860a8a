import { SIZE_TEXT } from '../../api/v1/size-text.ts'

const units = 'kmgtp'

/** The bytes of a size such as `64m`, `1.5 GiB` or `1024`; units are powers of 1024. Undefined for text that is no size. */
export function byteCount(text: string): number | undefined {
  const match = SIZE_TEXT.exec(text)
  if (!match) return undefined
  const power = units.indexOf((match[2] ?? '').toLowerCase()) + 1
  const bytes = Math.floor(Number(match[1]) * 1024 ** (match[2] === undefined ? 0 : power))
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
