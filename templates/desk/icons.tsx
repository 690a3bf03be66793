/** The few signs of the Desk. Each stands beside words and says nothing of its own, so it is hidden from screen readers. */

const SHAPES = {
  /** Being written: an empty ring. */
  ring: 'M8 2.2a5.8 5.8 0 1 1 0 11.6 5.8 5.8 0 0 1 0-11.6Z',
  /** Under somebody's eyes: a ring, half full. */
  half: 'M8 2.2a5.8 5.8 0 1 1 0 11.6 5.8 5.8 0 0 1 0-11.6ZM8 2.2v11.6M8 5h4.8M8 8h5.8M8 11h4.8',
  tick: 'm2.8 8.6 3.5 3.6 7-8.2',
  clock: 'M8 2.2a5.8 5.8 0 1 1 0 11.6 5.8 5.8 0 0 1 0-11.6ZM8 4.8V8l2.4 1.8',
  cross: 'm3.4 3.4 9.2 9.2m0-9.2-9.2 9.2',
  dash: 'M3 8h10',
  arrow: 'M2.5 8h10.6M9 3.8 13.2 8 9 12.2',
  triangle: 'M8 2.4 14.4 13.4H1.6ZM8 6.6v3M8 11.4v.3',
  octagon: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4ZM8 4.8v4M8 11v.3',
  info: 'M8 2.2a5.8 5.8 0 1 1 0 11.6 5.8 5.8 0 0 1 0-11.6ZM8 7.4v3.6M8 5v.3',
  square: 'M3 3h10v10H3Z',
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} />
    </svg>
  );
}
