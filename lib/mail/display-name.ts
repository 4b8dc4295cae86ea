import { addressKey } from './address'
import type { MailAddress } from './types'

export type DisplaySender = {
  /** Name for showing, in a bidi isolate, or the address when there is none. */
  readonly name: string
  readonly address: string
  /** The name holds an address that is not the sender's. */
  readonly hasForeignAddress: boolean
  /** The name held characters that hide or reorder text. */
  readonly hadHiddenCharacters: boolean
}

/** How to show who wrote, so that a name cannot pass itself off as another address (bidi, look-alikes, zero-width). */
export function displaySender(sender: MailAddress): DisplaySender {
  const folded = sender.name.normalize('NFKC')
  const visible = stripHidden(sender.name)
  const claimed = addressesIn(stripHidden(folded))
  return {
    name: visible === '' ? sender.address : visible,
    address: sender.address,
    hasForeignAddress: claimed.some((one) => one !== addressKey(sender)),
    hadHiddenCharacters: visible !== sender.name.trim(),
  }
}

/** The name alone, fit for storing and listing: nothing in it is invisible or turns the line around. */
export const readableName = (name: string): string => stripHidden(name)

/** Removes controls and format characters; emoji joiners go too, which only splits the emoji. */
export function stripHidden(text: string): string {
  return text
    .replace(/\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/gu, '')
    .split(/\s/)
    .filter((word) => word !== '')
    .join(' ')
}

function addressesIn(text: string): string[] {
  return text
    .slice(0, 1000)
    .toLowerCase()
    .split(/[\s<>()[\]",;:'`]/)
    .map((word) => word.replace(/[.!?]+$/, ''))
    .filter((word) => {
      const at = word.indexOf('@')
      return at > 0 && word.indexOf('.', at) > at + 1
    })
}
