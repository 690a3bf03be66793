/** The invented people of the local run, with whom approval by two can be tried. */

import type { Person } from '../auth/permissions.ts';

export const DEMO_PEOPLE: readonly Person[] = [
  { id: 'edda', email: 'edda@desk.example', name: 'Edda Marlin', roles: ['editor'] },
  { id: 'pavel', email: 'pavel@desk.example', name: 'Pavel Orsha', roles: ['approver'] },
  { id: 'oona', email: 'oona@desk.example', name: 'Oona Lindqvist', roles: ['ops'] },
  { id: 'vera', email: 'vera@desk.example', name: 'Vera Sund', roles: ['viewer'] },
  { id: 'ada', email: 'ada@desk.example', name: 'Ada Brandt', roles: ['administrator'] },
  { id: 'nia', email: 'nia@desk.example', name: 'Nia Calder', roles: ['editor', 'approver'] },
];
