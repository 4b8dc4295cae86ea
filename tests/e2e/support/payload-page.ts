import { randomBytes } from 'node:crypto'
import { pagePolicy } from '@/app/_entrance/page-policy'
import { frameDocument, frameSandbox } from '@/components/mail/frame-document'
import { cleanAndFold } from '@/lib/mail/fold-quote'
import { showRemotePictures } from '@/lib/mail/remote-pictures'
import { arm, type Payload } from '../html-payloads/payload'

/** What stands between a mail and its reader. The product has no way to switch one off: only this page leaves it out. */
export interface Barriers {
  cleaner: boolean
  policy: boolean
  sandbox: boolean
  /** The reader agreed to see remote pictures. */
  consent?: boolean
}

export const pageOrigin = 'http://localhost:3000'

/** A page of ours with the mails in their frames, put together from the product's own parts. */
export function payloadPage(
  mails: { number: number; payload: Payload }[],
  barriers: Barriers,
): { html: string; headers: Record<string, string> } {
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce, { isDevelopment: false, isHttps: false })
  const documents = mails.map(({ number, payload }) => mailDocument(arm(payload, number), barriers, nonce))
  const script = `
    addEventListener('message', ({ data }) => { if (typeof data === 'number') report(data) })
    for (const source of ${JSON.stringify(documents).replaceAll('<', '\\u003c')}) {
      const frame = document.createElement('iframe')
      ${barriers.sandbox ? `frame.setAttribute('sandbox', ${JSON.stringify(frameSandbox)})` : ''}
      frame.referrerPolicy = 'no-referrer'
      frame.width = 120
      frame.height = 50
      frame.srcdoc = source
      document.body.append(frame)
    }`
  return {
    html: `<!doctype html><title>Mails</title><body><script nonce="${nonce}">${script}</script>`,
    headers: barriers.policy ? { 'content-security-policy': policy } : {},
  }
}

function mailDocument(html: string, barriers: Barriers, nonce: string): string {
  const cleaned = barriers.cleaner ? cleanAndFold(html, { cidUrl: () => null }).html : html
  const folder = '/api/pictures/solo/mail/'
  const document = frameDocument(
    barriers.consent ? showRemotePictures(cleaned, (position) => `${folder}${position}`) : cleaned,
    pageOrigin,
    {
      paper: 'paper',
      scheme: 'light',
      inkColor: 'black',
      linkColor: 'blue',
      lineColor: 'grey',
      quoteLabel: 'Quoted',
      fontFamily: 'sans-serif',
      fontFaces: '',
      nonce,
      pictureFolder: barriers.consent ? folder : null,
    },
  )
  if (barriers.policy) return document
  const without = document.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
  if (without === document) throw new Error('the frame has no policy')
  return without
}

/**
 * Runs in the page: lends every frame a reader's hand. Handlers are called, buttons pressed, links followed unless
 * they lead to the web, where following them is the reader's own will. It asks the prototypes, because a mail may have
 * put something else in the place of an element's own members.
 */
export function lendAHand(): void {
  const { getAttributeNames, getAttribute, querySelectorAll } = Element.prototype
  const nameOf = (element: Element) =>
    String(Reflect.get(Element.prototype, 'localName', element)).toLowerCase()
  const send = (element: Element, event: Event) => EventTarget.prototype.dispatchEvent.call(element, event)
  const protocolOf = (address: string, base: string) =>
    URL.canParse(address, base) ? new URL(address, base).protocol : ''

  const documentsOf = (root: Element): Document[] =>
    [...querySelectorAll.call(root, 'iframe, frame')].flatMap(
      (frame) => (frame as HTMLIFrameElement).contentDocument ?? [],
    )
  const open = documentsOf(document.documentElement)
  for (let inner = open.pop(); inner; inner = open.pop()) {
    const root = Document.prototype.querySelector.call(inner, '*')
    if (!root) continue
    open.push(...documentsOf(root))
    for (const element of [root, ...querySelectorAll.call(root, '*')]) {
      for (const name of getAttributeNames.call(element))
        if (/^on/i.test(name)) send(element, new Event(name.slice(2).toLowerCase(), { bubbles: true }))
      const address = getAttribute.call(element, 'href') ?? getAttribute.call(element, 'xlink:href')
      const isLink = address !== null && /^(?:a|area|math|mrow|maction)$/.test(nameOf(element))
      const isPressed = /^(?:button|input|summary)$/.test(nameOf(element))
      if (isPressed || (isLink && !/^(?:https?|mailto|tel):$/.test(protocolOf(address, inner.baseURI))))
        send(element, new MouseEvent('click', { bubbles: true, cancelable: true }))
    }
  }
}
