import { typeByName } from './attachment-parts'
import { type HeaderValue, parseHeaderValue } from './header-value'
import { type RawPart, rawHeader } from './raw-part'

/**
 * The type of a part as declared, or what it is by default (RFC 2045 section 5.2, RFC 2046 section 5.1.5). A file that
 * declares none, or what no type is, has the one that its name tells.
 */
export function contentTypeOf(part: RawPart, parentType: string | null): HeaderValue {
  const raw = rawHeader(part, 'content-type')
  const declared = parseHeaderValue(raw)
  // Folded at its slash, and what follows a blank: a parameter of no form, a field that a relay folded into this one.
  const type = /^([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+)(?:\s|$)/.exec(
    declared.value.replace(/\s{0,5}\/\s{0,5}/, '/'),
  )?.[1]
  if (type !== undefined) return { value: type, params: declared.params }
  if (parentType === 'multipart/digest' && raw === '')
    return { value: 'message/rfc822', params: declared.params }
  const disposition = parseHeaderValue(rawHeader(part, 'content-disposition'))
  const name = disposition.params.get('filename')
  const nameHere = declared.params.get('name')
  // "image", "application", "x-zip; name=a.zip": half a type.
  const isHalf =
    /^(?:application|image|audio|video)\b/.test(declared.value) ||
    (nameHere !== undefined && !/^(?:text|$)/.test(declared.value))
  const isFile = isHalf || disposition.value === 'attachment' || name !== undefined
  const byName = typeByName(name ?? nameHere ?? '')
  return { value: isFile ? byName : 'text/plain', params: declared.params }
}
