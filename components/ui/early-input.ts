import type { Field } from './tell-of-field'

/** What a reader did before the page was awake, kept by `keepEarlyInput`. */
interface EarlyInput {
  takeKeys: () => KeyboardEvent[]
  takeClicks: () => HTMLElement[]
  takeFields: () => Field[]
  stopKeeping: () => void
}

declare global {
  interface Window {
    postinoEarlyInput?: EarlyInput
  }
}

/** A key or a click that waited longer is no longer what its reader wants. */
export const earlyInputPatienceMs = 5_000

/**
 * Runs in the browser as the first script of a page, from its own source text: it may name nothing outside itself.
 * Keeps the keys meant for the page, the buttons pressed and which fields were filled in, until React listens. A page
 * is drawn by the server and looks ready at once; a key pressed in that half second was lost, and ⌘ K went to the
 * browser's address bar.
 */
export function keepEarlyInput(patienceMs: number): void {
  const most = 20
  const keys: KeyboardEvent[] = []
  const clicks: { button: HTMLElement; atMs: number }[] = []
  const fields = new Set<Field>()

  const keepKey = (event: KeyboardEvent) => {
    const { target } = event
    const isTyped =
      target instanceof Element && target.closest('input, textarea, select, [contenteditable=true]') !== null
    const isCommand = (event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k'
    if (isCommand) event.preventDefault()
    if ((isTyped && !isCommand) || event.isComposing) return
    if (keys.length === most) keys.shift()
    keys.push(event)
  }
  const keepClick = (event: MouseEvent) => {
    const button = event.target instanceof Element ? event.target.closest('button[type=button]') : null
    if (button instanceof HTMLElement && clicks.length < most) clicks.push({ button, atMs: event.timeStamp })
  }
  const keepField = ({ target }: Event) => {
    const isField =
      target instanceof HTMLInputElement ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement
    if (isField) fields.add(target)
  }
  const isRecent = (atMs: number) => performance.now() - atMs < patienceMs

  document.addEventListener('keydown', keepKey)
  document.addEventListener('click', keepClick, true)
  document.addEventListener('input', keepField, true)
  window.postinoEarlyInput = {
    takeKeys: () => {
      document.removeEventListener('keydown', keepKey)
      return keys.splice(0).filter((key) => isRecent(key.timeStamp))
    },
    stopKeeping: () => {
      document.removeEventListener('click', keepClick, true)
      document.removeEventListener('input', keepField, true)
    },
    takeFields: () => {
      const kept = [...fields].filter((field) => field.isConnected)
      fields.clear()
      return kept
    },
    takeClicks: () =>
      clicks
        .splice(0)
        .filter(({ button, atMs }) => button.isConnected && isRecent(atMs))
        .map(({ button }) => button),
  }
}
