/** Normalises a MAC address to the engines' form `02:42:ac:11:00:02`, from dashes, groups of four, or capitals. */
export function shownMac(address: string): string {
  const digits = address.toLowerCase().replace(/[-:.]/g, '')
  return digits.replace(/..(?=.)/g, '$&:')
}
