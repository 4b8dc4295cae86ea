/** Name and address of a From line as shown; what has no address keeps its text as name. */
export function readSender(fromText: string): { name: string; address: string } {
  const opening = fromText.lastIndexOf('<')
  const closing = fromText.indexOf('>', opening)
  if (opening < 0 || closing < 0) return { name: '', address: fromText.trim() }
  const name = fromText.slice(0, opening).trim()
  const isQuoted = name.startsWith('"') && name.endsWith('"') && name.length > 1
  return { name: isQuoted ? name.slice(1, -1) : name, address: fromText.slice(opening + 1, closing) }
}
