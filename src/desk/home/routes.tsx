import { Hono } from 'hono';
import { demand } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { deskPage } from '../page.tsx';
import { HomePage } from './home-page.tsx';
import { roundInPassing } from './round.ts';
import { homeView } from './view.ts';

export const homeRoutes = new Hono<DeskEnv>().get('/', async asked => {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  demand(principal, 'read');
  roundInPassing(desk);
  const view = await homeView(desk, principal);
  return deskPage(asked, { title: 'Today at the Desk', section: 'home' }, <HomePage view={view} principal={principal} />);
});
