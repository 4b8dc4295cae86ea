import { globexTickets } from './globex-tickets'
import type { DemoTenant } from './types'

/** A French service firm for offices. Its first ticket and one of its customers look like Acme's. */
export const globex: DemoTenant = {
  slug: 'globex',
  name: 'Globex Services',
  locale: 'fr',
  channel: { fromName: 'Globex Services', fromAddress: 'assistance@globex.example' },
  mailboxName: 'Courrier des clients',
  queues: [
    { name: 'Assistance', hue: 6 },
    { name: 'Ventes', hue: 9 },
    { name: 'Facturation', hue: 1 },
  ],
  states: [
    { name: 'À planifier', hue: 8, phase: 'opening' },
    { name: 'En cours', hue: 2, phase: 'working' },
    { name: 'En attente', hue: 10, phase: 'waiting' },
    { name: 'Clos', hue: 5, phase: 'closing' },
  ],
  types: [
    { name: 'Panne', hue: 0 },
    { name: 'Question', hue: 7 },
    { name: 'Réclamation', hue: 11 },
  ],
  members: [
    { person: 'claire', role: 'owner', displayName: 'Claire Moreau' },
    { person: 'thomas', role: 'agent', displayName: 'Thomas Girard' },
    { person: 'sara', role: 'agent', displayName: 'Sara Conti' },
  ],
  organizations: [
    { name: 'Globex Services', isHouse: true },
    { name: 'Cabinet Lefèvre' },
    { name: 'Imprimerie du Port' },
    { name: 'Hôtel des Tilleuls' },
  ],
  customers: {
    lefevre: {
      name: 'Hélène Lefèvre',
      address: 'helene@cabinet-lefevre.example',
      organization: 'Cabinet Lefèvre',
      signature: 'Maître Hélène Lefèvre\nCabinet Lefèvre, Nantes',
    },
    port: {
      name: 'Yann Kerbrat',
      address: 'yann@imprimerieduport.example',
      organization: 'Imprimerie du Port',
      signature: 'Yann Kerbrat\nImprimerie du Port, Lorient',
    },
    tilleuls: {
      name: 'Réception des Tilleuls',
      address: 'reception@hoteldestilleuls.example',
      organization: 'Hôtel des Tilleuls',
      signature: 'La réception\nHôtel des Tilleuls',
    },
    nora: {
      name: 'Nora Keller',
      address: 'nora.keller@keller-labs.example',
      signature: 'Nora Keller\nKeller Labs',
    },
    marie: { name: 'Marie', address: 'marie.d@courriel.example', isRegistered: false },
    ecole: { name: 'École Jean-Moulin', address: 'direction@ecolejeanmoulin.example', isRegistered: false },
    syndic: { name: 'Syndic Armor', address: 'contact@syndicarmor.example', isRegistered: false },
  },
  tickets: globexTickets,
  quarantined: [
    {
      from: 'scanner@imprimerieduport.example',
      subject: 'Numérisation du copieur 2',
      reason: 'unreadable-timed-out',
      daysAgo: 0.7,
    },
  ],
  quoteLine: (name) => `${name} a écrit :`,
}
