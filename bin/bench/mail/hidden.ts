import { withoutSpace } from './compare-text'
import type { MailCase } from './corpus'
import type { Read } from './score'
import { percent } from './tally'

/** Share of sentences that a reader has to see without a click. */
export const neverHidden = 0.995

type Count = { all: number; shown: number; inSignature: number }
const none = (): Count => ({ all: 0, shown: 0, inSignature: 0 })

/**
 * How much of what an origin calls new is really shown, over the mails of people who answer. Lines that the origin
 * keeps although they are quoted are nobody's new text. Counted apart: what stands in a signature block, which half
 * of the origins call text and half do not.
 */
export class Hidden {
  private readonly counts = { open: none(), apart: none() }

  add({ category, fold, expected }: MailCase, out: Read): void {
    if (category !== 'reply' && category !== 'reply-html') return
    const shown = withoutSpace(out.replyText)
    const signature = withoutSpace(out.signatureText)
    const count = fold === 0 ? this.counts.apart : this.counts.open
    for (const sentence of sentences(expected.replyText ?? '')) {
      count.all++
      if (shown.includes(sentence)) count.shown++
      else if (signature.includes(sentence)) count.inSignature++
    }
  }

  lines(): string[] {
    return Object.entries(this.counts).flatMap(([name, { all, shown, inSignature }]) =>
      all === 0
        ? []
        : [
            `never hidden, ${name === 'open' ? 'folds 1-4' : 'fold 0'}: ${shown + inSignature}/${all} sentences ` +
              `${percent(shown + inSignature, all)}, ${inSignature} of them in a signature block`,
          ],
    )
  }

  isReached(): boolean {
    const { all, shown, inSignature } = this.counts.apart
    return all === 0 || (shown + inSignature) / all >= neverHidden
  }
}

function sentences(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !/^\s{0,3}>/.test(line))
    .flatMap((line) => line.split(/(?<=[.!?。])\s/))
    .map(withoutSpace)
    .filter((sentence) => sentence.length > 1)
}
