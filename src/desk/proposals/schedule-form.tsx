/** The form with which a proposal is published at a moment to come. */

import { Post, Select, TextField } from '../../../templates/desk/parts.tsx';
import { type ActionProps, seen } from './actions.tsx';
import { typedIn } from './attempt.ts';
import { localText, momentInZone } from './moment.ts';

const HOUR = 3_600_000;

export function ScheduleForm({ view, attempt }: ActionProps) {
  const { proposal, zone } = view;
  const zones = [...new Set([zone, 'UTC'])];
  const suggested = localText(Math.ceil(Date.now() / HOUR + 1) * HOUR, zone);
  const error = attempt?.act === 'schedule' && attempt.refused.details.field === 'at';
  return (
    <section class="panel">
      <h3>Publish later</h3>
      <Post
        action={`/proposals/${proposal.id}/schedule`}
        label="Publish at this moment, just as it is now"
        kind="secondary"
        fields={seen(view)}
      >
        <TextField
          label="Day and time"
          name="at"
          type="datetime-local"
          value={typedIn(attempt, 'schedule', 'at') ?? suggested}
          hint={`It is ${momentInZone(Date.now(), zone)} now${zone === 'UTC' ? '' : `, or ${momentInZone(Date.now(), 'UTC')}`}.`}
          attributes={{ required: true }}
          {...(error ? { error: `${attempt.refused.message} ${attempt.refused.mend}` } : {})}
        />
        <Select
          label="By the clock of"
          name="zone"
          value={typedIn(attempt, 'schedule', 'zone') ?? zone}
          options={zones.map(name => ({ value: name, text: name === 'UTC' ? 'UTC' : `${name}, the publication’s` }))}
        />
      </Post>
    </section>
  );
}
