/** A hardware address as engines show it, `02:42:ac:11:00:02`, however it was written: with dashes, in groups of four, in capitals. */
export function shownMac(address: string): string {
  const digits = address.toLowerCase().replace(/[-:.]/g, '')
  return digits.replace(/..(?=.)/g, '$&:')
}
