export interface ConfirmationText {
  subject: string
  lines: string[]
}

/**
 * What an automatic confirmation says. Only the ticket's number and the tenant's own name: a mail that repeats what
 * a stranger wrote, or the name he gave himself, carries his words to whomever he pretended to be.
 */
export function confirmationText(
  locale: string,
  of: { number: number; tenantName: string },
): ConfirmationText {
  const { number, tenantName } = of
  switch (locale.slice(0, 2)) {
    case 'it':
      return {
        subject: `Abbiamo ricevuto il tuo messaggio (n. ${number})`,
        lines: [
          `Il tuo messaggio è arrivato: lo seguiamo con il ticket n. ${number}.`,
          'Per aggiungere qualcosa basta rispondere a questa e-mail.',
          tenantName,
        ],
      }
    case 'fr':
      return {
        subject: `Nous avons bien reçu votre message (n° ${number})`,
        lines: [
          `Votre message est arrivé : nous le suivons sous le ticket n° ${number}.`,
          'Pour ajouter quelque chose, répondez simplement à cet e-mail.',
          tenantName,
        ],
      }
    default:
      return {
        subject: `We received your message (#${number})`,
        lines: [
          `Your message has arrived: we follow it as ticket #${number}.`,
          'To add something, just answer this e-mail.',
          tenantName,
        ],
      }
  }
}
