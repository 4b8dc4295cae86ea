import { cx } from './cx'

/** Two letters in the hue that belongs to the name. Decoration: the name stands beside it or in `title`. */
export function Avatar({ name, size = 'medium' }: { name: string; size?: 'small' | 'medium' }) {
  return (
    <span
      aria-hidden
      data-hue={hueOf(name)}
      className={cx(
        'inline-flex shrink-0 select-none items-center justify-center rounded-full bg-hue font-medium text-hue-ink',
        size === 'small' ? 'size-5 text-[0.5625rem]' : 'size-7 text-[0.6875rem]',
      )}
    >
      {initials(name)}
    </span>
  )
}

function initials(name: string): string {
  const words = name.split(/[\s@._-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    word ? String.fromCodePoint(word.codePointAt(0) ?? 63) : '',
  )
  return letters.join('').toLocaleUpperCase() || '?'
}

function hueOf(text: string): number {
  let sum = 0
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return sum % 12
}
