import { acmeTickets } from './acme-tickets'
import type { DemoTenant } from './types'

/** An Italian maker of electronic boards. */
export const acme: DemoTenant = {
  slug: 'acme',
  name: 'Acme Elettronica',
  locale: 'it',
  channel: { fromName: 'Acme Elettronica', fromAddress: 'assistenza@acme.example' },
  mailboxName: 'Posta di assistenza',
  queues: [
    { name: 'Assistenza', hue: 7 },
    { name: 'Vendite', hue: 4 },
    { name: 'Amministrazione', hue: 2 },
  ],
  states: [
    { name: 'Da pianificare', hue: 8, phase: 'opening' },
    { name: 'In lavorazione', hue: 2, phase: 'working' },
    { name: 'In attesa', hue: 10, phase: 'waiting' },
    { name: 'Chiuso', hue: 5, phase: 'closing' },
  ],
  types: [
    { name: 'Guasto', hue: 0 },
    { name: 'Domanda', hue: 7 },
    { name: 'Reso', hue: 3 },
  ],
  members: [
    { person: 'giulia', role: 'owner', displayName: 'Giulia Ferraris' },
    { person: 'marco', role: 'agent', displayName: 'Marco Bellini' },
    { person: 'sara', role: 'agent', displayName: 'Sara Conti' },
  ],
  organizations: [
    { name: 'Acme Elettronica', isHouse: true },
    { name: 'Officine Rossi' },
    { name: 'Cantina del Colle' },
    { name: 'Tecnoimpianti Bassi' },
  ],
  customers: {
    rossi: {
      name: 'Paolo Rossi',
      address: 'paolo@officinerossi.example',
      organization: 'Officine Rossi',
      signature: 'Paolo Rossi\nOfficine Rossi srl, Torino\nTel. 011 555 01 42',
    },
    elisa: {
      name: 'Elisa Rossi',
      address: 'elisa@officinerossi.example',
      organization: 'Officine Rossi',
      signature: 'Elisa Rossi\nUfficio acquisti, Officine Rossi srl',
    },
    cantina: {
      name: 'Teresa Galli',
      address: 'teresa@cantinadelcolle.example',
      organization: 'Cantina del Colle',
      signature: 'Teresa Galli\nCantina del Colle',
    },
    bassi: {
      name: 'Davide Bassi',
      address: 'd.bassi@tecnoimpianti.example',
      organization: 'Tecnoimpianti Bassi',
      signature: 'Geom. Davide Bassi\nTecnoimpianti Bassi snc',
    },
    nora: {
      name: 'Nora Keller',
      address: 'nora.keller@keller-labs.example',
      signature: 'Nora Keller\nKeller Labs',
    },
    luca: { name: 'Luca', address: 'luca.m83@posta.example', isRegistered: false },
    anna: { name: 'Anna Vitale', address: 'anna.vitale@posta.example', isRegistered: false },
    preside: {
      name: 'Segreteria Istituto Volta',
      address: 'segreteria@istitutovolta.example',
      isRegistered: false,
    },
    hans: { name: 'Hans Meier', address: 'h.meier@meier-technik.example', isRegistered: false },
    corriere: { name: 'Corriere Veloce', address: 'ritiri@corriereveloce.example', isRegistered: false },
  },
  tickets: acmeTickets,
  quarantined: [
    {
      from: 'fax@vecchiocentralino.example',
      subject: 'Fax ricevuto da 011 555 09 90',
      reason: 'unreadable-too-many-parts',
      daysAgo: 1.2,
    },
  ],
  quoteLine: (name) => `${name} ha scritto:`,
}
