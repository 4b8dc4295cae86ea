/** Bodies of mails for measuring: each answers its headers and bytes. */
const charset = 'charset=utf-8'

export function textBody(texts) {
  return leaf('text/plain', plainText(texts), texts.encoding)
}

export function htmlBody(texts, logo, index) {
  const image = logo ? `<img src="cid:logo${index}@bench" alt="logo">` : ''
  const body = leaf('text/html', `<html><body>${htmlText(texts)}${image}</body></html>\r\n`, texts.encoding)
  if (!logo) return body
  const picture = {
    headers: [
      'Content-Type: image/png; name="logo.png"',
      'Content-Transfer-Encoding: base64',
      `Content-ID: <logo${index}@bench>`,
      'Content-Disposition: inline; filename="logo.png"',
    ],
    bytes: base64Lines(logo),
  }
  return multipart('related', [body, picture], index)
}

export function alternativeBody(texts, logo, index) {
  return multipart('alternative', [textBody(texts), htmlBody(texts, logo, index)], index)
}

export function multipart(subtype, parts, index) {
  const boundary = `=_${subtype}_${index}`
  const pieces = parts.flatMap(({ headers, bytes }) => [
    Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ])
  return {
    headers: [`Content-Type: multipart/${subtype}; boundary="${boundary}"`],
    bytes: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  }
}

export const base64Lines = (bytes) =>
  Buffer.from(`${bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`)

/** RFC 2047 where it is needed. */
export const encodedWord = (text) =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`

function plainText({ paragraphs, quoted }) {
  const own = paragraphs.map((one) => wrap(one)).join('\r\n\r\n')
  if (quoted === null) return `${own}\r\n\r\n-- \r\nSent from the office\r\n`
  const quote = quoted.split('\r\n').map((line) => `> ${line}`)
  return `${own}\r\n\r\nOn Wed, 18 Nov 2026 at 09:00, the customer wrote:\r\n${quote.join('\r\n')}\r\n`
}

function htmlText({ paragraphs, quoted }) {
  const own = paragraphs.map((one) => `<div>${one}</div><div><br></div>`).join('\r\n')
  if (quoted === null) return own
  const quote = quoted.replaceAll('\r\n', '<br>\r\n')
  return `${own}<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, 18 Nov 2026 at 09:00, the customer wrote:<br></div><blockquote class="gmail_quote">${quote}</blockquote></div>`
}

function leaf(type, text, encoding) {
  const bytes = Buffer.from(text)
  return {
    headers: [`Content-Type: ${type}; ${charset}`, `Content-Transfer-Encoding: ${encoding}`],
    bytes:
      encoding === 'base64'
        ? base64Lines(bytes)
        : encoding === 'quoted-printable'
          ? quotedPrintable(bytes)
          : bytes,
  }
}

/** RFC 2045, 6.7. */
function quotedPrintable(bytes) {
  const lines = bytes
    .toString('latin1')
    .split('\r\n')
    .map((line) =>
      line
        .replaceAll(
          /[^\x20-\x3c\x3e-\x7e]/g,
          (one) => `=${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
        )
        .replace(/ $/, '=20')
        .replaceAll(/(?:=..|[^=]){70,75}(?=.)/g, '$&=\r\n'),
    )
  return Buffer.from(lines.join('\r\n'))
}

function wrap(text, width = 74) {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines.join('\r\n')
}
