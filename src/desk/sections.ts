/** The parts of the Desk, in the order of its navigation. */

import type { Permission } from './auth/permissions.ts';

export interface Section {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  /** Only those who may do this see it. */
  readonly permission?: Permission;
}

export const SECTIONS = [
  { id: 'home', path: '/', name: 'Home' },
  { id: 'proposals', path: '/proposals', name: 'Proposals' },
  { id: 'notices', path: '/notices', name: 'Notices' },
  { id: 'rules', path: '/rules', name: 'Rules' },
  { id: 'preview', path: '/preview', name: 'Preview' },
  { id: 'coverage', path: '/who', name: 'Who sees what' },
  { id: 'editions', path: '/editions', name: 'Editions' },
  { id: 'evidence', path: '/evidence', name: 'Evidence' },
  { id: 'audit', path: '/audit', name: 'Audit', permission: 'audit' },
  { id: 'people', path: '/people', name: 'People', permission: 'people' },
  { id: 'help', path: '/help', name: 'Help' },
] as const satisfies readonly Section[];

/** `me`: one's own page, which the name in the masthead leads to. */
export type SectionId = (typeof SECTIONS)[number]['id'] | 'me';
