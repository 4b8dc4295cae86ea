/**
 * Removes what changes the direction or hides letters: bidi controls and zero-width marks (Unicode TR 36, 3.1).
 * Names like "Support <support@bank>" followed by invisible marks were seen in spoofed mail.
 */
export const cleanName = (name: string): string =>
  name.replace(/[\p{Cc}\p{Bidi_Control}\u200b-\u200d\u2060-\u2064\ufeff]/gu, '').trim()
